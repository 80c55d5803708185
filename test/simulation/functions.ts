import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Clock } from '../../core/ports.ts';
import type { Instant } from '../../core/time/units.ts';
import * as current from './code.ts';
import { type Answered, type HostedFunction, type Hosting, hosted } from './function.ts';
import { callbacksOver, type LaggingRows } from './laggingRows.ts';
import * as earlier from './versions/earlier.generated.js';
import type { Version } from './versions/schedule.ts';

type Code = typeof current;
export type RawSettings = Parameters<Code['settingsSchema']['parse']>[0];

const codeOf: Record<Version, Code> = { current, earlier };

/** The settings as a version of the code reads them. */
export const settingsUnder = (version: Version, raw: RawSettings) =>
  codeOf[version].runtimeSettings(codeOf[version].settingsSchema.parse(raw));

export interface FunctionsTerms<Ports> {
  hosting: Hosting;
  raw: RawSettings;
  rows: LaggingRows;
  /** Everything else the functions' worlds hold. */
  ports: Ports;
  versionsAt: (at: Instant) => readonly Version[];
}

/** All functions as deployed, in both versions; which of them answers is up to the deployments of the run. */
export function functionsOf<Ports extends object>({ hosting, raw, rows, ports, versionsAt }: FunctionsTerms<Ports>) {
  const { contacts, slots, history, centerRows } = rows;
  const parts = { ...ports, contacts, rows: contacts, slots, history, centerRows };
  // A version that is never deployed need not be able to read the settings.
  const known = new Map<Version, { settings: ReturnType<typeof settingsUnder>; rules: unknown }>();
  const readBy = (version: Version) => {
    const settings = known.get(version)?.settings ?? settingsUnder(version, raw);
    const read = known.get(version) ?? { settings, rules: codeOf[version].ledgerRulesOf(settings) };
    known.set(version, read);
    return read;
  };
  const both = <Run>(make: (code: Code['functions'], world: current.World) => Run) => {
    const of = (version: Version) => (given: typeof parts & { clock: Clock }) => {
      const callbacks = callbacksOver(given.slots, given.history);
      // The version before asked for those due within sixty days.
      const due = (_until: Instant, limit: number) => callbacks.open(limit);
      const world = { ...given, ...readBy(version), callbacks: { ...callbacks, due } } as unknown as current.World;
      return make(codeOf[version].functions, world);
    };
    return { current: of('current'), earlier: of('earlier') };
  };

  const common = { ports: parts, versionsAt };
  // Timeouts and deadlines as lib and lambdas/edge set them.
  const flow = <Answer>(answer: Answer | undefined) => ({
    ...common,
    timeoutSeconds: 4,
    deadline: { seconds: 1.7, answer },
  });
  const { quoteWait, takeOffer } = current.safeAnswers;
  return {
    quoteWait: hosted(hosting, {
      ...flow(quoteWait),
      name: 'quote-wait',
      make: both((code, world) => code.quoteWait(world)),
    }),
    takeOffer: hosted(hosting, {
      ...flow(takeOffer),
      name: 'take-offer',
      make: both((code, world) => code.takeOffer(world)),
    }),
    bindCallback: hosted(hosting, {
      ...flow(undefined),
      name: 'bind-callback',
      make: both((code, world) => code.bindCallback(world)),
    }),
    sweep: hosted(hosting, {
      ...common,
      name: 'sweep',
      timeoutSeconds: 50,
      make: both((code, world) => {
        const sweep = code.sweep(world);
        return (_: null) => sweep();
      }),
    }),
    rollUp: hosted(hosting, {
      ...common,
      name: 'roll-up',
      timeoutSeconds: 120,
      make: both((code, world) => {
        const rollUp = code.rollUp(world);
        return (_: null) => rollUp();
      }),
    }),
    trackContact: hosted(hosting, {
      ...common,
      name: 'track-contact',
      timeoutSeconds: 20,
      make: both((code, world) => batches(code.trackContact(world))),
    }),
    dialCallback: hosted(hosting, {
      ...common,
      name: 'dial-callback',
      timeoutSeconds: 15,
      make: both((code, world) => batches(code.dialCallback(world))),
    }),
  };
}

/** Gives which messages of a batch, by their place in it, are given back. */
function batches(
  handler: (event: SQSEvent, context: never) => Promise<SQSBatchResponse | undefined> | undefined,
): (bodies: readonly string[]) => Promise<number[]> {
  return async (bodies) => {
    const Records = bodies.map((body, index) => ({ messageId: String(index), body }));
    const answer = await handler({ Records } as unknown as SQSEvent, {} as never);
    return (answer?.batchItemFailures ?? []).map(({ itemIdentifier }) => Number(itemIdentifier));
  };
}

/** As SQS drives a function: those messages return that it names, or all when it fails. */
export const batchWork =
  (to: HostedFunction<readonly string[], number[]>) =>
  async (bodies: readonly string[]): Promise<readonly number[]> => {
    const answer: Answered<number[]> = await to.invoke(bodies);
    return answer.kind === 'answer' ? answer.payload : bodies.map((_, index) => index);
  };
