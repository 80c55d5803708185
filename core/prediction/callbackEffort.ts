import type { Instant } from '../time/units.ts';
import type { CallbackEffort } from './elapsedWait.ts';

/** A callback that kept its place and came to an agent. */
export interface CalledPlace {
  readonly overAt: Instant;
  readonly unanswered: boolean;
  /** Of the agent's time. */
  readonly agentSeconds: number;
}

export interface LearnedEffort {
  readonly effort: CallbackEffort;
  /** Callbacks behind it. */
  readonly evidence: number;
}

/** What callbacks commonly cost counts as so many of the center's own; and no more than the last so many of those count. */
const evidenceFrom = { guess: 30, most: 500 };
/** A longer one is a contact whose customer's answer was never told. */
const longestLostSeconds = 300;

/**
 * What callbacks cost the line after those of `called` that were over between `since` and `until`: the share that nobody
 * answered, and the agent's time each of these took, either drawn towards what was known by how much stands behind it.
 */
export function learnedEffort(
  called: readonly CalledPlace[],
  previous: CallbackEffort,
  evidence: number | undefined,
  { since, until }: { since: Instant; until: Instant },
): LearnedEffort {
  const before = evidence ?? evidenceFrom.guess;
  const fresh = called.filter(({ overAt }) => overAt > since && overAt <= until);
  const lost = fresh.filter(({ unanswered }) => unanswered);
  const lostSeconds = lost.reduce((total, { agentSeconds }) => total + Math.min(longestLostSeconds, agentSeconds), 0);
  const lostBefore = before * previous.unansweredShare;
  const lostCount = lostBefore + lost.length;
  return {
    effort: {
      unansweredShare: lostCount / (before + fresh.length),
      lostSeconds: lostCount > 0 ? (lostBefore * previous.lostSeconds + lostSeconds) / lostCount : previous.lostSeconds,
    },
    evidence: Math.min(evidenceFrom.most, before + fresh.length),
  };
}
