import { randomBytes, timingSafeEqual } from 'node:crypto';

/** Who may see the pages and who may change anything through them: another site open in the same browser may not. */
export interface Access {
  /** Needed by whatever changes state; new in each run, in the fragment of the printed address only. */
  readonly token: string;
  /** False for a name that merely resolves to this machine (DNS rebinding). */
  hostAllowed(host: string | undefined): boolean;
  /** Browsers always send an Origin when they open a WebSocket; only our own pages have this one. */
  originAllowed(origin: string | undefined): boolean;
  tokenRight(given: string | undefined): boolean;
}

export function accessTo(port: number, token = randomBytes(16).toString('hex')): Access {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const expected = Buffer.from(token);
  return {
    token,
    hostAllowed: (host) => host !== undefined && hosts.includes(host.toLowerCase()),
    originAllowed: (origin) => origin !== undefined && hosts.some((host) => origin.toLowerCase() === `http://${host}`),
    tokenRight(given) {
      const bytes = Buffer.from(given ?? '');
      return bytes.length === expected.length && timingSafeEqual(bytes, expected);
    },
  };
}

/** Scripts, styles and connections from this address alone; no inline code, no frames, no forms. */
export function securityHeaders(port: number): Record<string, string> {
  const own = `'self' ws://127.0.0.1:${port} ws://localhost:${port}`;
  return {
    'Content-Security-Policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      `connect-src ${own}`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
  };
}
