import { type Seconds, seconds } from '../time/units.ts';
import type { CallerAhead, PlannedStaffing, QueueState, ServingAgents } from './queueState.ts';

/** Beyond these nothing is a queue of people. */
const most = { callers: 10_000, agents: 1_000_000, contactsPerAgent: 100, elapsedSeconds: 1e7, perSecond: 1e4 };

/**
 * The state in numbers that a queue can have. Metrics, rows and plans come from outside: one figure that makes no sense
 * must not become a wait that makes none. Agents who are no number are unknown, which is never zero; the rest is left
 * out or bounded.
 */
export function soundState(state: QueueState): QueueState {
  const { sharedAhead = 0, overtakingPerSecond = 0, hour = 12, plan = [] } = state;
  return {
    ahead: state.ahead.every(isSound) ? state.ahead : state.ahead.map(soundCaller),
    aheadBeyond: Math.round(within(state.aheadBeyond, most.callers)),
    agents: soundAgents(state.agents),
    contactsPerAgent: Math.max(1, within(state.contactsPerAgent, most.contactsPerAgent)),
    sharedAhead: within(sharedAhead, most.callers),
    hour: Number.isFinite(hour) ? ((hour % 24) + 24) % 24 : 12,
    overtakingPerSecond: within(overtakingPerSecond, most.perSecond),
    plan: plan.every(isSoundStep) ? plan : plan.filter(isSoundStep),
  };
}

/** A plan that foresees fewer foresees nobody. */
const leastAgents = 0.01;

/** From 0 to `highest`; what is no number, or not there, is 0. */
const within = (value: number, highest: number): number => (value > 0 ? Math.min(value, highest) : 0);

const isSound = ({ elapsedSeconds }: CallerAhead): boolean =>
  elapsedSeconds >= 0 && elapsedSeconds <= most.elapsedSeconds;

const soundCaller = (caller: CallerAhead): CallerAhead => ({
  ...caller,
  elapsedSeconds: seconds(within(caller.elapsedSeconds, most.elapsedSeconds)),
});

const isSoundStep = ({ inSeconds, agents }: PlannedStaffing): boolean =>
  inSeconds >= 0 && inSeconds <= (most.elapsedSeconds as Seconds) && agents >= leastAgents && agents <= most.agents;

function soundAgents(agents: ServingAgents | undefined): ServingAgents | undefined {
  if (!agents) return undefined;
  const counts = [agents.staffed, agents.available, agents.busy];
  return counts.every((count) => count >= 0 && count <= most.agents) ? agents : undefined;
}
