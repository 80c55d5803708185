import { CsvError, parse } from 'csv-parse/sync';
import type { LiveChannel } from '../../core/contacts/channel.ts';
import { type Instant, parseInstant, type Seconds, secondsBetween } from '../../core/time/units.ts';

/** How a recorded contact ended, as CALLS.csv says it. `other` never asked for an agent, or nobody knows. */
export type RecordedOutcome = 'answered' | 'abandoned' | 'callback' | 'other';

/** One contact of a real day. An instant is undefined where that did not happen. */
export interface RecordedContact {
  readonly contactId: string;
  readonly queue: string;
  readonly channel: LiveChannel;
  readonly arrivedAt: Instant;
  /** Offset of arrivedAt from UTC as written, in minutes; undefined when it was written in UTC itself (Z). */
  readonly utcOffsetMinutes: number | undefined;
  readonly queuedAt: Instant | undefined;
  readonly answeredAt: Instant | undefined;
  readonly endedAt: Instant | undefined;
  readonly outcome: RecordedOutcome;
  readonly agentId: string | undefined;
  /** 1 is served first; undefined where the log does not say. */
  readonly priority?: number | undefined;
  /** Connect's own estimate when it joined the queue; undefined where the log does not say. */
  readonly ewtSeconds?: number | undefined;
}

/** A contact log that cannot be read. Every mistake is listed, each with its line and column. */
export class CallLogError extends Error {
  readonly mistakes: readonly string[];

  constructor(path: string, mistakes: readonly string[]) {
    const shown = mistakes.slice(0, 10);
    const more = mistakes.length > shown.length ? [`and ${mistakes.length - shown.length} more`] : [];
    super([`${path} is not a contact log:`, ...shown.map((mistake) => `  ${mistake}`), ...more].join('\n'));
    this.name = 'CallLogError';
    this.mistakes = mistakes;
  }
}

export const callLogColumns = [
  'contactId',
  'queue',
  'channel',
  'arrivedAt',
  'queuedAt',
  'answeredAt',
  'endedAt',
  'outcome',
  'agentId',
] as const;

/** Columns that may be missing. */
export const furtherColumns = ['priority', 'ewtSeconds'] as const;

type Column = (typeof callLogColumns)[number] | (typeof furtherColumns)[number];
type Row = Partial<Record<Column, string>>;

const outcomes: readonly string[] = ['answered', 'abandoned', 'callback', 'other'] satisfies RecordedOutcome[];
const instantPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * The contacts of a CALLS.csv in order of arrival. Columns may stand in any order; unknown ones are ignored.
 *
 * Throws CallLogError when a column is missing, a value is not what its column holds, an id comes twice,
 * or a contact was answered before it arrived.
 */
export function parseCallLog(text: string, path: string): RecordedContact[] {
  const rows = readRows(text, path);
  const mistakes: string[] = [];
  const firstLineOf = new Map<string, number>();
  const contacts: RecordedContact[] = [];
  for (const { row, line } of rows) {
    const contact = readContact(row, (column, problem) => mistakes.push(`line ${line}, ${column}: ${problem}`));
    if (contact === undefined) continue;
    const earlier = firstLineOf.get(contact.contactId);
    if (earlier !== undefined)
      mistakes.push(
        `line ${line}, contactId: "${contact.contactId}" stands on line ${earlier} already. Ids must differ.`,
      );
    firstLineOf.set(contact.contactId, line);
    contacts.push(contact);
  }
  if (mistakes.length > 0) throw new CallLogError(path, mistakes);
  if (contacts.length === 0) throw new CallLogError(path, ['line 2: expected at least one contact, got none.']);
  return contacts.sort((a, b) => a.arrivedAt - b.arrivedAt);
}

function readRows(text: string, path: string): { row: Row; line: number }[] {
  try {
    const records = parse(text, { columns: true, bom: true, info: true, skip_empty_lines: true, trim: true });
    const read = records as unknown as { record: Row; info: { lines: number } }[];
    const head = read[0]?.record ?? headOf(text);
    const missing = callLogColumns.filter((column) => column !== 'agentId' && !(column in head));
    if (missing.length > 0)
      throw new CallLogError(
        path,
        missing.map(
          (column) => `line 1: expected a column ${column}. Add it; leave a cell empty where it did not happen.`,
        ),
      );
    return read.map(({ record, info }) => ({ row: record, line: info.lines }));
  } catch (error) {
    if (error instanceof CsvError) throw new CallLogError(path, [error.message]);
    throw error;
  }
}

/** The column names alone: a log of no contacts still says what it has. */
function headOf(text: string): Row {
  const names = (text.replace(/^\uFEFF/, '').split(/\r?\n/)[0] ?? '').split(',').map((name) => name.trim());
  return Object.fromEntries(names.map((name) => [name, '']));
}

function readContact(row: Row, mistake: (column: Column, problem: string) => void): RecordedContact | undefined {
  let sound = true;
  const wrong = (column: Column, problem: string): undefined => {
    sound = false;
    mistake(column, problem);
    return undefined;
  };
  const text = (column: Column): string => row[column] || (wrong(column, 'expected a text, got nothing.') ?? '');
  const when = (column: Column): Instant | undefined => {
    const value = row[column];
    if (!value) return undefined;
    const at = instantPattern.test(value) ? parseInstant(value) : undefined;
    return (
      at ?? wrong(column, `expected an ISO 8601 time with offset, got "${value}". Write 2026-03-02T09:15:00+01:00.`)
    );
  };
  const contactId = text('contactId');
  const queue = text('queue');
  const channel = row.channel;
  if (channel !== 'voice' && channel !== 'chat') wrong('channel', `expected voice or chat, got "${channel ?? ''}".`);
  const outcome = row.outcome ?? '';
  if (!outcomes.includes(outcome)) wrong('outcome', `expected one of ${outcomes.join(', ')}, got "${outcome}".`);
  const arrivedAt = row.arrivedAt
    ? when('arrivedAt')
    : wrong('arrivedAt', 'expected the time of arrival, got nothing.');
  const count = (column: Column, least: number, most: number, example: number): number | undefined => {
    const value = row[column];
    if (!value) return undefined;
    const read = Number(value);
    if (read >= least && read <= most) return read;
    return wrong(column, `expected a number from ${least} to ${most}, got "${value}". Write ${example}.`);
  };
  const queuedAt = when('queuedAt');
  const answeredAt = when('answeredAt');
  const endedAt = when('endedAt');
  if (outcome === 'answered' && !row.answeredAt)
    wrong('answeredAt', 'expected a time, because the outcome is answered.');
  if (outcome === 'abandoned' && !row.queuedAt) wrong('queuedAt', 'expected a time, because the outcome is abandoned.');
  if (outcome === 'abandoned' && !row.endedAt) wrong('endedAt', 'expected a time, because the outcome is abandoned.');
  const priority = count('priority', 1, 9_223_372, 5);
  const ewtSeconds = count('ewtSeconds', 0, 604_800, 90);
  const order: [Column, Instant | undefined][] = [
    ['arrivedAt', arrivedAt],
    ['queuedAt', queuedAt],
    ['answeredAt', answeredAt],
    ['endedAt', endedAt],
  ];
  const known = order.filter((step): step is [Column, Instant] => step[1] !== undefined);
  known.forEach(([column, at], position) => {
    const before = known[position - 1];
    if (before && at < before[1])
      wrong(column, `expected no earlier than ${before[0]}, which is ${row[before[0]]}, got ${row[column]}.`);
  });
  if (!sound || arrivedAt === undefined) return undefined;
  return {
    contactId,
    queue,
    channel: channel as RecordedContact['channel'],
    arrivedAt,
    utcOffsetMinutes: offsetMinutesOf(row.arrivedAt ?? ''),
    queuedAt,
    answeredAt,
    endedAt,
    outcome: outcome as RecordedOutcome,
    agentId: row.agentId || undefined,
    priority,
    ewtSeconds,
  };
}

function offsetMinutesOf(iso: string): number | undefined {
  const [, sign, hours, minutes] = /([+-])(\d{2}):(\d{2})$/.exec(iso) ?? [];
  return sign === undefined ? undefined : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** How long the contact stood in the queue; undefined when it never did. */
export function waitOf(contact: RecordedContact): Seconds | undefined {
  const until = contact.answeredAt ?? contact.endedAt;
  if (contact.queuedAt !== undefined && until !== undefined) return secondsBetween(contact.queuedAt, until);
  return contact.answeredAt === undefined ? undefined : (0 as Seconds);
}

/** How long an agent was busy with the contact; undefined when none was, or the end is not known. */
export function handleOf(contact: RecordedContact): Seconds | undefined {
  if (contact.answeredAt === undefined || contact.endedAt === undefined) return undefined;
  return secondsBetween(contact.answeredAt, contact.endedAt);
}
