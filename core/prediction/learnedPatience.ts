import { secondsBetween } from '../time/units.ts';
import type { ContactFact } from './contactFact.ts';
import { estimatePatience, exposureOf, type Patience, type Stay } from './patience.ts';
import type { Evidence } from './waitModel.ts';

const priorLeavings = 1;

export interface LearnedPatience {
  readonly patience: Patience;
  readonly evidence: Required<Pick<Evidence, 'stays' | 'exposureSeconds'>>;
}

/**
 * Patience after `facts`, those that ended since `since` being new. Each span by what was seen of it: a first queue tells
 * much of the first minutes and nothing of the tenth. No more than `mostStays` are remembered.
 */
export function learnedPatience(
  facts: readonly ContactFact[],
  previous: Patience,
  evidence: Evidence,
  since: number,
  mostStays: number,
): LearnedPatience {
  const now = estimatePatience(facts.map(stayOf), previous, priorLeavings);
  const freshStays = facts.filter((fact) => fact.heldEnd !== 'waiting' && fact.heldUntil > since).map(stayOf);
  const fresh = exposureOf(freshStays, previous.fromSeconds);
  const before = evidence.exposureSeconds ?? [];
  const stays = evidence.stays + freshStays.length;
  const remembered = Math.min(1, mostStays / stays);
  return {
    patience: {
      ...previous,
      leavingPerSecond: previous.leavingPerSecond.map((rate, span) => {
        const [old = 0, seen = 0, learned = rate] = [before[span], fresh[span], now.leavingPerSecond[span]];
        if (old > 0) return rate + (seen / (seen + old)) * (learned - rate);
        // What nobody has reached yet follows the first stays there are, and then no more.
        return seen > 0 || before.length === 0 ? learned : rate;
      }),
    },
    evidence: {
      stays: Math.min(mostStays, stays),
      exposureSeconds: fresh.map((stayed, span) => remembered * (stayed + (before[span] ?? 0))),
    },
  };
}

const stayOf = (fact: ContactFact): Stay => ({
  heldSeconds: Math.max(0, secondsBetween(fact.queuedAt, fact.heldUntil)),
  left: fact.heldEnd === 'abandoned',
});
