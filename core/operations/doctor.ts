import { isOpen, reconcileAfterSeconds } from '../callbacks/ledger.ts';
import type { Channel } from '../contacts/channel.ts';
import { defaultQuotas } from '../costs/quotas.ts';
import type { ContactAtConnect } from '../ports.ts';
import type { CallbackRow } from '../rows/callback.ts';
import type { DeadLetterPlace, DirectoryRow, FreezeRow, PulseRow, QueueFigures } from '../rows/center.ts';
import { addSeconds, type Instant, minutes, secondsBetween } from '../time/units.ts';

/** One thing that was looked at. */
export interface Finding {
  check: string;
  /** `unknown`: it could not be looked at, which is itself a reason to look. */
  state: 'good' | 'bad' | 'unknown';
  found: string;
  /** What to do about it; '' when there is nothing to do. */
  act: string;
}

/** All that was seen of a center. What could not be asked for is undefined. */
export interface Seen {
  now: Instant;
  directory: DirectoryRow | undefined;
  freeze: FreezeRow | undefined;
  pulse: PulseRow | undefined;
  open: readonly CallbackRow[];
  /** Live waiting entries by queue and channel, as our rows have them. */
  waiting: readonly { queue: string; channel: Channel; count: number }[];
  /** Connect's own figures of this moment. */
  figures: readonly QueueFigures[] | undefined;
  /** What Connect says of the contacts of callbacks in progress, and of the longest waiting; null: knows no such contact. */
  described: ReadonlyMap<string, ContactAtConnect | null>;
  /** Of `described`, those that our rows have waiting. */
  longestWaiting: readonly string[];
  letters: readonly { name: string; holds: DeadLetterPlace['holds']; count: number | undefined }[];
  dials: { spentToday: number; limit: number | undefined };
  /** What this account allows; Connect's default where nobody said. */
  concurrentCalls: number | undefined;
}

const heartbeatSeconds = minutes(3);
const overdueSeconds = minutes(10);
/** Our rows follow events, Connect's figures lag by seconds: so much may they differ. */
const driftContacts = 2;
const driftShare = 0.1;
/** Beyond this share of a limit somebody should ask for more. */
const headroomShare = 0.8;

export function diagnose(seen: Seen): Finding[] {
  return [
    deployment(seen),
    heartbeat(seen),
    freezing(seen),
    ...callbacks(seen),
    ...drift(seen),
    ...deadLetters(seen),
    ...headroom(seen),
  ];
}

const good = (check: string, found: string): Finding => ({ check, state: 'good', found, act: '' });
const bad = (check: string, found: string, act: string): Finding => ({ check, state: 'bad', found, act });
const unknown = (check: string, found: string, act: string): Finding => ({ check, state: 'unknown', found, act });

function deployment({ directory }: Seen): Finding {
  if (!directory)
    return bad('deployment', 'the directory row is missing', 'Deploy again: settle-deployment writes it.');
  if (!directory.operations)
    return bad(
      'deployment',
      'the directory is of an older version',
      'Deploy again, so that dead letters can be found.',
    );
  return good('deployment', `${Object.keys(directory.queues).length} queues known`);
}

function heartbeat({ pulse, now }: Seen): Finding {
  const act = 'Look at the log of the sweep and at its schedule: without it no callback is dialled.';
  if (!pulse) return bad('heartbeat', 'the sweep has never run', act);
  const ageSeconds = Math.max(0, secondsBetween(pulse.at, now));
  const found = `the last sweep was ${Math.round(ageSeconds)} s ago`;
  return ageSeconds > heartbeatSeconds ? bad('heartbeat', found, act) : good('heartbeat', found);
}

function freezing({ freeze, now }: Seen): Finding {
  if (!freeze?.frozen) return good('freeze', 'dialling is not frozen');
  const since = Math.round(secondsBetween(freeze.at, now) / 60);
  return bad('freeze', `dialling has been frozen for ${since} min: ${freeze.reason}`, 'nohold callbacks unfreeze');
}

function callbacks({ open, described, now }: Seen): Finding[] {
  const wanted = open.filter((row) => isOpen(row.state));
  const findings: Finding[] = [];
  const report = (check: string, rows: readonly CallbackRow[], found: string, act: string): void => {
    const ids = rows.slice(0, 5).map(({ callbackId }) => callbackId);
    const more = rows.length > ids.length ? ` and ${rows.length - ids.length} more` : '';
    findings.push(
      rows.length === 0 ? good(check, 'none') : bad(check, `${rows.length} ${found}: ${ids.join(', ')}${more}`, act),
    );
  };
  const stuck = wanted.filter(
    (row) => row.state === 'DIALING' && row.since < addSeconds(now, (-2 * reconcileAfterSeconds) as never),
  );
  report('stuck dials', stuck, 'dialled, result unknown', 'nohold callbacks reconcile');
  const overdue = wanted.filter(
    (row) => row.attempts.length === 0 && secondsBetween(row.promisedBy, now) > overdueSeconds,
  );
  report(
    'overdue callbacks',
    overdue,
    'never rung 10 min past their promise',
    'Agents logged in? Frozen? Dialler errors?',
  );
  const over = wanted.filter((row) => {
    const contact = row.contactId === undefined ? undefined : described.get(row.contactId);
    return contact !== undefined && (contact === null || contact.endedAt !== undefined);
  });
  report('drift of callbacks', over, 'open here, over at Connect', 'nohold callbacks reconcile');
  return findings;
}

function drift({ waiting, figures, described, longestWaiting }: Seen): Finding[] {
  const ghosts = longestWaiting.filter((id) => {
    const contact = described.get(id);
    return contact === null || contact?.endedAt !== undefined || contact?.answeredAt !== undefined;
  });
  const ghostFinding =
    ghosts.length === 0
      ? good('ghosts', `none among the ${longestWaiting.length} that wait longest`)
      : bad(
          'ghosts',
          `${ghosts.length} wait here and not at Connect: ${ghosts.slice(0, 5).join(', ')}`,
          'The sweep removes them within minutes; if they stay, read its log.',
        );
  if (!figures)
    return [
      ghostFinding,
      unknown('drift of queues', "Connect's figures could not be read", 'May you call connect:GetCurrentMetricData?'),
    ];
  const apart = waiting.flatMap(({ queue, channel, count }) => {
    // A queue that is missing from the answer has nobody in it.
    const theirs = figures.find((one) => one.queue === queue && one.channel === channel)?.contactsInQueue ?? 0;
    const tolerated = Math.max(driftContacts, driftShare * Math.max(theirs, count));
    return Math.abs(theirs - count) > tolerated ? [`${queue} ${channel}: ${count} here, ${theirs} at Connect`] : [];
  });
  return [
    ghostFinding,
    apart.length === 0
      ? good('drift of queues', `${waiting.length} queues and channels agree with Connect`)
      : bad(
          'drift of queues',
          apart.join('; '),
          'The sweep puts it right within two runs; if not, are events arriving? (alarm Silence)',
        ),
  ];
}

function deadLetters({ letters }: Seen): Finding[] {
  return letters.map(({ name, holds, count }) => {
    const check = `dead letters ${name}`;
    if (count === undefined)
      return unknown(check, 'could not be counted', 'May you call sqs:GetQueueAttributes on it?');
    if (count === 0) return good(check, 'none');
    const act =
      holds === 'alarms'
        ? `nohold redrive ${name} says which mails did not arrive. Mend the address in alarms.emails, then --discard-poison.`
        : `nohold redrive ${name}`;
    return bad(check, `about ${count}`, act);
  });
}

function headroom({ dials, figures, open, concurrentCalls }: Seen): Finding[] {
  const findings = [
    used(
      'calls dialled today',
      dials.spentToday,
      dials.limit,
      'Raise callbacks.dialsPerDay, or find out who dials so much.',
    ),
  ];
  if (figures) {
    const voice = figures.filter(({ channel }) => channel === 'voice');
    const sum = (name: 'contactsInQueue' | 'agentsOnContact') =>
      voice.reduce((total, one) => total + (one[name] ?? 0), 0);
    const ringing = open.filter(({ state }) => state === 'DIALING' || state === 'DIALED').length;
    findings.push(
      used(
        'concurrent calls',
        sum('contactsInQueue') + sum('agentsOnContact') + ringing,
        concurrentCalls ?? defaultQuotas.concurrentCalls,
        'Service Quotas → Amazon Connect → "Concurrent calls per instance"; --concurrent-calls says what you have.',
      ),
    );
  }
  return findings;
}

function used(check: string, count: number, limit: number | undefined, act: string): Finding {
  if (limit === undefined)
    return unknown(check, `${count}; the limit is in the settings`, 'Name them with --settings.');
  const found = `${count} of ${limit}`;
  return count > headroomShare * limit ? bad(check, found, act) : good(check, found);
}
