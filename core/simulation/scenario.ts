import * as z from 'zod';
import { advise, object, oneOf, share, text, whole } from '../settings/fields.ts';
import { problemsOf, SettingsError } from '../settings/settingsError.ts';
import { scenarioContradictions } from './scenarioContradictions.ts';

/*
 * SCENARIO.json: a what-if for the twin. Queues with arrivals, handle time, patience, agents and offers; profiles for
 * agents who serve several of them, with further channels or after a delay.
 */

const numberFrom = (least: number, noun: string, exclusive = false) => {
  const params = advise(`${noun} ${exclusive ? 'above' : 'from'} ${least}`);
  return exclusive ? z.number(params).gt(least, params) : z.number(params).min(least, params);
};
const positive = (noun: string) => numberFrom(0, noun, true);
const notNegative = (noun: string) => numberFrom(0, noun);
const cv = advise('a cv (standard deviation / mean) from 0 to 20');
const cvAbove1 = advise('a cv above 1, at most 20');

/** A number, or steps [fromSecond, number], each holding until the next. */
function steps<Value extends z.ZodType<number>>(value: Value, noun: string) {
  const params = advise(`${noun} as a list of [fromSecond, number]`);
  return z.array(z.tuple([notNegative('seconds'), value], params), params).min(1, params);
}

const lawKinds = '"exponential", "lognormal", "deterministic", "erlang", "hyperexponential" or "empirical"';
const seconds = positive('seconds');
const timeLaw = z.discriminatedUnion(
  'kind',
  [
    object({ kind: z.literal('exponential'), meanSeconds: seconds, cv: z.literal(1, advise('1')).optional() }),
    object({ kind: z.literal('lognormal'), meanSeconds: seconds, cv: z.number(cv).min(0, cv).max(20, cv).default(1) }),
    object({ kind: z.literal('deterministic'), meanSeconds: seconds, cv: z.literal(0, advise('0')).optional() }),
    object({ kind: z.literal('erlang'), meanSeconds: seconds, stages: whole('stages', 1, 1000) }),
    object({
      kind: z.literal('hyperexponential'),
      meanSeconds: seconds,
      cv: z.number(cvAbove1).gt(1, cvAbove1).max(20, cvAbove1).default(2),
    }),
    object({ kind: z.literal('empirical'), seconds: z.array(seconds, advise('a list of seconds')).min(1) }),
  ],
  advise(`a law of kind ${lawKinds}`),
);

const arrivals = z.discriminatedUnion(
  'kind',
  [
    object({ kind: z.literal('poisson'), perHour: positive('contacts per hour') }),
    object({ kind: z.literal('steps'), perHour: steps(notNegative('contacts per hour'), 'contacts per hour') }),
    object({
      kind: z.literal('replay'),
      atSeconds: z.array(notNegative('seconds'), advise('a list of seconds from the start')).min(1),
    }),
  ],
  advise('arrivals of kind "poisson", "steps" or "replay"'),
);

const agents = z.union(
  [whole('agents', 0, 100_000), steps(whole('agents', 0, 100_000), 'agents')],
  advise('a whole number of agents, or a list of [fromSecond, agents]'),
);

const reservedAgents = whole('agents', 0, 100_000).default(0);
const callbackTime = z.discriminatedUnion(
  'kind',
  [
    object({ kind: z.literal('keeps-place') }),
    object({ kind: z.literal('within'), withinSeconds: positive('seconds'), reservedAgents }),
    object({
      kind: z.literal('windows'),
      lengthSeconds: positive('seconds'),
      capacity: z.union(
        [whole('callbacks', 0, 1_000_000), steps(whole('callbacks', 0, 1_000_000), 'callbacks')],
        advise('a whole number of callbacks, or a list of [fromSecond, callbacks]'),
      ),
      aheadSeconds: positive('seconds'),
      reservedAgents,
    }),
  ],
  advise('a callback of kind "keeps-place", "within" or "windows"'),
);

const policy = object({
  /** Offered when the wait is longer than this with more than `1 − confidence` probability. */
  offerBeyondSeconds: notNegative('seconds'),
  confidence: share(0.01, 0.999).default(0.5),
  promiseKeptShare: share(0.5, 0.99).default(0.8),
  askAgainSeconds: positive('seconds').optional(),
  acceptedShare: share(0, 1),
  callback: callbackTime.default({ kind: 'keeps-place' }),
  unansweredShare: share(0, 1).default(0.07),
  lostSeconds: notNegative('seconds').default(30),
  attempts: whole('attempts', 1, 5).default(3),
  retrySeconds: notNegative('seconds').default(900),
  /** Another queue, commonly of another channel, that some choose instead. */
  move: object({ queue: text(1, 100), acceptedShare: share(0, 1) }).optional(),
});

const queue = object({
  name: text(1, 100),
  channel: oneOf(['voice', 'chat']).default('voice'),
  arrivals,
  service: timeLaw,
  patience: timeLaw.nullable(),
  /** Agents of this queue alone. */
  agents: agents.optional(),
  /** The threshold of the service level that is reported. */
  thresholdSeconds: positive('seconds').default(20),
  priorities: z
    .array(
      object({ priority: whole('a priority', 1, 10), share: share(0, 1) }),
      advise('a list of { priority, share }'),
    )
    .optional(),
  mostWaiting: whole('contacts', 0, 1_000_000).optional(),
  retrials: object({ share: share(0, 1), afterSeconds: timeLaw, most: whole('tries', 1, 100).default(3) }).optional(),
  policy: policy.optional(),
});

const profile = object({
  name: text(1, 100),
  agents,
  queues: z
    .array(
      object({
        queue: text(1, 100),
        priority: whole('a priority', 1, 99).default(1),
        delaySeconds: notNegative('seconds').default(0),
      }),
      advise('a list of { queue, priority, delaySeconds }'),
    )
    .min(1, advise('at least one queue')),
  /** Contacts at a time. */
  voice: whole('contacts', 0, 1).default(1),
  chat: whole('contacts', 0, 10).default(1),
  /** Channels during which contacts of the other channel may come as well. */
  whileOn: z.array(oneOf(['voice', 'chat']), advise('a list of "voice" and "chat"')).default([]),
  /** How fast each contact goes on with 1, 2, … in hand. */
  paces: z.array(positive('a pace'), advise('a list of paces, the first for one contact in hand')).min(1).optional(),
});

export const scenarioSchema = object({
  seed: whole('a seed', 0, 2 ** 31).default(1),
  replications: whole('replications', 2, 1000).default(10),
  horizonSeconds: positive('seconds').max(366 * 86_400, advise('seconds up to a year, 31622400')),
  warmupSeconds: notNegative('seconds').default(0),
  queues: z.array(queue, advise('a list of queues')).min(1, advise('at least one queue')),
  profiles: z.array(profile, advise('a list of profiles')).default([]),
});

export type Scenario = z.output<typeof scenarioSchema>;
export type ScenarioQueue = Scenario['queues'][number];

/** Throws SettingsError with every mistake, naming path, value and what was expected; `file` names the source. */
export function parseScenario(json: unknown, file: string): Scenario {
  const parsed = scenarioSchema.safeParse(json);
  if (!parsed.success) throw new SettingsError(file, problemsOf(parsed.error.issues, json));
  const problems = scenarioContradictions(parsed.data);
  if (problems.length > 0) throw new SettingsError(file, problems);
  return parsed.data;
}
