import { randomStream } from '../../core/random/stream.ts';
import {
  addSeconds,
  type Instant,
  instant,
  minutes,
  type Ratio,
  type Seconds,
  seconds,
} from '../../core/time/units.ts';
import { handleOf, type RecordedContact, waitOf } from './callLog.ts';
import { callerNumber } from './numbers.ts';
import { kaplanMeierPatience } from './patienceLaw.ts';
import { type CallbackShares, drawChoices, type StaffingStep, seenCallbackShares, type Traffic } from './traffic.ts';

const halfHourMilliseconds = minutes(30) * 1000;

/**
 * Share of the agents seen serving in a half hour that was really available all along.
 * Source: on the Technion bank Erlang A with the full head-count predicts abandonment .110 against .176 seen, at 0.9 of it .156.
 */
export const availableShare = 0.9 as Ratio;

export interface ReplayOptions {
  readonly seed: number;
  /** The center's zone: a log whose times carry an offset is replayed at the same time of day there. */
  readonly timeZone: string;
  readonly shares?: CallbackShares;
}

/**
 * The recorded day as traffic: arrivals at their instants, handle times and patience as seen.
 *
 * What was not seen is drawn: a handle time from those that were, the patience of a caller who was answered from
 * Kaplan–Meier given that they had waited as long as they did. Both are per channel: a chat is not a call.
 */
export function replayedDay(recorded: readonly RecordedContact[], options: ReplayOptions): Traffic {
  const day = atSameTimeOfDay(recorded, options.timeZone);
  const asked = day.filter((contact) => contact.queuedAt !== undefined || contact.answeredAt !== undefined);
  const first = day[0];
  if (first === undefined) throw new RangeError('expected a day with at least one contact');
  const laws = { voice: lawsOf(asked, 'voice'), chat: lawsOf(asked, 'chat') };
  const chance = randomStream(options.seed, 'replayed callers');
  const contacts = asked.map((contact, index) => {
    const { patience, handleSeconds } = laws[contact.channel];
    const waited = waitOf(contact) ?? seconds(0);
    return {
      sourceId: contact.contactId,
      at: contact.arrivedAt,
      queue: contact.queue,
      channel: contact.channel,
      from: callerNumber(index),
      patienceSeconds: contact.outcome === 'abandoned' ? waited : patience.drawBeyond(waited, chance),
      handleSeconds: handleOf(contact) ?? chance.pick(handleSeconds),
      ...drawChoices(chance, options.shares ?? seenCallbackShares),
    };
  });
  const ends = day.map((contact) => contact.endedAt ?? contact.arrivedAt);
  return {
    startsAt: halfHourOf(first.arrivedAt),
    endsAt: instant(ends.reduce<number>((latest, end) => Math.max(latest, end), first.arrivedAt)),
    contacts,
    staffing: staffingSeen(asked),
    neverQueued: day.length - asked.length,
  };
}

function lawsOf(contacts: readonly RecordedContact[], channel: RecordedContact['channel']) {
  const ofChannel = contacts.filter((contact) => contact.channel === channel);
  const waits = ofChannel.flatMap((contact) => {
    const waitSeconds = waitOf(contact);
    return waitSeconds === undefined ? [] : [{ waitSeconds, abandoned: contact.outcome === 'abandoned' }];
  });
  const handled = ofChannel.map(handleOf).filter((handle): handle is Seconds => handle !== undefined);
  // A log of nobody served says nothing of handle times: the mean of the largest published call log stands in.
  return { patience: kaplanMeierPatience(waits), handleSeconds: handled.length > 0 ? handled : [seconds(190)] };
}

/** Agents of each queue in each half hour of the day, as steps; equal neighbours are one step. */
function staffingSeen(contacts: readonly RecordedContact[]): StaffingStep[] {
  const steps: StaffingStep[] = [];
  for (const queue of new Set(contacts.map((contact) => contact.queue))) {
    const served = contacts.filter((contact) => contact.queue === queue && contact.answeredAt !== undefined);
    const seen = agentsSeen(served);
    const halfHours = [...seen.keys()].sort((a, b) => a - b);
    const [opens, closes] = [halfHours[0], halfHours.at(-1)];
    if (opens === undefined || closes === undefined) continue;
    // Rounding each half hour by itself would make a small center larger or smaller all day: the remainder is carried on.
    let owed = 0;
    let before: number | undefined;
    for (let from = opens; from <= closes + halfHourMilliseconds; from += halfHourMilliseconds) {
      const available = (seen.get(from) ?? 0) * availableShare;
      const agents = available === 0 ? 0 : Math.max(1, Math.round(available + owed));
      owed += available - agents;
      if (agents !== before) steps.push({ from: instant(from), queue, agents });
      before = agents;
    }
  }
  return steps.sort((a, b) => a.from - b.from);
}

/**
 * Distinct agents who took a contact, by start of half hour; an agent of two queues counts in each. Who only ends a
 * contact of the half hour before is leaving: counting them too would replay a better staffed day than it was.
 */
function agentsSeen(served: readonly RecordedContact[]): Map<number, number> {
  const namesIn = new Map<number, Set<string>>();
  for (const { answeredAt, agentId } of served) {
    if (answeredAt === undefined) continue;
    const from = halfHourOf(answeredAt);
    const names = namesIn.get(from) ?? new Set();
    if (agentId !== undefined) names.add(agentId);
    namesIn.set(from, names);
  }
  return new Map([...namesIn].map(([from, names]) => [from, names.size]));
}

const halfHourOf = (at: Instant): Instant => instant(Math.floor(at / halfHourMilliseconds) * halfHourMilliseconds);

/**
 * A day recorded elsewhere, moved so that its clock on the wall is the center's: opening hours are kept in local time,
 * and seven in the morning there must be seven in the morning here. Times written in UTC are instants and stay.
 */
function atSameTimeOfDay(recorded: readonly RecordedContact[], timeZone: string): RecordedContact[] {
  const first = recorded[0];
  if (first?.utcOffsetMinutes === undefined) return [...recorded];
  const wall = first.arrivedAt + first.utcOffsetMinutes * 60_000;
  // The zone's offset is asked at the moved instant, not at the recorded one: the two may lie on either side of a clock change.
  const guess = instant(wall - offsetMinutesAt(timeZone, first.arrivedAt) * 60_000);
  const moved = wall - offsetMinutesAt(timeZone, guess) * 60_000;
  const shift = ((moved - first.arrivedAt) / 1000) as Seconds;
  const move = (at: Instant | undefined) => (at === undefined ? undefined : addSeconds(at, shift));
  return recorded.map((contact) => ({
    ...contact,
    arrivedAt: addSeconds(contact.arrivedAt, shift),
    queuedAt: move(contact.queuedAt),
    answeredAt: move(contact.answeredAt),
    endedAt: move(contact.endedAt),
  }));
}

/** Offset of `timeZone` from UTC at `at`, in minutes, east positive. */
function offsetMinutesAt(timeZone: string, at: Instant): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  }).formatToParts(at);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const wall = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'));
  return Math.round((wall - at) / 60_000);
}
