import { contradictions } from './contradictions.ts';
import { parseJsonWithComments } from './jsonc.ts';
import { type Settings, settingsSchema } from './schema.ts';
import { problemsOf, SettingsError } from './settingsError.ts';

/**
 * Settings with every default filled in, from parsed JSON.
 *
 * `file` names the source in messages. Throws SettingsError with every mistake: first those of single fields; where all
 * fields are right by themselves, those of fields that contradict each other.
 */
export function parseSettings(json: unknown, file = 'nohold.config.json'): Settings {
  const parsed = settingsSchema.safeParse(json);
  if (!parsed.success) throw new SettingsError(file, problemsOf(parsed.error.issues, json));
  const problems = contradictions(parsed.data);
  if (problems.length > 0) throw new SettingsError(file, problems);
  return parsed.data;
}

/** The same from the text of a file: JSON, in which comments may stand. Throws BadJson where it is not. */
export function parseSettingsText(text: string, file = 'nohold.config.json'): Settings {
  return parseSettings(parseJsonWithComments(text, file), file);
}
