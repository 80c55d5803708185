import { customersUnder } from '../../adapters/keys/customers.ts';
import { memoryLog, memoryMetrics } from '../../adapters/memory/world.ts';
import type { Clock, DueCallbacks } from '../../core/ports.ts';
import { type RuntimeSettings, runtimeSettings } from '../../core/settings/runtime.ts';
import { settingsSchema } from '../../core/settings/schema.ts';
import { isOpenAt } from '../../core/time/hours.ts';
import { addSeconds, type Instant, seconds } from '../../core/time/units.ts';
import { makeBindCallback } from '../../lambdas/bind-callback/bind-callback.ts';
import { request as dialRequest } from '../../lambdas/dial-callback/contract.ts';
import { makeDialCallback } from '../../lambdas/dial-callback/dial-callback.ts';
import { fromBatches, fromQueue } from '../../lambdas/edge/batch.ts';
import { ledgerRulesOf } from '../../lambdas/ledger-rules.ts';
import { safeAnswer as safeQuote } from '../../lambdas/quote-wait/contract.ts';
import { makeQuoteWait } from '../../lambdas/quote-wait/quote-wait.ts';
import { makeRollUp } from '../../lambdas/roll-up/roll-up.ts';
import { makeSweep } from '../../lambdas/sweep/sweep.ts';
import { safeAnswer as safeTake } from '../../lambdas/take-offer/contract.ts';
import { makeTakeOffer } from '../../lambdas/take-offer/take-offer.ts';
import { request as trackRequest } from '../../lambdas/track-contact/contract.ts';
import { makeTrackContact } from '../../lambdas/track-contact/track-contact.ts';
import { callers } from './callers.ts';
import { type SimulatedConnect, simulatedConnect } from './connect.ts';
import type { Faults } from './faults.ts';
import { hosted } from './function.ts';
import { callbacksOver, laggingRows } from './laggingRows.ts';
import { arrivals, type Person, start } from './people.ts';
import { workQueue } from './queue.ts';
import { traceOf } from './trace.ts';
import { virtualTime } from './virtualTime.ts';

export const instanceArn = 'arn:aws:connect:us-east-1:123456789012:instance/i-1';
const queueArn = `${instanceArn}/queue/q-service`;
export const ownNumber = '+12125550100';

const week = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

export const simulatedSettings = (attempts: number, allowedHours: string): RuntimeSettings =>
  runtimeSettings(
    settingsSchema.parse({
      center: { name: 'Acme', timeZone: 'America/New_York', connect: { create: { alias: 'acme' } } },
      hours: { day: { week: Object.fromEntries(week.map((day) => [day, ['07:00-19:00']])) } },
      queues: {
        service: {
          description: 'Service',
          channels: ['voice'],
          hours: 'day',
          expectation: { voice: { waitSeconds: 60 } },
        },
      },
      phoneNumbers: { main: { country: 'US', type: 'DID', number: ownNumber, queues: ['service'] } },
      callbacks: { attempts, allowedHours },
    }),
  );

export interface CenterTerms {
  seed: number;
  faults: Faults;
  /** How many people ring. */
  people: number;
  /** Hours from the start after which nothing goes wrong any more. */
  faultHours: number;
}

/** Latest end of a run: late in the afternoon of the second day, hours after the last promise has lapsed. */
export const horizon: Instant = addSeconds(start, seconds(27 * 3600));

/** The whole center of one seed: the functions as deployed, over a table, queues, Connect and people that are simulated. */
export function simulatedCenter({ seed, faults, people, faultHours }: CenterTerms) {
  const time = virtualTime(start);
  const trace = traceOf(time);
  // In every third seed telephones may ring until 15:00 only, which comes while callbacks are being made.
  const settings = simulatedSettings([3, 3, 2, 1][seed % 4] ?? 3, seed % 3 === 0 ? '08:00-15:00' : '08:00-21:00');
  const serviceHours = settings.hours.day;
  if (!serviceHours) throw new Error('the simulated settings name their hours "day"');
  const openAt = (at: Instant): boolean => isOpenAt(serviceHours, serviceHours.timeZone, at);
  const rows = laggingRows(time, faults, trace);
  const metrics = memoryMetrics();
  const log = memoryLog();
  const customers = customersUnder(
    async () => '{"current":"k1","k1":"a secret of the simulation, long enough to be one"}',
  );
  const hosting = { time, faults, trace };
  const refused: string[] = [];

  const connect: SimulatedConnect = simulatedConnect({
    ...hosting,
    instanceArn,
    queueArn,
    agents: 2,
    openAt,
    handleSeconds: (contactId) => 60 + 360 * faults.chance(`handle ${contactId}`),
    tokenReading: seed % 2 === 0 ? 'same-contact' : 'new-contact-after-end',
    publish: (contactId, detail) => deliver(contactId, detail),
    onAnsweredLeg: (leg) => void walk.onAnsweredLeg(leg),
    ringSeconds: settings.callbacks.ringSeconds,
  });

  const dueCallbacks: DueCallbacks = {
    async send(due) {
      for (const [index, one] of due.entries()) {
        dials.send(JSON.stringify(one), Math.floor(index / settings.callbacks.dialsPerSecond));
      }
    },
  };
  const parts = {
    settings,
    metrics,
    log,
    instanceArn,
    flowId: 'callback-outbound',
    rules: ledgerRulesOf(settings),
    contacts: rows.contacts,
    rows: rows.contacts,
    slots: rows.slots,
    history: rows.history,
    centerRows: rows.centerRows,
    center: connect,
    customers,
    dueCallbacks,
  };
  type Ports = typeof parts & { clock: Clock };
  const over =
    <Made>(make: (world: Ports & { callbacks: ReturnType<typeof callbacksOver> }) => Made) =>
    (ports: Ports): Made =>
      make({ ...ports, callbacks: callbacksOver(ports.slots, ports.history) });

  // Timeouts and deadlines as lib and lambdas/edge set them.
  const flow = <Answer>(answer: Answer | undefined) => ({ timeoutSeconds: 4, deadline: { seconds: 1.7, answer } });
  const functions = {
    quoteWait: hosted(hosting, { name: 'quote-wait', ports: parts, ...flow(safeQuote), make: over(makeQuoteWait) }),
    takeOffer: hosted(hosting, { name: 'take-offer', ports: parts, ...flow(safeTake), make: over(makeTakeOffer) }),
    bindCallback: hosted(hosting, {
      name: 'bind-callback',
      ports: parts,
      ...flow(undefined),
      make: over(makeBindCallback),
    }),
    sweep: hosted(hosting, {
      name: 'sweep',
      ports: parts,
      timeoutSeconds: 50,
      make: over((world) => (_: null) => makeSweep(world)()),
    }),
    rollUp: hosted(hosting, {
      name: 'roll-up',
      ports: parts,
      timeoutSeconds: 120,
      make: over((world) => (_: null) => makeRollUp(world)()),
    }),
    trackContact: hosted(hosting, {
      name: 'track-contact',
      ports: parts,
      timeoutSeconds: 20,
      make: over((world) => messages(fromBatches({ ...world, message: trackRequest, run: makeTrackContact(world) }))),
    }),
    dialCallback: hosted(hosting, {
      name: 'dial-callback',
      ports: parts,
      timeoutSeconds: 15,
      make: over((world) => messages(fromQueue({ ...world, message: dialRequest, run: makeDialCallback(world) }))),
    }),
  };

  const events = workQueue(time, faults, {
    name: 'ContactEvents',
    visibilitySeconds: 120,
    attempts: 5,
    concurrency: 4,
    work: (body) => functions.trackContact.invoke(body),
  });
  const dials = workQueue(time, faults, {
    name: 'DueCallbacks',
    visibilitySeconds: 90,
    attempts: 5,
    concurrency: 2,
    work: (body) => functions.dialCallback.invoke(body),
  });

  let told = 0;
  function deliver(contactId: string, detail: Record<string, unknown>): void {
    told += 1;
    const name = `${contactId} ${String(detail.eventType)} ${told}`;
    if (faults.happens('event-lost', name)) {
      trace.note(`${contactId} ${String(detail.eventType)} is lost`);
      return;
    }
    const message = { source: 'aws.connect', 'detail-type': 'Amazon Connect Contact Event', detail };
    const late = faults.happens('event-late', name) ? 900 : 3 * faults.chance(`delivery ${name}`);
    events.send(JSON.stringify(message), late);
  }

  const walk = callers({ ...hosting, connect: () => connect, openAt, functions, refused });

  function every(periodSeconds: number, run: () => void): void {
    run();
    time.after(periodSeconds, () => every(periodSeconds, run));
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
    endings: walk.endings,
    queues: { events, dials },
    async run(): Promise<void> {
      await rows.centerRows.putDirectory({
        schemaVersion: 1,
        instanceArn,
        queues: { service: queueArn },
        flows: { callbackOutbound: 'arn/flow' },
      });
      every(60, () => void functions.sweep.invoke(null));
      every(900, () => void functions.rollUp.invoke(null));
      // Nobody can read it; it must end among the dead letters and hold up nobody.
      events.send('{"poison":true}');
      every(1800, () => {
        events.redrive();
        dials.redrive();
      });
      let ringing = 0;
      for (const { person, atSeconds } of arrivals(seed, people)) {
        ringing += 1;
        time.after(atSeconds, () => void walk.ring(person).finally(() => again(person)));
      }
      const again = (person: Person): void => {
        if (person.chance.uniform() >= 0.35) {
          ringing -= 1;
          return;
        }
        time.after(60 + person.chance.exponential(1200), () => {
          void walk.ring(person).finally(() => {
            ringing -= 1;
          });
        });
      };
      const faultsEnd = addSeconds(start, seconds(faultHours * 3600));
      time.after(faultHours * 3600, () => faults.stop());
      const quiet = (): boolean =>
        ringing === 0 && connect.idle() && rows.all().callbacks.every((row) => row.dueKey === undefined);
      await time.run(faultsEnd);
      while (time.now() < horizon && !quiet()) await time.run(addSeconds(time.now(), seconds(600)));
      // For what the sweep still has to put right.
      await time.run(addSeconds(time.now(), seconds(2000)));
    },
  };
}

export type SimulatedCenter = ReturnType<typeof simulatedCenter>;

/** A message is done, or it is given back. */
function messages(handler: ReturnType<typeof fromQueue>): (body: string) => Promise<void> {
  return async (body) => {
    const event = { Records: [{ messageId: 'm', body }] } as unknown as Parameters<typeof handler>[0];
    const { batchItemFailures } = (await handler(event, {} as Parameters<typeof handler>[1])) ?? {};
    if (batchItemFailures?.length) throw new Error('message failed');
  };
}
