import { simulatedCenter } from './center.ts';
import { seededFaults } from './faults.ts';
import { profiles } from './profiles.ts';
import { numbersShown } from './shownNumbers.ts';
import { onlyCurrent } from './versions/schedule.ts';

export interface Marked {
  customers: number;
  callbacks: number;
  /** Characters that were looked through, by where they stand. */
  searched: Record<string, number>;
  /** Customers whose number stands somewhere, by where. */
  shown: Record<string, number>;
}

/** A rush of so many customers in a hard world: whether any of their numbers shows, in any spelling. */
export async function markedCustomers(customers: number, seed: number): Promise<Marked> {
  const faults = seededFaults({ seed, profile: profiles.hard });
  const callbacks = { perPrefixPerHour: 10_000, perPrefixPerDay: 100_000, dialsPerHour: 72_000, dialsPerDay: 100_000 };
  const versions = onlyCurrent;
  const center = simulatedCenter({ seed, faults, people: customers, faultHours: 5, agents: 8, callbacks, versions });
  await center.run(6);
  const { searched, shown } = numbersShown(center);
  const { callbacks: slots, closedCallbacks } = center.rows.all();
  const ids = new Set([...slots, ...closedCallbacks].map(({ callbackId }) => callbackId));
  return { customers, callbacks: ids.size, searched, shown };
}
