import { describe, expect, test } from 'vitest';
import {
  memoryAnnouncements,
  memoryPlanning,
  memoryPlanningFiles,
  memoryProfiles,
} from '../../adapters/memory/planning.ts';
import { memoryClock, memoryLog, memoryMetrics } from '../../adapters/memory/world.ts';
import { randomStream } from '../../core/random/stream.ts';
import type { DayRow, DirectoryRow, PulseRow } from '../../core/rows/center.ts';
import { parseSettings } from '../../core/settings/parse.ts';
import { runtimeSettings } from '../../core/settings/runtime.ts';
import { addSeconds, hours, type Instant, instant, minutes, seconds } from '../../core/time/units.ts';
import { makeFlexAgents } from '../../lambdas/flex-agents/flex-agents.ts';
import { makeForecastVolume } from '../../lambdas/forecast-volume/forecast-volume.ts';
import { makePlanStaffing } from '../../lambdas/plan-staffing/plan-staffing.ts';
import { isQueueOpen } from '../../lambdas/planned-lines.ts';
import { shippedSettings, type Written } from '../core/settings/goodSettings.ts';

const at = (iso: string): Instant => instant(Date.parse(iso));
/** A Tuesday, before the night's work is due. */
const beforeDawn = at('2026-03-10T03:34:00-04:00');

function aWorld(change: (settings: Written) => void = () => {}, start = beforeDawn) {
  const written = shippedSettings();
  change(written);
  const settings = runtimeSettings(parseSettings(written));
  const clock = memoryClock(start);
  const planningRows = memoryPlanning();
  const announcements = memoryAnnouncements();
  const planningFiles = memoryPlanningFiles();
  const profiles = memoryProfiles();
  const metrics = memoryMetrics();
  let pulse: PulseRow | undefined;
  const arns = (name: string) => ({
    userArn: `user/${name}`,
    homeProfileArn: `home/${name}`,
    helpProfileArn: `help/${name}`,
  });
  const directory: DirectoryRow = {
    schemaVersion: 1,
    instanceArn: 'arn',
    queues: {},
    flows: { callbackOutbound: 'f' },
    reserve: { iris: arns('iris'), jack: arns('jack') },
  };
  const around = { settings, clock, log: memoryLog(), metrics, planningRows, planningFiles, announcements, profiles };
  return {
    ...around,
    forecast: makeForecastVolume(around),
    plan: makePlanStaffing(around),
    flex: makeFlexAgents({ ...around, centerRows: { directory: async () => directory, pulse: async () => pulse } }),
    setPulse: (row: PulseRow) => {
      pulse = row;
    },
    goTo: (iso: string) => clock.advance((at(iso) - clock.now()) / 1000),
  };
}

/** Five weeks in which every open half hour brought about as many contacts, busy days and calm ones; today until `until` times `factor`. */
function history(world: ReturnType<typeof aWorld>, until: Instant, perInterval: number, factor = 1): void {
  const from = addSeconds(until, seconds(-35 * 86_400));
  const rows = new Map<string, DayRow>();
  world.planningRows.dayRows.length = 0;
  for (let start = Math.ceil(from / 1.8e6) * 1.8e6; start + 1.8e6 <= until; start += 1.8e6) {
    const startsAt = instant(start);
    if (!isQueueOpen(world.settings, 'service', startsAt)) continue;
    const date = new Date(start).toISOString().slice(0, 10);
    const row = rows.get(date) ?? {
      schemaVersion: 1,
      queue: 'service',
      channel: 'voice',
      date,
      intervals: [],
      expiresAt: 9e9,
    };
    rows.set(date, row);
    const chance = randomStream(7, `${date} ${start}`);
    const busy = Math.exp(0.15 * (2 * randomStream(7, date).uniform() - 1));
    const today = start > until - 12 * 3.6e6 ? factor : 1;
    const offered = Math.round(perInterval * busy * today * (1 + 0.3 * (chance.uniform() - 0.5)));
    row.intervals.push({
      startsAt,
      offeredCount: offered,
      answeredCount: offered,
      abandonedCount: 0,
      abandonedShortCount: 0,
      abandonedWithinThresholdCount: 0,
      callbackWithinThresholdCount: 0,
      abandonedWaitSeconds: seconds(0),
      expectationMetLiveCount: 0,
      expectationMissedLiveCount: 0,
      callbackCount: 0,
      movedCount: 0,
      overflowedCount: 0,
      waitingCount: 0,
      answeredWithinThresholdCount: offered,
      waitSeconds: seconds(0),
      handleSeconds: seconds(240 * offered),
      handledCount: offered,
      promisesKeptCount: 0,
      promisesBrokenCount: 0,
      waitedSeconds: seconds(5 * offered),
    });
  }
  world.planningRows.dayRows.push(...rows.values());
}

describe('forecast-volume', () => {
  test('a center that has seen nothing has a forecast and a plan from its first run on, flagged', async () => {
    const world = aWorld();
    await world.forecast();
    await world.plan();
    const plans = await world.planningRows.plans('service', 'voice', '2026-03-10', '2026-03-17');
    expect(plans.length).toBeGreaterThanOrEqual(7);
    expect(plans[0]?.flags).toContain('no-history');
    expect(world.planningRows.extracts.get('service#voice')?.flag).toBe('no-history');
  });

  test('nightly after four where the center is, once; a missed night is made up for', async () => {
    const world = aWorld();
    await world.forecast();
    await world.forecast();
    const first = (await world.planningRows.forecastState())?.at;
    expect(first).toBe(beforeDawn);
    world.goTo('2026-03-11T03:34:00-04:00');
    await world.forecast();
    expect((await world.planningRows.forecastState())?.nightlyOn).toBe('2026-03-10');
    world.goTo('2026-03-11T05:04:00-04:00');
    await world.forecast();
    expect((await world.planningRows.forecastState())?.nightlyOn).toBe('2026-03-11');
  });

  test('closed and forecast already, a run reads no history', async () => {
    const world = aWorld();
    await world.forecast();
    let reads = 0;
    world.planningRows.days = async () => {
      reads += 1;
      return [];
    };
    world.goTo('2026-03-10T03:50:00-04:00');
    await world.forecast();
    expect(reads).toBe(0);
  });

  test('through the day the rest of it follows what came, and what the day opened with is kept', async () => {
    const world = aWorld(undefined, at('2026-03-10T04:34:00-04:00'));
    history(world, world.clock.now(), 40);
    await world.forecast();
    const opening = await meanAtFive(world);
    world.goTo('2026-03-10T13:04:00-04:00');
    history(world, world.clock.now(), 40, 1.6);
    await world.forecast();
    expect((await meanAtFive(world)).mean).toBeGreaterThan(1.15 * opening.mean);
    expect((await meanAtFive(world)).opening.mean).toBe(opening.mean);
  });

  test('once the day is known its forecast is scored, of both methods, and the plan says how good it was', async () => {
    const world = aWorld(undefined, at('2026-03-10T04:34:00-04:00'));
    history(world, world.clock.now(), 40);
    await world.forecast();
    await world.plan();
    world.goTo('2026-03-11T04:34:00-04:00');
    history(world, world.clock.now(), 40);
    await world.forecast();
    const state = await world.planningRows.forecastState();
    expect(Object.keys(state?.scores ?? {}).sort()).toEqual(['nohold-1', 'six-week-mean']);
    expect(state?.scores['nohold-1']?.[0]).toBeLessThan(0.6);
    const [plan] = await world.planningRows.plans('service', 'voice', '2026-03-10', '2026-03-10');
    expect(plan?.accuracy?.weightedError).toBeLessThan(0.3);
    expect(world.metrics.sum('ForecastError')).toBeGreaterThanOrEqual(0);
  });
});

describe('the planning bucket', () => {
  const morning = at('2026-03-10T04:34:00-04:00');
  const withDriver = (settings: Written): void => {
    Object.assign(settings.forecasting ?? {}, { drivers: ['orders'] });
  };
  const ordersUntil = (days: number): string =>
    [
      'date,orders',
      ...Array.from({ length: days }, (_, day) => {
        const date = new Date(Date.parse('2026-02-01T00:00:00Z') + day * 86_400_000).toISOString().slice(0, 10);
        return `${date},${1000 + (day % 5) * 10}`;
      }),
    ].join('\n');

  test('a driver without a file is done without, and said; one with values reaches forecast and plan', async () => {
    const world = aWorld(withDriver, morning);
    history(world, world.clock.now(), 40);
    await world.forecast();
    const rows = () => world.planningRows.forecasts('service', 'voice', 'nohold-1', '2026-03-10', '2026-03-10');
    expect((await rows())[0]?.flags).toContain('driver-missing');
    world.planningFiles.put('drivers.csv', ordersUntil(60));
    world.goTo('2026-03-11T04:34:00-04:00');
    await world.forecast();
    await world.plan();
    const [row] = await world.planningRows.forecasts('service', 'voice', 'nohold-1', '2026-03-12', '2026-03-12');
    expect(row?.flags).not.toContain('driver-missing');
    expect(row?.intervals.at(-1)?.drivers).toEqual({ orders: 1040 });
    const [plan] = await world.planningRows.plans('service', 'voice', '2026-03-12', '2026-03-12');
    expect(plan?.perThousand?.[0]).toMatchObject({ driver: 'orders', contacts: expect.any(Number) });
    expect(plan?.perThousand?.[0]?.agentHours).toBeGreaterThan(0);
  });

  test('who works when comes from schedule.csv; without it the shifts of the settings stand in, and it is said', async () => {
    const world = aWorld((settings) => {
      Object.assign(settings.staffing ?? {}, { schedule: 'bucket' });
    }, morning);
    history(world, world.clock.now(), 40);
    await world.forecast();
    await world.plan();
    const planAt = async (time: string) => {
      const channels = ['voice', 'chat'] as const;
      const rows = await Promise.all(
        channels.map((channel) => world.planningRows.plans('service', channel, '2026-03-10', '2026-03-10')),
      );
      const intervals = rows.flat().flatMap((row) => row.intervals.filter((one) => one.intervalStart === at(time)));
      return {
        flags: rows.flat()[0]?.flags,
        scheduledAgents: intervals.reduce((sum, { scheduledAgents }) => sum + scheduledAgents, 0),
      };
    };
    const noon = '2026-03-10T12:00:00-04:00';
    expect((await planAt(noon)).flags).toContain('schedule-missing');
    world.planningFiles.put(
      'schedule.csv',
      [
        'agent,queues,startsAt,endsAt,activity',
        ...Array.from({ length: 9 }, (_, agent) => `a${agent},service,2026-03-10T09:00:00-04:00,${noon},work`),
        'a1,nowhere,2026-03-10T12:00:00-04:00,2026-03-10T17:00:00-04:00,work',
      ].join('\n'),
    );
    world.goTo('2026-03-10T07:04:00-04:00');
    await world.forecast();
    await world.plan();
    expect((await planAt('2026-03-10T11:30:00-04:00')).scheduledAgents).toBe(9);
    expect(await planAt(noon)).toMatchObject({ scheduledAgents: 0 });
    expect((await planAt(noon)).flags).not.toContain('schedule-missing');
    expect(world.log.lines.map(({ message }) => message)).toContain('schedule.csv: line left out');
  });
});

async function meanAtFive(world: ReturnType<typeof aWorld>) {
  const [row] = await world.planningRows.forecasts('service', 'voice', 'nohold-1', '2026-03-10', '2026-03-10');
  const found = row?.intervals.find(({ startsAt }) => startsAt === at('2026-03-10T17:00:00-04:00'));
  if (found === undefined) throw new Error('no forecast for five in the afternoon');
  return found;
}

describe('plan-staffing', () => {
  async function planned(perInterval: number) {
    const world = aWorld(undefined, at('2026-03-10T04:34:00-04:00'));
    history(world, world.clock.now(), perInterval);
    await world.forecast();
    await world.plan();
    return world;
  }

  test('a gap is announced once, with what would close it', async () => {
    const world = await planned(60);
    const gaps = world.announcements.published.filter(({ kind }) => kind === 'StaffingGap');
    expect(gaps.length).toBeGreaterThan(0);
    expect(gaps[0]?.detail).toMatchObject({ queue: 'service', channel: 'voice' });
    expect(JSON.stringify(gaps)).toContain('call-reserve');
    await world.plan();
    expect(world.announcements.published.filter(({ kind }) => kind === 'StaffingGap')).toHaveLength(gaps.length);
  });

  test('free slots are there where agents are to spare, and none where they are short', async () => {
    const free = async (perInterval: number) =>
      (await planned(perInterval)).planningRows.extracts
        .get('service#voice')
        ?.freeSlots.reduce((sum, slot) => sum + slot.free, 0);
    expect(await free(2)).toBeGreaterThan(0);
    expect(await free(90)).toBe(0);
  });

  test('through the day only the days whose forecast changed are written again', async () => {
    const world = await planned(40);
    const plans = () => world.planningRows.plans('service', 'voice', '2026-03-10', '2026-03-16');
    expect(new Set((await plans()).map(({ version }) => version))).toEqual(new Set([1]));
    world.goTo('2026-03-10T13:04:00-04:00');
    history(world, world.clock.now(), 40, 2);
    await world.forecast();
    await world.plan();
    // The local day ends on the next date in UTC.
    const replaced = (await plans()).filter(({ version }) => version > 1).map(({ date }) => date);
    expect(replaced).toEqual(['2026-03-10', '2026-03-11']);
  });

  test('a surge is announced when the day runs ahead of its opening', async () => {
    const world = await planned(40);
    world.goTo('2026-03-10T13:04:00-04:00');
    history(world, world.clock.now(), 40, 2);
    await world.forecast();
    await world.plan();
    expect(world.announcements.published.map(({ kind }) => kind)).toContain('SurgeExpected');
  });
});

describe('flex-agents', () => {
  async function surged(flex: 'off' | 'dry-run' | 'on') {
    const world = aWorld(
      (settings) => Object.assign(settings.staffing ?? {}, { flex }),
      at('2026-03-10T04:34:00-04:00'),
    );
    history(world, world.clock.now(), 20);
    await world.forecast();
    world.goTo('2026-03-10T13:34:00-04:00');
    history(world, world.clock.now(), 20, 2.2);
    await world.forecast();
    show(world, 2);
    await world.flex();
    return world;
  }

  const show = (world: ReturnType<typeof aWorld>, service: number): void =>
    world.setPulse({
      schemaVersion: 1,
      at: world.clock.now(),
      figures: [
        { queue: 'service', channel: 'voice', agentsStaffed: service },
        { queue: 'sales', channel: 'voice', agentsStaffed: 30 },
      ],
    });

  test('on: the reserve is called, no more than its pool allows, and nobody twice', async () => {
    const world = await surged('on');
    expect(world.profiles.set).toEqual([
      { userArn: 'user/iris', profileArn: 'help/iris' },
      { userArn: 'user/jack', profileArn: 'help/jack' },
    ]);
    world.clock.advance(300);
    show(world, 4);
    await world.flex();
    expect(world.profiles.set).toHaveLength(2);
  });

  test('only lines that the reserve works for are read, from this interval to the next', async () => {
    const world = await surged('on');
    const read: string[] = [];
    const { forecasts } = world.planningRows;
    world.planningRows.forecasts = (queue, channel, method, from, until) => {
      read.push(`${queue}#${channel} ${from} ${until}`);
      return forecasts(queue, channel, method, from, until);
    };
    show(world, 4);
    await world.flex();
    // The pulse shows no chat agents: nothing is read of those lines either.
    expect(read.sort()).toEqual(['sales#voice 2026-03-10 2026-03-10', 'service#voice 2026-03-10 2026-03-10']);
  });

  test('a dry run says the same and asks Connect for nothing, and says it once', async () => {
    const world = await surged('dry-run');
    expect(world.profiles.set).toEqual([]);
    expect(world.announcements.published.map(({ kind, detail }) => `${kind} ${detail.dryRun}`)).toEqual([
      'ReserveMoved true',
      'ReserveMoved true',
    ]);
    world.clock.advance(300);
    show(world, 2);
    await world.flex();
    expect(world.announcements.published).toHaveLength(2);
  });

  test('when the surge is over they go home, each into their own profile', async () => {
    const world = await surged('on');
    world.clock.advance(1800);
    show(world, 30);
    await world.flex();
    expect(world.profiles.set.slice(2)).toEqual([
      { userArn: 'user/iris', profileArn: 'home/iris' },
      { userArn: 'user/jack', profileArn: 'home/jack' },
    ]);
  });

  test('what Connect did not take is asked again by the next run', async () => {
    const world = await surged('dry-run');
    const on = aWorld((settings) => Object.assign(settings.staffing ?? {}, { flex: 'on' }), world.clock.now());
    await on.planningRows.putFlex(
      {
        schemaVersion: 1,
        version: 3,
        at: on.clock.now(),
        members: { iris: { helping: true, since: addSeconds(on.clock.now(), minutes(-1)), settled: false } },
        switches: [],
      },
      undefined,
    );
    on.profiles.failing = true;
    await expect(on.flex()).rejects.toThrow();
    on.profiles.failing = false;
    await on.flex();
    expect(on.profiles.set[0]).toEqual({ userArn: 'user/iris', profileArn: 'help/iris' });
    expect((await on.planningRows.flex())?.members.iris?.settled).toBe(true);
  });

  test('switched off, whoever helps goes home at once', async () => {
    const world = aWorld(
      (settings) => Object.assign(settings.staffing ?? {}, { flex: 'off' }),
      at('2026-03-10T13:34:00-04:00'),
    );
    await world.planningRows.putFlex(
      {
        schemaVersion: 1,
        version: 1,
        at: world.clock.now(),
        members: { iris: { helping: true, since: world.clock.now(), settled: true } },
        switches: [],
      },
      undefined,
    );
    await world.flex();
    expect(world.profiles.set).toEqual([{ userArn: 'user/iris', profileArn: 'home/iris' }]);
  });

  test('when a margin shrinks one is called at once, though nothing was forecast; the dwell keeps them, then they go home', async () => {
    const world = aWorld(
      (settings) => Object.assign(settings.staffing ?? {}, { flex: 'on' }),
      at('2026-03-10T04:34:00-04:00'),
    );
    history(world, world.clock.now(), 20);
    await world.forecast();
    world.goTo('2026-03-10T13:34:00-04:00');
    history(world, world.clock.now(), 20);
    await world.forecast();
    show(world, 20);
    await world.flex();
    expect(world.profiles.set).toEqual([]);
    await world.flex({ queue: 'service', channel: 'voice' });
    expect(world.profiles.set).toEqual([{ userArn: 'user/iris', profileArn: 'help/iris' }]);
    expect(world.announcements.published.at(-1)?.detail).toMatchObject({ to: 'help', reason: 'margin-shrinking' });
    world.clock.advance(300);
    show(world, 21);
    await world.flex();
    expect(world.profiles.set).toHaveLength(1);
    world.clock.advance(1500);
    show(world, 21);
    await world.flex();
    expect(world.profiles.set.at(-1)).toEqual({ userArn: 'user/iris', profileArn: 'home/iris' });
  });

  test('a margin that shrinks moves nobody in a dry run, nobody by an old pulse, and nobody of a line the reserve does not help', async () => {
    const world = await surged('dry-run');
    const said = world.announcements.published.length;
    await world.flex({ queue: 'billing', channel: 'voice' });
    world.clock.advance(hours(1));
    await world.flex({ queue: 'service', channel: 'voice' });
    expect([world.profiles.set, world.announcements.published.length]).toEqual([[], said]);
  });

  test('by an old pulse nobody is moved', async () => {
    const world = await surged('on');
    world.clock.advance(hours(1));
    await world.flex();
    expect(world.profiles.set).toHaveLength(2);
  });
});
