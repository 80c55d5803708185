import type { Instant } from '../time/units.ts';
import type { PlannedWork } from './plan.ts';

/** One planned interval as a driver's reader sees it. */
export interface DrivenInterval {
  readonly queue: string;
  readonly channel: string;
  /** The day its driver's value is of; anything that tells days apart. */
  readonly day: string | number;
  readonly contacts: number;
  readonly requiredAgents: number;
  readonly intervalSeconds: number;
  /** The day's value of each driver; one not known is absent. */
  readonly drivers?: Readonly<Record<string, number>>;
}

/** What a thousand of a driver (orders, say) mean to one queue and channel. */
export interface PerThousand {
  readonly queue: string;
  readonly channel: string;
  readonly driver: string;
  /** Days of which the driver's value is known and above 0. */
  readonly days: number;
  readonly contacts: number;
  /** Required agents times hours; available agents, shrinkage not counted. */
  readonly agentHours: number;
  /** Required at the day's peak, on average over the days. */
  readonly peakAgents: number;
}

interface Day {
  contacts: number;
  agentHours: number;
  peakAgents: number;
}

/** Contacts and required agents per 1,000 of each driver, by queue and channel: Σ of the days / Σ of the driver. */
export function perThousand(intervals: readonly DrivenInterval[]): PerThousand[] {
  const byLine = Map.groupBy(intervals, ({ queue, channel }) => `${queue}#${channel}`);
  return [...byLine.values()].flatMap((own) => {
    const [first] = own;
    const names = [...new Set(own.flatMap(({ drivers }) => Object.keys(drivers ?? {})))].sort();
    return names.flatMap((driver) => {
      const days = [...Map.groupBy(own, ({ day }) => day).values()].flatMap((day) => {
        const value = day.find(({ drivers }) => drivers?.[driver] !== undefined)?.drivers?.[driver] ?? 0;
        return value > 0 ? [{ value, ...sumOf(day) }] : [];
      });
      if (!first || days.length === 0) return [];
      const sum = (of: (day: Day & { value: number }) => number) => days.reduce((total, day) => total + of(day), 0);
      const thousands = sum(({ value }) => value) / 1000;
      return [
        {
          queue: first.queue,
          channel: first.channel,
          driver,
          days: days.length,
          contacts: sum(({ contacts }) => contacts) / thousands,
          agentHours: sum(({ agentHours }) => agentHours) / thousands,
          peakAgents: sum(({ peakAgents }) => peakAgents) / thousands,
        },
      ];
    });
  });
}

/** The same of a plan: `driversOf` gives the day's values for an interval, `localOf` its local time, epoch milliseconds. */
export function perThousandOfPlan(
  planned: readonly PlannedWork[],
  driversOf: (interval: PlannedWork) => DrivenInterval['drivers'],
  localOf: (at: Instant) => number,
): PerThousand[] {
  return perThousand(
    planned.map((one) => ({
      queue: one.queue,
      channel: one.channel,
      day: Math.floor(localOf(one.intervalStart) / 86_400_000),
      contacts: one.work.contacts.mean,
      requiredAgents: one.requiredAgents,
      intervalSeconds: one.work.intervalSeconds,
      drivers: driversOf(one) ?? {},
    })),
  );
}

function sumOf(day: readonly DrivenInterval[]): Day {
  return {
    contacts: day.reduce((sum, { contacts }) => sum + contacts, 0),
    agentHours: day.reduce((sum, one) => sum + (one.requiredAgents * one.intervalSeconds) / 3600, 0),
    peakAgents: Math.max(...day.map(({ requiredAgents }) => requiredAgents)),
  };
}
