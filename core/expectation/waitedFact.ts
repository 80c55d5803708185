import { followUpOf } from '../contacts/effort.ts';
import type { LineOf } from '../contacts/journey.ts';
import type { ContactRow } from '../rows/contact.ts';
import type { Journey } from '../rows/journey.ts';
import { type Instant, secondsBetween } from '../time/units.ts';

/** One contact whose wait is over, as an expectation is learned from it. */
export interface WaitedFact {
  waitSeconds: number;
  /** Gave up; else an agent answered. */
  abandoned: boolean;
  /** Of who spoke with an agent: in contact about the same matter again within seven days. Undefined: not known, or not yet. */
  cameBack: boolean | undefined;
}

/** Those of `contacts` that waited to the end: answered, or given up. Who took an offer tells nothing of what was expected. */
export function waitedFacts(
  contacts: readonly ContactRow[],
  journeyOf: (customerKey: string) => Journey | undefined,
  lineOf: LineOf,
  now: Instant,
): WaitedFact[] {
  return contacts.flatMap((row): WaitedFact[] => {
    const { outcome, askedAt, answeredAt, endedAt } = row;
    const until = answeredAt ?? endedAt;
    if ((outcome !== 'answered' && outcome !== 'abandoned') || askedAt === undefined || until === undefined) return [];
    const { watchedCount, cameBackCount } = followUpOf([row], journeyOf, lineOf, now);
    return [
      {
        waitSeconds: Math.max(0, secondsBetween(askedAt, until)),
        abandoned: outcome === 'abandoned',
        cameBack: watchedCount === 0 ? undefined : cameBackCount > 0,
      },
    ];
  });
}
