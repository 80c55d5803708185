import type { Settings } from './schema.ts';
import type { SettingsProblem } from './settingsError.ts';

/** Mistakes no field shows by itself. Empty: the settings can be deployed. */
export function contradictions(settings: Settings): SettingsProblem[] {
  return Object.keys(settings.queues).length === 0
    ? [{ path: 'queues', value: settings.queues, expected: 'at least one queue' }]
    : [];
}
