import { useEffect, useState } from 'preact/hooks';
import type { ContactListed, TranscriptLine } from '../messages.ts';
import { useCenter, watch } from './connection.ts';
import { timeOfDay } from './format.ts';

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
        <Transcript contactId={contactId} timeZone={hello.timeZone} />
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

function Transcript({ contactId, timeZone }: { contactId: string; timeZone: string }) {
  const { transcript } = useCenter();
  const [steps, setSteps] = useState(false);
  const lines = transcript?.contactId === contactId ? transcript.lines : [];
  const shown = steps ? lines : lines.filter((line) => !line.inner);
  return (
    <section class="card transcript" aria-label="Transcript">
      <p class="back">
        <a href="#contacts">All contacts</a>
      </p>
      <h2>Transcript</h2>
      <p class="quiet id">{contactId}</p>
      <label class="check">
        <input type="checkbox" checked={steps} onChange={(event) => setSteps(event.currentTarget.checked)} />
        Show the steps of the flow
      </label>
      {shown.length === 0 && <p class="empty">Nothing is known of this contact.</p>}
      <ol class="lines">
        {shown.map((line) => (
          <Line key={line.sequence} line={line} timeZone={timeZone} />
        ))}
      </ol>
    </section>
  );
}

function Line({ line, timeZone }: { line: TranscriptLine; timeZone: string }) {
  const values = Object.entries(line.values ?? {}).filter(([, value]) => value !== '');
  return (
    <li class={line.inner ? `${line.who} inner` : line.who}>
      <time>{timeOfDay(line.at, timeZone, true)}</time>
      <div>
        <span class="who">{line.who}</span>
        <p>{line.text}</p>
        {values.length > 0 && (
          <dl class="values">
            {values.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
    </li>
  );
}
