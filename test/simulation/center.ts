import { customersUnder } from '../../adapters/keys/customers.ts';
import { memoryAnnouncements } from '../../adapters/memory/planning.ts';
import { memoryLog, memoryMetrics } from '../../adapters/memory/world.ts';
import type { DueCallback, DueCallbacks } from '../../core/ports.ts';
import { isOpenAt } from '../../core/time/hours.ts';
import { addSeconds, type Instant, seconds, secondsBetween } from '../../core/time/units.ts';
import { eventBus } from './bus.ts';
import { callers } from './callers.ts';
import { type SimulatedConnect, simulatedConnect } from './connect.ts';
import type { Faults } from './faults.ts';
import { batchWork, functionsOf, type RawSettings, settingsUnder } from './functions.ts';
import { laggingRows } from './laggingRows.ts';
import { operator as operatorOf } from './operator.ts';
import { arrivals, type Person, start } from './people.ts';
import { workQueue } from './queue.ts';
import { traceOf } from './trace.ts';
import { onlyCurrent, thereAndBack, type Version } from './versions/schedule.ts';
import { virtualTime } from './virtualTime.ts';

export const instanceArn = 'arn:aws:connect:us-east-1:123456789012:instance/i-1';
export const queueArn = `${instanceArn}/queue/q-service`;
export const ownNumber = '+12125550100';

const week = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

export const rawSettings = (callbacks: Record<string, unknown>, closesAtHour = 19): RawSettings => ({
  center: { name: 'Acme', timeZone: 'America/New_York', connect: { create: { alias: 'acme' } } },
  hours: { day: { week: Object.fromEntries(week.map((day) => [day, [`07:00-${closesAtHour}:00`]])) } },
  queues: {
    service: {
      description: 'Service',
      channels: ['voice'],
      hours: 'day',
      expectation: { voice: { waitSeconds: 60 } },
    },
  },
  phoneNumbers: { main: { country: 'US', type: 'DID', number: ownNumber, queues: ['service'] } },
  callbacks,
});

/** In every third seed telephones may ring until 15:00 only, which comes while callbacks are being made. */
export const seededCallbacks = (seed: number) => ({
  attempts: [3, 3, 2, 1][seed % 4] ?? 3,
  allowedHours: seed % 3 === 0 ? '08:00-15:00' : '08:00-21:00',
});

export interface CenterTerms {
  seed: number;
  faults: Faults;
  /** How many people ring. */
  people: number;
  /** Hours from the start after which nothing goes wrong any more. */
  faultHours: number;
  /** Settings of callbacks, in place of the seed's. */
  callbacks?: Record<string, unknown> | undefined;
  agents?: number | undefined;
  /** Seconds from the start → the versions of the code that are deployed. */
  versions?: ((seconds: number) => readonly Version[]) | undefined;
}

/** So many callbacks have room in each half hour of the next day. */
export const roomOfWindow = 2;
const halfHour = seconds(1800);

/** Written by the planner, which is not simulated. */
const plan = {
  schemaVersion: 1,
  queue: 'service',
  channel: 'voice',
  at: start,
  model: undefined,
  plan: {
    generatedAt: start,
    agents: [],
    freeSlots: Array.from({ length: 48 }, (_, index) => {
      const startsAt = addSeconds(start, seconds(index * halfHour));
      return { startsAt, endsAt: addSeconds(startsAt, halfHour), free: roomOfWindow };
    }),
  },
} as const;

/** Latest end of a run: in the afternoon of the second day, when the last event that was a day late has come. */
export const horizon: Instant = addSeconds(start, seconds(36 * 3600));

/** The whole center of one seed: the functions as deployed, over a table, queues, Connect and people that are simulated. */
export function simulatedCenter({ seed, faults, people, faultHours, versions, ...terms }: CenterTerms) {
  const time = virtualTime(start);
  const trace = traceOf(time);
  const sinceStart = (): number => secondsBetween(start, time.now());
  const raw = rawSettings(terms.callbacks ?? seededCallbacks(seed), faults.profile.closesAtHour);
  const settings = settingsUnder('current', raw);
  const serviceHours = settings.hours.day;
  if (!serviceHours) throw new Error('the simulated settings name their hours "day"');
  const openAt = (at: Instant): boolean => isOpenAt(serviceHours, serviceHours.timeZone, at);
  const rows = laggingRows(time, faults, trace);
  const metrics = memoryMetrics();
  /** What the sweep told the board. */
  const board: { at: Instant; openCallbacks: number }[] = [];
  const handedOver: (DueCallback & { at: Instant })[] = [];
  const log = memoryLog();
  const customers = customersUnder(
    async () => '{"current":"k1","k1":"a secret of the simulation, long enough to be one"}',
  );
  const keyOf = (number: string): Promise<string> => customers.keyOf(number);
  const operator = operatorOf({ time, faults, centerRows: rows.centerRows, keyOf });
  const hosting = { time, faults, trace };
  const refused: string[] = [];
  const mixes = faults.chance('versions') < faults.profile.mixedVersionsRate;
  const deployed =
    versions ?? (mixes ? (at: number) => thereAndBack(at, 3600 * faults.chance('deployed')) : onlyCurrent);

  const connect: SimulatedConnect = simulatedConnect({
    ...hosting,
    instanceArn,
    queueArn,
    agents: terms.agents ?? faults.profile.agents,
    openAt,
    handleSeconds: (contactId) => 60 + 360 * faults.chance(`handle ${contactId}`),
    tokenReading: faults.profile.tokenReading ?? (seed % 2 === 0 ? 'same-contact' : 'new-contact-after-end'),
    publish: (contactId, detail) => bus.publish(contactId, detail),
    onAnsweredLeg: (leg) => void walk.onAnsweredLeg(leg),
    ringSeconds: settings.callbacks.ringSeconds,
  });

  const dueCallbacks: DueCallbacks = {
    async send(due, firstTurn = 0) {
      for (const [index, one] of due.entries()) {
        handedOver.push({ ...one, at: time.now() });
        const turnSeconds = Math.floor((firstTurn + index) / settings.callbacks.dialsPerSecond);
        dials.send(JSON.stringify(one), turnSeconds + crossedBySeconds(one));
      }
    },
  };
  const functions = functionsOf({
    hosting,
    raw,
    rows,
    versionsAt: () => deployed(sinceStart()),
    ports: {
      metrics: {
        ...metrics,
        ofQueue(...[queue, channel, values]: Parameters<typeof metrics.ofQueue>) {
          const { OpenCallbacks: openCallbacks } = values;
          if (openCallbacks !== undefined) board.push({ at: time.now(), openCallbacks });
          metrics.ofQueue(queue, channel, values);
        },
      },
      log,
      instanceArn,
      flowId: 'callback-outbound',
      center: connect,
      customers,
      dueCallbacks,
      announcements: memoryAnnouncements(),
    },
  });

  const stopped = (): boolean => faults.down('queue', sinceStart()) || faults.down('functions', sinceStart());
  const events = workQueue(time, faults, {
    name: 'ContactEvents',
    visibilitySeconds: 120,
    attempts: 5,
    concurrency: 4,
    batchSize: 10,
    batchSeconds: faults.profile.batchSeconds,
    stopped,
    work: batchWork(functions.trackContact),
  });
  const dials = workQueue(time, faults, {
    name: 'DueCallbacks',
    visibilitySeconds: 90,
    attempts: 5,
    // As lib/callbacks.ts has it.
    concurrency: Math.max(2, settings.callbacks.dialsPerSecond),
    batchSize: 1,
    stopped,
    work: batchWork(functions.dialCallback),
  });
  const bus = eventBus(hosting, (body) => {
    events.send(body);
    if (faults.chance(`poison ${events.bodies.length}`) < faults.profile.poisonShare) events.send('{"poison":true}');
  });
  const mayBeEarlier = (): boolean => deployed(sinceStart()).includes('earlier');
  const walk = callers({ ...hosting, connect: () => connect, openAt, functions, operator, mayBeEarlier, refused });

  let ringing = 0;
  const ring = (person: Person, mayRingAgain: boolean, besides = false): void =>
    void walk.ring(person, besides).finally(() => {
      if (!mayRingAgain || person.chance.uniform() >= faults.profile.ringsAgainShare) {
        ringing -= 1;
        return;
      }
      time.after(60 + person.chance.exponential(1200), () => ring(person, false));
    });

  /** The customer rings now, and the dialler takes the message up at about the moment at which they have chosen what to do. */
  function crossedBySeconds({ callbackKey, callbackId, attempt }: DueCallback): number {
    const name = `${callbackId}-${attempt} is crossed`;
    const source = rows.slotWrites.get(callbackKey)?.at(-1)?.row.sourceContactId ?? '';
    const person = connect.contacts.get(source)?.person;
    if (!person || faults.chance(name) >= faults.profile.crossingShare) return 0;
    ringing += 1;
    ring(person, false);
    return 14 + 1.2 * faults.chance(`${name} after`);
  }

  /** EventBridge's schedules: they miss a turn when nobody can be reached. */
  function every(periodSeconds: number, run: () => void): void {
    if (!faults.down('events', sinceStart())) run();
    time.after(periodSeconds, () => every(periodSeconds, run));
  }

  const stillOpen = (): boolean => rows.anyDueBefore(Number.POSITIVE_INFINITY);
  /** Nobody is on the line and nothing falls due: a sweep would find nothing, so only one in ten is run. */
  const nothingToDo = (): boolean =>
    ringing === 0 && connect.idle() && !rows.anyDueBefore(addSeconds(time.now(), seconds(180)));
  let sweeps = 0;
  function sweep(): void {
    sweeps += 1;
    if (nothingToDo() && sweeps % 10 !== 0) return;
    void functions.sweep.invoke(null);
  }

  return {
    time,
    trace,
    settings,
    connect,
    rows,
    metrics,
    log,
    customers,
    faults,
    refused,
    operator,
    board,
    handedOver,
    bus,
    endings: walk.endings,
    /** Whether functions of the version before run as well, with its faults. */
    runsEarlier: mixes || versions !== undefined,
    queues: { events, dials },
    /** Until all is quiet, and `leastHours` from the start at least. */
    async run(leastHours = faultHours): Promise<void> {
      await rows.centerRows.putDirectory({
        schemaVersion: 1,
        instanceArn,
        queues: { service: queueArn },
        flows: { callbackOutbound: 'arn/flow' },
      });
      if (faults.profile.windowShare > 0) await rows.centerRows.putModel(plan);
      operator.begin();
      every(60, sweep);
      every(900, () => void functions.rollUp.invoke(null));
      // Nobody can read it; it must end among the dead letters and hold up nobody.
      events.send('{"poison":true}');
      every(1800, () => {
        events.redrive();
        dials.redrive();
      });
      for (const { person, atSeconds } of arrivals(seed, people, faults.profile.apartSeconds)) {
        ringing += 1;
        time.after(atSeconds, () => ring(person, true));
        if (faults.chance(`household ${person.id}`) >= faults.profile.householdShare) continue;
        ringing += 1;
        time.after(atSeconds + faults.chance(`household ${person.id} rings`), () => ring(person, false, true));
      }
      if (faults.chance('replay') < faults.profile.replayRate) {
        time.after(3600 * (16.5 + 2 * faults.chance('replay at')), () => bus.replay());
      }
      time.after(faultHours * 3600, () => faults.stop());
      const quiet = (): boolean =>
        ringing === 0 && connect.idle() && !stillOpen() && bus.onTheirWay().soon + bus.onTheirWay().dayLate === 0;
      await time.run(addSeconds(start, seconds(leastHours * 3600)));
      while (time.now() < horizon && !quiet()) await time.run(addSeconds(time.now(), seconds(600)));
      // For what the sweep still has to put right.
      await time.run(addSeconds(time.now(), seconds(2000)));
    },
  };
}

export type SimulatedCenter = ReturnType<typeof simulatedCenter>;
