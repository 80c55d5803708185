import { forecastVolume } from '../../../core/forecasting/forecastVolume.ts';
import { instant } from '../../../core/time/units.ts';
import { type AdversarialHistory, adversarialHistory } from './adversarialHistory.ts';

/** What is wrong with the forecast made from an adversarial history; undefined: nothing. */
export function faultOf(seed: number): string | undefined {
  const history: AdversarialHistory = adversarialHistory(seed);
  const { rows, from, timeZone, intervalSeconds } = history;
  const made = forecastVolume({
    history: rows,
    from,
    until: instant(from + 86_400_000),
    generatedAt: from,
    intervalSeconds,
    timeZone,
    queues: [{ queue: 'a', channel: 'voice' }],
    drivers: [{ name: 'orders' }],
  });
  if (made.intervals.length === 0) return 'no intervals';
  if (made.flags.length === 0 && rows.length < 14) return 'no flag';
  for (const { mean, quantiles, ahtSeconds } of made.intervals) {
    const levels = [quantiles['0.1'], quantiles['0.5'], quantiles['0.9']] as number[];
    if (![mean, ahtSeconds, ...levels].every((value) => Number.isFinite(value) && value >= 0))
      return `a figure that is none: ${JSON.stringify({ mean, quantiles, ahtSeconds })}`;
    if (!((levels[0] ?? 0) <= (levels[1] ?? 0) && (levels[1] ?? 0) <= (levels[2] ?? 0))) return 'quantiles that fall';
  }
  return undefined;
}

/** The first seeds whose forecast throws or is not sound. */
export function faultsAmong(seeds: Iterable<number>): string[] {
  const faults: string[] = [];
  for (const seed of seeds) {
    try {
      const fault = faultOf(seed);
      if (fault !== undefined) faults.push(`seed ${seed}: ${fault}`);
    } catch (error) {
      faults.push(
        `seed ${seed}: threw ${error instanceof Error ? error.stack?.split('\n').slice(0, 4).join(' ') : error}`,
      );
    }
    if (faults.length >= 10) break;
  }
  return faults;
}
