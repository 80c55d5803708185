import { spawn } from 'node:child_process';

export interface StartedCenter {
  /** Of the pages, with the run's token. */
  readonly url: string;
  readonly deskUrl: string;
  close(): Promise<void>;
}

/** Synthesizing the stack and starting every function takes a while on a busy machine. */
const patienceMilliseconds = 600_000;

/** `npm start` as a person types it, on a free port. Rejects with what it said when it does not open. */
export function startedCenter({ seed, speed }: { seed: number; speed: number }): Promise<StartedCenter> {
  const options = ['--port', '0', '--seed', String(seed), '--speed', String(speed)];
  const child = spawn(process.execPath, ['bin/cli.ts', 'start', ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const close = (): Promise<void> => {
    child.kill('SIGTERM');
    return gone;
  };
  let said = '';
  return new Promise((resolve, reject) => {
    const tooLate = setTimeout(() => {
      void close();
      reject(new Error(`the center did not open: ${said}`));
    }, patienceMilliseconds);
    child.stderr.on('data', (text) => {
      said += text;
    });
    child.once('exit', (status) => reject(new Error(`the center ended with ${status}: ${said}`)));
    child.stdout.on('data', (text) => {
      said += text;
      const url = /is open: (\S+)/.exec(said)?.[1];
      const deskUrl = /The web desk: (\S+)/.exec(said)?.[1];
      if (url === undefined || deskUrl === undefined || !said.includes('Ctrl-C')) return;
      clearTimeout(tooLate);
      resolve({ url, deskUrl, close });
    });
  });
}
