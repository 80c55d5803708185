import type { Instant } from '../time/units.ts';

/**
 * When a callback whose window has begun takes an agent: live contacts come first until a deadline gets close. Waiting
 * costs a customer who has hung up nothing, so the peak is over before most of these calls are made.
 * Source: Armony & Maglaras, Operations Research 52(2), 2004: guaranteed delay, live contacts first until it is at stake.
 */
export interface WindowRule {
  /** Free agents that are kept for live contacts; only those beyond serve callbacks before they press. */
  readonly reservedAgents: number;
  /** Deviations of the completions' own chance that are allowed for: 4.75 misses one deadline in a million. */
  readonly deviations: number;
}

export const defaultWindowRule: WindowRule = { reservedAgents: 0, deviations: 4.75 };

export type WindowTurn =
  /** A deadline is at stake: the first callback goes before every live contact. */
  | 'pressing'
  /** No live contact needs this agent. */
  | 'spare-agent'
  | 'not-yet';

export interface WindowSituation {
  readonly now: Instant;
  /** By when each of them is promised, earliest first: callbacks whose window has begun and that nobody makes yet. */
  readonly promisedBy: readonly Instant[];
  /** Agents of the queue who could take a contact now. */
  readonly freeAgents: number;
  /** Contacts its agents finish per second when all are busy. */
  readonly completionsPerSecond: number;
}

export function windowTurn(situation: WindowSituation, rule: WindowRule): WindowTurn {
  if (situation.promisedBy.length === 0) return 'not-yet';
  if (isPressing(situation, rule)) return 'pressing';
  return situation.freeAgents > rule.reservedAgents ? 'spare-agent' : 'not-yet';
}

/** Whether some callback, behind those promised earlier, would come too late if they did not begin now. */
function isPressing({ now, promisedBy, completionsPerSecond }: WindowSituation, rule: WindowRule): boolean {
  const [first] = promisedBy;
  if (first === undefined) return false;
  const needed = (turns: number) => 1000 * secondsForTurns(turns, completionsPerSecond, rule.deviations);
  // The last cannot press when the first, were it behind all others, would not.
  if (now + needed(promisedBy.length) < first) return false;
  return promisedBy.some((deadline, ahead) => now + needed(ahead + 1) >= deadline);
}

/**
 * In how many seconds so many agents will have become free, but for a chance of `deviations`: a quantile of the gamma
 * law by Wilson and Hilferty's cube. Infinity where nobody works. Known answer: 1 turn, 1 a second, 4.75 → 15.1.
 */
export function secondsForTurns(turns: number, completionsPerSecond: number, deviations: number): number {
  if (!(completionsPerSecond > 0)) return Number.POSITIVE_INFINITY;
  const root = 1 - 1 / (9 * turns) + deviations / (3 * Math.sqrt(turns));
  return (turns * root ** 3) / completionsPerSecond;
}
