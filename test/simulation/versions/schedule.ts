/** `earlier`: the version before, frozen in `earlier.generated.js`. */
export type Version = 'current' | 'earlier';

const hour = 3600;
const justCurrent: readonly Version[] = ['current'];
const justEarlier: readonly Version[] = ['earlier'];
const mixed: readonly Version[] = ['earlier', 'current'];

/**
 * A center that ran the version before, is given today's, rolls back, and is given today's again the next morning.
 * During each deployment processes of both answer side by side. Seconds from the start.
 */
export function thereAndBack(seconds: number, shiftSeconds = 0): readonly Version[] {
  const at = seconds - shiftSeconds;
  if (at < 0.5 * hour) return justEarlier;
  if (at < 1 * hour) return mixed;
  if (at < 2 * hour) return justCurrent;
  if (at < 2.5 * hour) return mixed;
  if (at < 16.4 * hour) return justEarlier;
  return at < 17 * hour ? mixed : justCurrent;
}

export const onlyCurrent = (): readonly Version[] => justCurrent;
