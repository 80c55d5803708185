import type { DeskContact } from '../deskMessages.ts';
import { duration, keepUnits, timeOfDay } from './format.ts';
import { Promises } from './promises.tsx';

/** What the agent should know before the customer has to say it again. */
export function Context({ contact, timeZone, now }: { contact: DeskContact; timeZone: string; now: number }) {
  const { contactId, promises, before, earlier, openCallback } = contact;
  const late = openCallback === null ? 0 : (now - openCallback.promisedBy) / 1000;
  return (
    <div class="context">
      <section>
        <h3>Promised</h3>
        <Promises promises={promises} timeZone={timeZone} />
        {openCallback !== null && (
          <p>
            A callback for {openCallback.queue} is open, promised by {timeOfDay(openCallback.promisedBy, timeZone)}
            {late > 0 && `, ${duration(late)} late`}.
          </p>
        )}
      </section>
      <section>
        <h3>On the way here</h3>
        {before.length === 0 ? (
          <p class="quiet">Nothing was told or offered.</p>
        ) : (
          <ol>
            {before.map(({ at, text }) => (
              <li key={`${at} ${text}`}>
                <time class="quiet">{timeOfDay(at, timeZone)}</time> {keepUnits(text)}
              </li>
            ))}
          </ol>
        )}
      </section>
      <section>
        <h3>Earlier contacts</h3>
        {earlier.length === 0 ? (
          <p class="quiet">None that is remembered.</p>
        ) : (
          <ol>
            {earlier.map(({ contactId: id, at, text }) => (
              <li key={id}>
                <a href={`#contacts/${id}`}>{timeOfDay(at, timeZone)}</a> {text}
              </li>
            ))}
          </ol>
        )}
        <p>
          <a href={`#contacts/${contactId}`}>The whole story of this contact</a>
        </p>
      </section>
    </div>
  );
}
