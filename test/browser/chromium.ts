import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const further = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];

/** What to do when there is no browser; the suites say it and exit with 3. */
export const noChromium =
  'NOT RUN: no Chromium. Install the package chromium (Debian: apt-get install chromium; macOS: brew install --cask google-chrome), or name the program in CHROMIUM.';

/** The Chromium of this machine: CHROMIUM if that is set, else the first on PATH; undefined when there is none. */
export function chromiumPath(environment = process.env): string | undefined {
  if (environment.CHROMIUM !== undefined) return existsSync(environment.CHROMIUM) ? environment.CHROMIUM : undefined;
  const folders = (environment.PATH ?? '').split(delimiter);
  return [...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...further].find((path) =>
    existsSync(path),
  );
}

/** A browser that asks nothing of the network of its own accord. */
export const launchChromium = (executablePath: string): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: [
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
