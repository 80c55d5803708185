import type { IncomingMessage } from 'node:http';

/** The whole body as text. Written with events: an async iterator costs more than the rest of a small request. */
export function readBody(message: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('end', () => resolve(chunks.length === 1 ? String(chunks[0]) : Buffer.concat(chunks).toString('utf8')));
    message.on('error', reject);
  });
}
