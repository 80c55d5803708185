import type {
  AgentProfiles,
  Announcement,
  Announcements,
  PlanningFile,
  PlanningFiles,
  PlanningRows,
} from '../../core/planningPorts.ts';
import type { DayRow } from '../../core/rows/center.ts';
import type { FlexRow, ForecastRow, ForecastStateRow, PlanRow, PlanStateRow } from '../../core/rows/planning.ts';
import type { PlanExtract } from '../../core/staffing/freeSlots.ts';
import { copy } from './copy.ts';

const between = (date: string, from: string, until: string): boolean => from <= date && date <= until;

/** The planning rows in memory; `dayRows` is what roll-up would have written. */
export interface MemoryPlanning extends PlanningRows {
  readonly dayRows: DayRow[];
  readonly extracts: Map<string, PlanExtract>;
  readonly everyForecast: () => ForecastRow[];
}

export function memoryPlanning(): MemoryPlanning {
  const dayRows: DayRow[] = [];
  const extracts = new Map<string, PlanExtract>();
  const forecasts = new Map<string, ForecastRow>();
  const plans = new Map<string, PlanRow>();
  let [forecastState, planState, flex]: [ForecastStateRow?, PlanStateRow?, FlexRow?] = [];
  return {
    dayRows,
    extracts,
    everyForecast: () => [...forecasts.values()].map(copy),
    days: async (queue, channel, from, until) =>
      dayRows
        .filter((row) => row.queue === queue && row.channel === channel && between(row.date, from, until))
        .map(copy),
    forecasts: async (queue, channel, method, from, until) =>
      [...forecasts.values()]
        .filter((row) => row.queue === queue && row.channel === channel && row.method === method)
        .filter(({ date }) => between(date, from, until))
        .sort((a, b) => (a.date < b.date ? -1 : 1))
        .map(copy),
    async putForecasts(rows) {
      for (const row of rows) forecasts.set(`${row.queue}#${row.channel}#${row.method}#${row.date}`, copy(row));
    },
    plans: async (queue, channel, from, until) =>
      [...plans.values()]
        .filter((row) => row.queue === queue && row.channel === channel && between(row.date, from, until))
        .sort((a, b) => (a.date < b.date ? -1 : 1))
        .map(copy),
    async putPlans(rows) {
      for (const row of rows) plans.set(`${row.queue}#${row.channel}#${row.date}`, copy(row));
    },
    async putPlanExtract(queue, channel, plan) {
      extracts.set(`${queue}#${channel}`, copy(plan));
    },
    forecastState: async () => copy(forecastState),
    async putForecastState(row) {
      forecastState = copy(row);
    },
    planState: async () => copy(planState),
    async putPlanState(row) {
      planState = copy(row);
    },
    flex: async () => copy(flex),
    async putFlex(row, expectedVersion) {
      if (flex?.version !== expectedVersion) return 'conflict';
      flex = copy(row);
      return 'written';
    },
  };
}

export function memoryAnnouncements(): Announcements & { readonly published: Announcement[] } {
  const published: Announcement[] = [];
  return {
    published,
    async publish(announcements) {
      published.push(...announcements);
    },
  };
}

/** The planning bucket in memory: what is put is there. */
export function memoryPlanningFiles(): PlanningFiles & { put(file: PlanningFile, text: string): void } {
  const files = new Map<PlanningFile, string>();
  return {
    read: async (file) => files.get(file),
    put: (file, text) => {
      files.set(file, text);
    },
  };
}

/** Records each change, and fails the next ones on demand. */
export function memoryProfiles(): AgentProfiles & {
  readonly set: { userArn: string; profileArn: string }[];
  failing: boolean;
} {
  const profiles = {
    set: [] as { userArn: string; profileArn: string }[],
    failing: false,
    async setRoutingProfile(userArn: string, profileArn: string) {
      if (profiles.failing) throw Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });
      profiles.set.push({ userArn, profileArn });
    },
  };
  return profiles;
}
