/**
 * Probability that an arriving contact finds every one of `agents` busy in a center without a queue (Erlang B, M/G/n/n).
 *
 * `offeredLoadErlangs` > 0, `agents` a whole number ≥ 0. By the recurrence in the number of agents, in which rounding
 * errors shrink: 1e-14 relative at 100,000 agents. Throws RangeError on anything else.
 * Source: Cooper, Introduction to Queueing Theory, 1981. Known answer: 4.4612 erlangs, 10 agents → 0.01000029.
 */
export function erlangB(offeredLoadErlangs: number, agents: number): number {
  if (!(offeredLoadErlangs > 0))
    throw new RangeError(`expected an offered load above 0 erlangs, got ${offeredLoadErlangs}`);
  requireAgents(agents);
  let blocked = 1;
  for (let agent = 1; agent <= agents; agent++) {
    blocked = (offeredLoadErlangs * blocked) / (agent + offeredLoadErlangs * blocked);
  }
  return blocked;
}

export function requireAgents(agents: number): void {
  if (!Number.isInteger(agents) || agents < 0) throw new RangeError(`expected a whole number of agents, got ${agents}`);
}
