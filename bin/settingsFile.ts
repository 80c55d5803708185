import { readFileSync } from 'node:fs';
import { parseSettingsText } from '../core/settings/parse.ts';
import type { Settings } from '../core/settings/schema.ts';
import { BadInput } from './outcome.ts';

export const defaultSettingsFile = 'nohold.config.json';

/** Settings from a file. Throws BadInput where there is none, SettingsError or BadJson where it is wrong: all exit with 1. */
export function readSettings(file: string = defaultSettingsFile): Settings {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new BadInput(
      code === 'ENOENT'
        ? `${file}: expected a settings file, there is none. Name yours, or copy docs/settings.example.jsonc to ${defaultSettingsFile}.`
        : `${file}: expected a settings file that can be read, got ${code}.`,
    );
  }
  return parseSettingsText(text, file);
}
