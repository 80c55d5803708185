import { callbackIdOf } from '../../core/callbacks/accept.ts';
import { sayRefused } from '../../core/callbacks/refusal.ts';
import { decideAllowance } from '../../core/contacts/allowance.ts';
import { joinJourneys } from '../../core/contacts/journey.ts';
import { sayTime } from '../../core/offers/say.ts';
import type { Clock, ContactRows, Customers, Log, Metrics } from '../../core/ports.ts';
import type { ContactRow } from '../../core/rows/contact.ts';
import type { Mark } from '../../core/rows/journey.ts';
import { addSeconds, hours, type Instant, minutes, type Seconds } from '../../core/time/units.ts';
import { type BookingWorld, bookCallback } from '../booking.ts';
import { noteInJourney } from '../journey-notes.ts';
import { changeContact } from '../row-changes.ts';
import type { MarkAnswer, MarkRequest } from './contract.ts';
import { askSampled, type SurveyWorld } from './mark-contact.survey.ts';

export interface MarkWorld extends BookingWorld {
  contacts: ContactRows;
  customers: Customers;
  clock: Clock;
  metrics: Metrics;
  log: Log;
}

type Asked = MarkRequest['Details']['Parameters'];

/** What an agent says of the customer's contact, promises, or gives. Asked again for one key press it answers the same. */
export function makeMarkContact(
  world: MarkWorld & { survey?: SurveyWorld | undefined },
): (request: MarkRequest) => Promise<MarkAnswer> {
  return async ({ Details: { ContactData: contact, Parameters: asked } }) => {
    const contactId = contact.PreviousContactId ?? contact.InitialContactId ?? contact.ContactId;
    const number = contact.CustomerEndpoint?.Address ?? undefined;
    const row = await world.contacts.get(contactId);
    if (!row) return refused('This contact is not known.');
    world.log.info('marked by the agent', { contactId, state: asked.do });
    switch (asked.do) {
      case 'solved':
        await mark(world, contactId, 'solved');
        await askSampled(world, row, number);
        return done('Marked as solved.');
      case 'not-yet':
        await mark(world, contactId, 'not-yet');
        await askSampled(world, row, number);
        return done('Marked as not solved yet. The matter stays open.');
      case 'promise':
        return promise(world, row, number, asked);
      case 'allow':
        return allow(world, row, asked);
      default:
        return asked.do satisfies never;
    }
  };
}

const done = (say: string): MarkAnswer => ({ result: 'done', say });
const refused = (say: string): MarkAnswer => ({ result: 'refused', say });

async function mark(world: MarkWorld, contactId: string, said: Mark): Promise<void> {
  await change(world, contactId, (row) => ({
    ...row,
    mark: said,
    markedAt: row.mark === said && row.markedAt !== undefined ? row.markedAt : world.clock.now(),
  }));
}

async function change(world: MarkWorld, contactId: string, to: (row: ContactRow) => ContactRow): Promise<void> {
  const changed = await changeContact(world.contacts, contactId, (row) => row && to(row));
  if (changed) await noteInJourney(world.contacts, changed.before, changed.after);
}

interface Term {
  readonly notBefore: Seconds;
  readonly within: Seconds;
}

/** From when and until when the telephone rings. */
const terms: Record<Asked['by'], Term> = {
  'half-hour': { notBefore: minutes(5), within: minutes(30) },
  'two-hours': { notBefore: minutes(60), within: minutes(120) },
  tomorrow: { notBefore: hours(23), within: hours(24) },
};

/** "I will call you by": a callback in the ledger like any other, which asks for this agent first. */
async function promise(
  world: MarkWorld,
  row: ContactRow,
  number: string | undefined,
  { by }: Asked,
): Promise<MarkAnswer> {
  const { contactId, queue, agentId } = row;
  const now = world.clock.now();
  if (queue === undefined) return refused('This contact was in no queue.');
  const { notBefore, within } = terms[by];
  const callbackId = callbackIdOf(`${contactId}-agent`);
  const booking = await bookCallback(world, {
    now,
    door: 'voice',
    queue,
    channel: 'voice',
    number,
    when: { notBefore: addSeconds(now, notBefore), promisedBy: addSeconds(now, within) },
    how: 'key-press',
    wording: 'agent-promise-1',
    ...(agentId === undefined ? {} : { agentId }),
    source: () => ({
      callbackId,
      sourceContactId: contactId,
      placeSince: row.initiatedAt ?? now,
      withinSeconds: within,
    }),
  });
  if (booking.kind === 'refused') return refused(`That cannot be promised. ${sayRefused(booking.reason)}`);
  const { promisedBy } = booking.callback;
  if (booking.kind === 'open-already')
    return refused(`A callback is promised already, ${told(world, promisedBy, now)}. It stays as it is.`);
  await mark(world, contactId, 'promised');
  if (booking.created) world.metrics.ofQueue(queue, 'voice', { CallbacksAccepted: 1 });
  return done(`Promised: the customer is called ${told(world, promisedBy, now)}.`);
}

const told = ({ settings }: MarkWorld, promisedBy: Instant, now: Instant): string =>
  `by ${sayTime(promisedBy, settings.center.timeZone, now)}`;

async function allow(world: MarkWorld, row: ContactRow, { allowance: name = '', reason }: Asked): Promise<MarkAnswer> {
  const { allowances, reasons } = world.settings.agentsMay;
  const rule = allowances[name];
  if (!rule) return refused('That is not among what agents may do.');
  const why = reason === undefined ? undefined : reasons[Number(reason) - 1];
  const names = row.customerKey === undefined ? [] : [row.customerKey];
  const journey = joinJourneys([...(await world.contacts.journeys(names)).values()]);
  const at = world.clock.now();
  const decision = decideAllowance({ name, reason: why, at }, rule, row, journey);
  switch (decision.kind) {
    case 'needs-reason':
      return {
        result: 'needs-reason',
        say: `${rule.spokenName}: beyond the rule, which is ${rule.perCustomer} in ${rule.days} days.`,
      };
    case 'given-already':
      return done(`${rule.spokenName}: done.`);
    case 'given': {
      const { use } = decision;
      await change(world, row.contactId, (known) => ({ ...known, allowances: [...(known.allowances ?? []), use] }));
      return done(
        use.reason === undefined ? `${rule.spokenName}: done.` : `${rule.spokenName}: done, because ${use.reason}.`,
      );
    }
    default:
      return decision satisfies never;
  }
}
