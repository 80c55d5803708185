import { isOptedOut } from '../../core/callbacks/optOut.ts';
import type { CenterRows, Clock } from '../../core/ports.ts';
import type { RuntimeSettings } from '../../core/settings/runtime.ts';
import type { Instant } from '../../core/time/units.ts';
import { BadInput } from '../outcome.ts';
import { reasonGiven } from './callbacks.ts';
import { e164Of } from './erase.ts';

export interface AllowWorld {
  settings: Pick<RuntimeSettings, 'callbacks'>;
  clock: Clock;
  centerRows: Pick<CenterRows, 'optOut' | 'putOptOut'>;
}

/**
 * A customer who opted out wants to be called again, and told a person so. The row stays, as evidence of both. Under every
 * version of the keys: an opt-out of last year counts like one of today. Throws BadInput when they never opted out.
 */
export async function allowCalls(
  { settings, clock, centerRows }: AllowWorld,
  keysOf: (number: string) => Promise<readonly string[]>,
  asked: { number: string; reason: string },
): Promise<{ optedOutAt: Instant; liftedAt: Instant }> {
  const reason = reasonGiven(asked.reason, 'for whoever asks later why this customer is called');
  const now = clock.now();
  const since: Instant[] = [];
  for (const customerKey of await keysOf(e164Of({ settings }, asked.number))) {
    const row = await centerRows.optOut(customerKey);
    if (row === undefined || !isOptedOut(row)) continue;
    await centerRows.putOptOut({ ...row, lifted: { at: now, reason } });
    since.push(row.at);
  }
  const [optedOutAt] = since.sort((a, b) => a - b);
  if (optedOutAt === undefined)
    throw new BadInput('--number: this customer has not opted out; there is nothing to lift.');
  return { optedOutAt, liftedAt: now };
}
