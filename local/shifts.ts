import type { AgentSettings, Settings } from '../core/settings/schema.ts';
import { isOpenAt } from '../core/time/hours.ts';
import { addSeconds, type Instant, instant, seconds } from '../core/time/units.ts';
import type { LocalClock } from './clock/clock.ts';
import type { Agents } from './connect/connect.ts';

/** Whether a person works at an instant: their shift, or while any of their queues is open. */
export function isOnShift(agent: AgentSettings, settings: Settings, at: Instant): boolean {
  if (agent.shift !== undefined) {
    const { days, hours, breaks } = agent.shift;
    const within = (ranges: readonly string[]) =>
      isOpenAt(
        { week: Object.fromEntries(days.map((day) => [day, ranges])), holidays: [] },
        settings.center.timeZone,
        at,
      );
    return within([hours]) && !within(breaks);
  }
  return agent.queues.some((name) => {
    const hours = settings.hours[settings.queues[name]?.hours ?? ''];
    return hours !== undefined && isOpenAt(hours, hours.timeZone, at);
  });
}

const MINUTE_MILLISECONDS = 60_000;

/** Logs the agents of the settings in and out by their shifts, at whole minutes; the answer ends it. */
export function startShifts(
  settings: Settings,
  { agents, clock }: { agents: Pick<Agents, 'login' | 'logout'>; clock: LocalClock },
): () => void {
  const working = new Set<string>();
  let stopped = false;

  function look(): void {
    if (stopped) return;
    for (const [username, agent] of Object.entries(settings.agents)) {
      if (agent.role === 'manager') continue;
      const due = isOnShift(agent, settings, clock.now());
      if (due === working.has(username)) continue;
      if (due) {
        agents.login(username);
        working.add(username);
      } else {
        agents.logout(username);
        working.delete(username);
      }
    }
    const minute = Math.floor(clock.now() / MINUTE_MILLISECONDS) * MINUTE_MILLISECONDS;
    clock.at(addSeconds(instant(minute), seconds(60)), look);
  }
  look();
  return () => {
    stopped = true;
  };
}
