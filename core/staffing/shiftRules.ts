import * as z from 'zod';
import { days, timeRange } from '../settings/days.ts';
import { advise, listOf, nameOf, object, oneOf, text, whole, wholeMinutes } from '../settings/fields.ts';
import { problemsOf, SettingsError, type SettingsProblem } from '../settings/settingsError.ts';

/*
 * SHIFTS.json: what shifts there may be, who works them, and what lacking, idle and paid hours cost. From these and a
 * forecast a roster is proposed.
 */

const cost = (fallback: number) => {
  const params = advise('a cost from 0 to 1000000');
  return z.number(params).min(0, params).max(1e6, params).default(fallback);
};

const breakSchema = object({
  minutes: wholeMinutes(5, 240).describe('How long.'),
  /** Minutes after the shift's start at which it begins. */
  after: wholeMinutes(0, 1440).describe('Begins so many minutes after the start of the shift at the earliest.'),
  until: wholeMinutes(0, 1440).describe('Begins so many minutes after the start of the shift at the latest.'),
  paid: z.boolean(advise('true or false')).default(false),
});

const clock = '([01]\\d|2[0-3]):[0-5]\\d';
const startsParams = advise('local times at which it may start, such as "07:00-15:00", both included, or one: "08:00"');
const starts = z
  .string(startsParams)
  .regex(new RegExp(`^${clock}(-${clock})?$`), startsParams)
  .refine((range) => range.slice(0, 5) <= range.slice(-5), startsParams);

const shapeSchema = object({
  name: text(1, 60),
  minutes: wholeMinutes(30, 1440).describe('From start to end, breaks included.'),
  starts: starts.describe('Local times at which it may start, the last included.'),
  everyMinutes: wholeMinutes(5, 1440).default(30),
  days: listOf('weekdays', oneOf(days), 1).default([...days]),
  breaks: z.array(breakSchema, advise('a list of breaks')).default([]),
  /** Agents of all crews on one start, at most. */
  most: whole('agents', 0, 10_000).optional(),
});

const crewSchema = object({
  name: text(1, 60),
  agents: whole('agents', 1, 10_000),
  queues: listOf('queue names', nameOf('a queue name'), 1),
  /** Between the end of a shift and the next start. */
  restMinutes: wholeMinutes(0, 2880).default(660),
  /** Shifts of each agent over the days of the forecast. */
  leastShifts: whole('shifts', 0, 31).default(0),
  mostShifts: whole('shifts', 1, 31).optional(),
  /** Names of shapes this crew may work. Left out: all. */
  shapes: listOf('names of shapes', text(1, 60), 1).optional(),
});

const costsSchema = object({
  paidHour: cost(1),
  lackingHour: cost(6),
  idleHour: cost(0.2),
  reserveHour: cost(3),
});

const exceptionSchema = object({
  between: timeRange,
  days: listOf('weekdays', oneOf(days), 1).default([...days]),
  queues: listOf('queue names', nameOf('a queue name'), 1).optional(),
  lackingHour: cost(6).optional(),
  idleHour: cost(0.2).optional(),
});

export const shiftRulesSchema = object({
  shapes: z.array(shapeSchema, advise('a list of shapes')).min(1, advise('at least one shape of a shift')),
  crews: z.array(crewSchema, advise('a list of crews')).min(1, advise('at least one crew')),
  /** Agents of other work who can be called: they cost by the hour helped. */
  reserve: z
    .array(
      object({
        name: text(1, 60),
        agents: whole('agents', 1, 10_000),
        queues: listOf('queue names', nameOf('a queue name'), 1),
      }),
      advise('a list of { name, agents, queues }'),
    )
    .default([]),
  /** So many serve a queue whenever it is open, whatever its forecast. */
  leastAgents: z
    .array(object({ queue: nameOf('a queue name'), agents: whole('agents', 1, 10_000) }), advise('a list'))
    .default([]),
  costs: costsSchema.prefault({}),
  /** Hours in which lacking or idle agents cost more or less. Of several that apply the last counts. */
  costsBetween: z.array(exceptionSchema, advise('a list of { between, lackingHour, idleHour }')).default([]),
});

export type ShiftRules = z.output<typeof shiftRulesSchema>;
export type ShiftShape = ShiftRules['shapes'][number];
export type Crew = ShiftRules['crews'][number];

/**
 * Throws SettingsError with every mistake, naming path, value and what was expected. `file` names the source, `queues`
 * are those of the settings, `intervalMinutes` is the forecast's.
 */
export function parseShiftRules(
  json: unknown,
  file: string,
  { queues, intervalMinutes }: { readonly queues: readonly string[]; readonly intervalMinutes: number },
): ShiftRules {
  const parsed = shiftRulesSchema.safeParse(json);
  if (!parsed.success) throw new SettingsError(file, problemsOf(parsed.error.issues, json));
  const problems = [
    ...unknownQueues(parsed.data, queues),
    ...crewContradictions(parsed.data),
    ...parsed.data.shapes.flatMap((shape, index) => shapeContradictions(shape, `shapes[${index}]`, intervalMinutes)),
  ];
  if (problems.length > 0) throw new SettingsError(file, problems);
  return parsed.data;
}

function unknownQueues(rules: ShiftRules, known: readonly string[]): SettingsProblem[] {
  const named = [
    ...rules.crews.flatMap(({ queues }, at) => queues.map((queue, index) => [`crews[${at}].queues[${index}]`, queue])),
    ...rules.reserve.flatMap(({ queues }, at) =>
      queues.map((queue, index) => [`reserve[${at}].queues[${index}]`, queue]),
    ),
    ...rules.leastAgents.map(({ queue }, index) => [`leastAgents[${index}].queue`, queue]),
  ];
  return named.flatMap(([path = '', queue = '']) =>
    known.includes(queue) ? [] : [{ path, value: queue, expected: `a queue of the settings: ${known.join(', ')}` }],
  );
}

function crewContradictions({ crews, shapes }: ShiftRules): SettingsProblem[] {
  return crews.flatMap((crew, index) => {
    const path = `crews[${index}]`;
    const problems: SettingsProblem[] = [];
    if (crews.findIndex(({ name }) => name === crew.name) !== index)
      problems.push({ path: `${path}.name`, value: crew.name, expected: 'a name of its own' });
    for (const [at, name] of (crew.shapes ?? []).entries())
      if (!shapes.some((shape) => shape.name === name))
        problems.push({ path: `${path}.shapes[${at}]`, value: name, expected: `one of ${namesOf(shapes)}` });
    if (crew.mostShifts !== undefined && crew.mostShifts < crew.leastShifts)
      problems.push({
        path: `${path}.mostShifts`,
        value: crew.mostShifts,
        expected: `no fewer than leastShifts (${crew.leastShifts})`,
        write: String(crew.leastShifts),
      });
    return problems;
  });
}

const namesOf = (shapes: readonly ShiftShape[]): string => shapes.map(({ name }) => `"${name}"`).join(', ');

function shapeContradictions(shape: ShiftShape, path: string, intervalMinutes: number): SettingsProblem[] {
  const problems: SettingsProblem[] = [];
  for (const field of ['minutes', 'everyMinutes'] as const)
    if (shape[field] % intervalMinutes !== 0)
      problems.push({
        path: `${path}.${field}`,
        value: shape[field],
        expected: `whole intervals of the forecast (${intervalMinutes} minutes)`,
        write: String(Math.max(1, Math.round(shape[field] / intervalMinutes)) * intervalMinutes),
      });
  let free = 0;
  for (const [index, { minutes, after, until }] of shape.breaks.entries()) {
    const at = `${path}.breaks[${index}]`;
    if (until < after)
      problems.push({ path: `${at}.until`, value: until, expected: `no earlier than after (${after})` });
    if (after < free)
      problems.push({ path: `${at}.after`, value: after, expected: `after the break before is over (${free})` });
    if (until + minutes > shape.minutes)
      problems.push({ path: `${at}.until`, value: until, expected: `within the shift (${shape.minutes} minutes)` });
    free = until + minutes;
  }
  return problems;
}
