import { useEffect, useState } from 'preact/hooks';
import type { ContactListed } from '../messages.ts';
import { useCenter, watch } from './connection.ts';
import { timeOfDay } from './format.ts';
import { Story } from './story.tsx';

export function ContactsPage({ contactId }: { contactId: string | undefined }) {
  const { contacts, hello } = useCenter();
  const [onlyOpen, setOnlyOpen] = useState(false);
  useEffect(
    () => watch(contactId === undefined ? { type: 'watch-contacts' } : { type: 'watch-transcript', contactId }),
    [contactId],
  );
  if (hello === undefined) return <p class="empty">Looking at the center…</p>;
  const listed = onlyOpen ? contacts.filter((contact) => !contact.ended) : contacts;
  return (
    <div class={contactId === undefined ? 'contacts' : 'contacts chosen'}>
      <section class="card list" aria-label="Latest contacts">
        <h1>Contacts</h1>
        <label class="check">
          <input type="checkbox" checked={onlyOpen} onChange={(event) => setOnlyOpen(event.currentTarget.checked)} />
          Only those that have not ended
        </label>
        {listed.length === 0 && <p class="empty">None so far.</p>}
        <ul>
          {listed.map((contact) => (
            <Listed
              key={contact.contactId}
              contact={contact}
              chosen={contact.contactId === contactId}
              timeZone={hello.timeZone}
            />
          ))}
        </ul>
      </section>
      {contactId === undefined ? (
        <p class="empty card hint">Choose a contact to read what was said, pressed and decided.</p>
      ) : (
        <Story contactId={contactId} timeZone={hello.timeZone} />
      )}
    </div>
  );
}

function Listed({ contact, chosen, timeZone }: { contact: ContactListed; chosen: boolean; timeZone: string }) {
  return (
    <li>
      <a
        href={`#contacts/${contact.contactId}`}
        aria-current={chosen ? 'true' : undefined}
        class={contact.ended ? 'ended' : undefined}
      >
        <time>{timeOfDay(contact.began, timeZone, true)}</time>
        <span>{contact.channel === 'chat' ? 'chat' : contact.caller === '' ? 'call' : `… ${contact.caller}`}</span>
        <span class="quiet">{contact.state}</span>
      </a>
    </li>
  );
}
