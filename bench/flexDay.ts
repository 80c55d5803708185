import { forecastVolume } from '../core/forecasting/forecastVolume.ts';
import type { HistoryRow } from '../core/forecasting/history.ts';
import { randomStream } from '../core/random/stream.ts';
import type { CenterScenario, CenterView, Control, TwinProfile } from '../core/simulation/center.ts';
import { simulateCenter } from '../core/simulation/simulateCenter.ts';
import { decideFlex, type Move, type ReserveState, usualFlexLimits } from '../core/staffing/flex.ts';
import { lineNow } from '../core/staffing/flexLines.ts';
import { type Line, lineKey } from '../core/staffing/line.ts';
import { lineWorks, planAgents } from '../core/staffing/plan.ts';
import { gapProbability } from '../core/staffing/requirement.ts';
import { addSeconds, type Instant, instant, seconds } from '../core/time/units.ts';
import { plantedHistory } from '../test/core/forecasting/plantedHistory.ts';

/** A day of two queues on the twin: `service` is planned for its forecast; `sales` has a reserve beyond its own need. */
const intervalSeconds = 1800;
const handleSeconds = 240;
const patienceSeconds = 400;
const lookSeconds = 300;
export const reserveAgents = 8;
export const expectationSeconds = 60;
const queues = ['service', 'sales'] as const;
type Queue = (typeof queues)[number];

export interface FlexDay {
  /** Expectation met: share of the contacts offered to `service` that an agent answered within 60 s. */
  readonly met: number;
  readonly salesMet: number;
  readonly reserveHours: number;
  readonly moves: number;
  /** Moves of one agent within any hour, at most. */
  readonly mostSwitchesAnHour: number;
  /** From the end of the last interval whose true rate is more than the plan carries until nobody helps; seconds. */
  readonly releasedAfterSeconds: number | undefined;
}

export type Factor = (secondOfDay: number) => number;

/** Everything of the day that does not hang on the seed: history, forecast at midnight, schedule. */
export function plannedDay() {
  const history = queues.flatMap((queue) => unsteady(queue === 'service' ? 90 : 30, queue));
  const last = history.reduce((latest, row) => Math.max(latest, row.intervalStart), 0);
  const from = instant(Math.ceil(last / 86_400_000) * 86_400_000);
  const lines = Object.fromEntries(queues.map((queue) => [lineKey(queue, 'voice'), lineOf(queue)]));
  const opening = forecastFrom(history, from, from);
  const planned = planAgents({ forecast: opening, lines, scheduledAt: () => [] });
  return { history, from, lines, opening, planned };
}

/**
 * Eight weeks whose days differ by a tenth, and stretches of two and a half hours within them by another: a history without
 * either would leave no surge to be believed in.
 */
function unsteady(perSlot: number, queue: Queue): HistoryRow[] {
  const chance = randomStream(5, queue);
  const factorOf = new Map<string, number>();
  const drawn = (key: string): number => {
    const factor = factorOf.get(key) ?? chance.lognormal(1, 0.1);
    factorOf.set(key, factor);
    return factor;
  };
  return plantedHistory({ days: 56, weekend: true, perSlot, queue, factorOf: drawn }).map((row) => {
    const stretch = Math.floor((row.intervalStart % 86_400_000) / (stretchHours * 3_600_000) - 8 / stretchHours);
    const date = Math.floor(row.intervalStart / 86_400_000);
    return { ...row, offered: Math.round((row.offered ?? 0) * drawn(`${date} ${stretch}`)), ahtSeconds: handleSeconds };
  });
}

const stretchHours = 2.5;

export type PlannedDay = ReturnType<typeof plannedDay>;

const lineOf = (queue: Queue): Line => ({
  queue,
  channel: 'voice',
  target: { kind: 'potential', ratio: 0.8, thresholdSeconds: expectationSeconds },
  contactsPerAgent: 1,
  availableShare: 1,
  patienceSeconds,
});

function forecastFrom(history: readonly HistoryRow[], midnight: Instant, now: Instant) {
  return forecastVolume({
    history,
    from: now,
    until: addSeconds(midnight, seconds(86_400)),
    knownUntil: now,
    generatedAt: now,
    intervalSeconds,
    timeZone: 'UTC',
  });
}

/** Runs the day with `factor` times the contacts forecast for `service`; without the reserve it stays at its own queue. */
export function runFlexDay(day: PlannedDay, seed: number, factor: Factor, withReserve: boolean): FlexDay {
  const counts = { service: { offered: 0, met: 0 }, sales: { offered: 0, met: 0 } };
  const steering = withReserve ? new Steering(day) : undefined;
  const outcome = simulateCenter(scenarioOf(day, seed, factor), {
    ...(steering ? { control: steering } : {}),
    closed({ queue, fate, waitSeconds }) {
      const count = counts[queue as Queue];
      count.offered += 1;
      if (fate === 'answered' && waitSeconds <= expectationSeconds) count.met += 1;
    },
  });
  const lastShort = lastShortEnd(day, factor);
  const sentHome = steering?.lastMoveHomeAt;
  return {
    met: counts.service.met / counts.service.offered,
    salesMet: counts.sales.met / counts.sales.offered,
    reserveHours: (outcome.workedSeconds.get('helping') ?? 0) / 3600,
    moves: outcome.moves,
    mostSwitchesAnHour: steering?.mostSwitchesAnHour() ?? 0,
    releasedAfterSeconds: lastShort === undefined || sentHome === undefined ? undefined : sentHome - lastShort,
  };
}

function rateAt(day: PlannedDay, queue: Queue, second: number): number {
  const at = day.from + Math.floor(second / intervalSeconds) * intervalSeconds * 1000;
  const found = day.opening.intervals.find((one) => one.queue === queue && one.intervalStart === at);
  return (found?.mean ?? 0) / intervalSeconds;
}

function scenarioOf(day: PlannedDay, seed: number, factor: Factor): CenterScenario {
  const serves = (queue: Queue) => ({ queue, channel: 'voice' as const, priority: 1, delaySeconds: 0 });
  const profile = (id: string, served: readonly Queue[]): TwinProfile => ({
    id,
    concurrency: { voice: 1, chat: 0 },
    whileOn: [],
    queues: served.map(serves),
  });
  const rates = new Map(
    queues.map((queue) => [queue, Array.from({ length: 48 }, (_, slot) => rateAt(day, queue, slot * intervalSeconds))]),
  );
  return {
    seed,
    untilSeconds: 86_400,
    queues: queues.map((queue) => {
      const steps = rates.get(queue) ?? [];
      const times = (at: number) => (queue === 'service' ? factor(at) : 1);
      const most = Math.max(...steps) * 1.5;
      return {
        name: queue,
        channel: 'voice',
        arrivals: {
          kind: 'changing',
          // Beyond the day nobody is let in any more; a rate of 0 for ever would be looked through for ever.
          perSecondAt: (at) => (at >= 86_400 ? most : (steps[Math.floor(at / intervalSeconds)] ?? 0) * times(at)),
          mostPerSecond: most,
        },
        service: { kind: 'exponential', meanSeconds: handleSeconds },
        patience: { kind: 'exponential', meanSeconds: patienceSeconds },
        thresholdSeconds: expectationSeconds,
      };
    }),
    profiles: [profile('service', ['service']), profile('sales', ['sales']), profile('helping', ['sales', 'service'])],
    crews: queues.map((queue) => ({
      profile: queue,
      agents: day.planned
        .filter((one) => one.queue === queue)
        .map(({ intervalStart, requiredAgents }) => ({
          fromSeconds: (intervalStart - day.from) / 1000,
          agents: requiredAgents + (queue === 'sales' && requiredAgents > 0 ? reserveAgents : 0),
        })),
    })),
  };
}

/** End of the last interval in which `service` misses its target by its true rate with the agents planned. */
function lastShortEnd(day: PlannedDay, factor: Factor): number | undefined {
  const line = day.lines[lineKey('service', 'voice')];
  if (!line) return undefined;
  const second = (at: Instant) => (at - day.from) / 1000;
  const trueRates = day.opening.intervals
    .filter(({ queue }) => queue === 'service')
    .map((one) => ({ ...one, mean: one.mean * factor(second(one.intervalStart)), quantiles: {} }));
  const agents = new Map(
    day.planned.flatMap((one) => (one.queue === 'service' ? [[one.intervalStart, one.requiredAgents]] : [])),
  );
  const short = lineWorks(line, trueRates, intervalSeconds, () => true).filter(
    ({ forecast: { intervalStart }, work }) => gapProbability(line.target, work, agents.get(intervalStart) ?? 0) > 0.5,
  );
  const last = short.at(-1)?.forecast.intervalStart;
  return last === undefined ? undefined : second(last) + intervalSeconds;
}

/** The reserve, decided by the code of the Lambda: forecasts each half hour from what came, a look each five minutes. */
class Steering implements Control {
  readonly everySeconds = lookSeconds;
  lastMoveHomeAt: number | undefined;
  private readonly day: PlannedDay;
  private readonly states: Record<string, ReserveState> = {};
  private readonly seen: HistoryRow[] = [];
  private readonly countedBefore: Record<Queue, number> = { service: 0, sales: 0 };
  private readonly switches: { at: number; username: string }[] = [];
  private forecast: PlannedDay['opening']['intervals'];

  constructor(day: PlannedDay) {
    this.day = day;
    this.forecast = day.opening.intervals;
  }

  decide(view: CenterView) {
    const now = addSeconds(this.day.from, seconds(view.at));
    if (view.at % intervalSeconds === 0) this.closeInterval(view, now);
    const moves = decideFlex({
      now,
      reserve: Array.from({ length: reserveAgents }, (_, index) => ({
        username: `reserve-${index + 1}`,
        pool: 'sales-desk',
        home: [lineKey('sales', 'voice')],
        helps: [lineKey('service', 'voice')],
        onShift: view.agents('sales').staffed + view.agents('helping').staffed > 0,
      })),
      states: this.states,
      lines: Object.fromEntries(queues.flatMap((queue) => this.lineOf(queue, view, now))),
      limits: { ...usualFlexLimits, mostHelping: { 'sales-desk': reserveAgents } },
      enabled: true,
    });
    for (const move of moves) this.remember(move, view.at, now);
    return moves.map(({ to }) =>
      to === 'help' ? { from: 'sales', to: 'helping', agents: 1 } : { from: 'helping', to: 'sales', agents: 1 },
    );
  }

  mostSwitchesAnHour(): number {
    return Math.max(
      0,
      ...this.switches.map(
        ({ at, username }) =>
          this.switches.filter((one) => one.username === username && one.at >= at && one.at < at + 3600).length,
      ),
    );
  }

  /** As the pulse shows it: helpers count for both of their queues. */
  private lineOf(queue: Queue, view: CenterView, now: Instant) {
    const line = this.day.lines[lineKey(queue, 'voice')];
    if (!line) return [];
    const presentAgents = view.agents(queue).staffed + view.agents('helping').staffed;
    const one = lineNow(
      line,
      this.forecast.filter((interval) => interval.queue === queue),
      {
        now,
        intervalSeconds,
        agents: presentAgents,
        // The twin asks before the shifts of that very moment change.
        countedAt: addSeconds(now, seconds(-1)),
        scheduledAt: (intervalStart) =>
          this.day.planned.find((planned) => planned.queue === queue && planned.intervalStart === intervalStart)
            ?.requiredAgents,
        isOpenAt: () => true,
      },
    );
    return one === undefined ? [] : [[lineKey(queue, 'voice'), one] as const];
  }

  private closeInterval(view: CenterView, now: Instant): void {
    for (const queue of queues) {
      const { offered } = view.figures(queue);
      this.seen.push({
        intervalStart: addSeconds(now, seconds(-intervalSeconds)),
        queue,
        channel: 'voice',
        offered: offered - this.countedBefore[queue],
        ahtSeconds: handleSeconds,
      });
      this.countedBefore[queue] = offered;
    }
    const open = this.seen.some(({ offered = 0 }) => offered > 0);
    if (!open || now >= addSeconds(this.day.from, seconds(86_400))) return;
    // As in the rows: what was forecast of intervals that are over stays.
    this.forecast = [
      ...this.forecast.filter(({ intervalStart }) => intervalStart < now),
      ...forecastFrom([...this.day.history, ...this.seen], this.day.from, now).intervals,
    ];
  }

  private remember({ username, to }: Move, at: number, now: Instant): void {
    this.states[username] = { helping: to === 'help', since: now };
    this.switches.push({ at, username });
    if (to === 'home') this.lastMoveHomeAt = at;
  }
}
