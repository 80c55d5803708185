import { isOpen } from '../../core/callbacks/ledger.ts';
import { gatherStory } from '../../core/operations/gatherStory.ts';
import type { ContactRow } from '../../core/rows/contact.ts';
import type { ContactView } from '../connect/connect.ts';
import type { WebCenter } from './center.ts';
import type { DeskContact } from './deskMessages.ts';

type Context = Pick<DeskContact, 'before' | 'promises' | 'openCallback' | 'earlier'>;

/** What the rows know of the customer of a contact that is at an agent's desk. */
export interface ContextReader {
  read(contact: ContactView): Promise<Context>;
}

const nothing: Context = { before: [], promises: [], openCallback: null, earlier: [] };

/** What an agent should know of what the customer has been through, beside the promises. */
const toldToAgents = /^(told|quoted|offered|chose|callback promised|attempt)/;
const mostEarlier = 5;
/** Of the center's time: rows change slowly, and a page asks each second. */
const rememberedMilliseconds = 5000;

export function createContextReader(center: WebCenter): ContextReader {
  const remembered = new Map<string, { readonly at: number; readonly context: Promise<Context> }>();

  async function gather({ contactId, initialContactId, previousContactId }: ContactView): Promise<Context> {
    const { story: rows } = center;
    if (rows === undefined) return nothing;
    const story = await gatherStory(rows, contactId, center.clock.now());
    if (story === undefined) return nothing;
    // A callback's own contact and one that was passed on are known by the contact they come from.
    const origin = await rows.contacts.get(previousContactId ?? initialContactId);
    const own = await rows.contacts.get(contactId);
    const customerKey = own?.customerKey ?? origin?.customerKey;
    const callbackKey = own?.callbackKey ?? origin?.callbackKey;
    const callback = callbackKey === undefined ? undefined : await rows.callbacks.get(callbackKey);
    const ids = customerKey === undefined ? [] : await rows.contactsOfCustomer(customerKey, mostEarlier + 2);
    const earlier = await Promise.all(
      ids.filter((id) => id !== contactId && id !== origin?.contactId).map((id) => rows.contacts.get(id)),
    );
    return {
      before: story.lines
        .filter(({ what }) => toldToAgents.test(what))
        .map(({ at, what, detail }) => ({ at, text: sentence(what, detail) })),
      promises: story.promises,
      openCallback:
        callback !== undefined && isOpen(callback.state)
          ? { promisedBy: callback.promisedBy, queue: callback.queue }
          : null,
      earlier: earlier.flatMap((row) => (row === undefined ? [] : [earlierContact(row)])).slice(0, mostEarlier),
    };
  }

  return {
    read(contact) {
      const now = center.clock.now();
      const known = remembered.get(contact.contactId);
      if (known !== undefined && now - known.at < rememberedMilliseconds) return known.context;
      const context = gather(contact);
      remembered.set(contact.contactId, { at: now, context });
      for (const [id, { at }] of remembered) if (now - at > 60 * rememberedMilliseconds) remembered.delete(id);
      return context;
    },
  };
}

function sentence(what: string, { toldBoundSeconds }: Record<string, unknown>): string {
  const said = what === 'told a bound' ? `told it would take at most ${toldBoundSeconds} s` : what;
  return `${said.charAt(0).toUpperCase()}${said.slice(1)}`;
}

function earlierContact(row: ContactRow): Context['earlier'][number] {
  const { contactId, initiatedAt, quotedAt, channel = 'voice', queue = 'no queue', outcome = 'waiting' } = row;
  return { contactId, at: initiatedAt ?? quotedAt ?? 0, text: `${channel}, ${queue}: ${outcomes[outcome]}` };
}

const outcomes: Readonly<Record<NonNullable<ContactRow['outcome']>, string>> = {
  answered: 'answered',
  abandoned: 'gave up waiting',
  callback: 'took a callback',
  moved: 'moved to another channel',
  overflowed: 'turned away, the queue was full',
  waiting: 'still waiting',
  'menu-hang-up': 'left in the menu',
  outbound: 'called by us',
};
