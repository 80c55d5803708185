import { useEffect, useState } from 'preact/hooks';
import type { QueueRow } from '../messages.ts';
import { Agents, Callbacks } from './callbacksAndAgents.tsx';
import { useCenter, watch } from './connection.ts';
import { Dashboard } from './dashboard.tsx';
import { duration, durationRange, number, percent, timeOfDay } from './format.ts';
import { Shown } from './shown.tsx';

const spans = [
  { hours: 1, title: '1 h' },
  { hours: 3, title: '3 h' },
  { hours: 8, title: '8 h' },
] as const;

export function BoardPage() {
  const { board, hello } = useCenter();
  const [hours, setHours] = useState(1);
  useEffect(() => watch({ type: 'watch-board', hours }), [hours]);
  if (board === undefined || hello === undefined) return <p class="empty">Looking at the center…</p>;
  const { timeZone, mayChange } = hello;
  return (
    <div class="board">
      <h1 class="unseen">Board</h1>
      <section class="queues" aria-label="Queues">
        {board.queues.map((row) => (
          <QueueCard key={`${row.queue} ${row.channel}`} row={row} now={board.now} timeZone={timeZone} />
        ))}
        <p class="note">Promises are those of the last 2 h; n is how many were settled. What shows no age is of now.</p>
      </section>
      <div class="aside">
        <Callbacks callbacks={board.callbacks} now={board.now} timeZone={timeZone} />
        <Agents agents={board.agents} mayChange={mayChange} />
      </div>
      <section class="dashboards" aria-label="Dashboards">
        <fieldset class="spans">
          <legend>Charts over the last</legend>
          {spans.map((span) => (
            <label key={span.hours}>
              <input type="radio" name="span" checked={hours === span.hours} onChange={() => setHours(span.hours)} />
              <span>{span.title}</span>
            </label>
          ))}
        </fieldset>
        {board.dashboards.map((dashboard) => (
          <Dashboard key={dashboard.name} widgets={dashboard.widgets} board={board} timeZone={timeZone} />
        ))}
      </section>
    </div>
  );
}

const shownContacts = 5;

function QueueCard({ row, now, timeZone }: { row: QueueRow; now: number; timeZone: string }) {
  const { predictedMedianSeconds: median, predictedBoundSeconds: bound, expectationSeconds } = row;
  const beyond = bound.value !== null && expectationSeconds !== null && bound.value > expectationSeconds;
  const nobody = row.waiting.value === 0;
  const longest = nobody ? row.waiting : row.oldestSeconds;
  const range = (most: number): string => (most === 0 ? 'none' : durationRange(median.value ?? 0, most));
  return (
    <article class={beyond ? 'card beyond' : 'card'}>
      <h2>
        {row.queue} <span class="quiet">{row.channel}</span>
      </h2>
      <dl class="figures first">
        <Shown label="Waiting" figure={row.waiting} now={now} show={number} large />
        <Shown
          label="Wait of one arriving now"
          figure={bound}
          now={now}
          show={range}
          aside={
            expectationSeconds === null
              ? undefined
              : `${beyond ? 'beyond' : 'within'} the expected ${duration(expectationSeconds)}`
          }
          large
        />
      </dl>
      <dl class="figures small">
        <Shown label="Longest wait" figure={longest} now={now} show={(value) => (nobody ? 'none' : duration(value))} />
        <Shown label="Promises kept" figure={row.promisesKept} now={now} show={percent} />
        <Shown label="Agents" figure={row.staffed} now={now} show={number} />
        <Shown label="Free" figure={row.available} now={now} show={number} />
      </dl>
      {row.contacts.length > 0 && (
        <ol class="waiting">
          {row.contacts.slice(0, shownContacts).map((contact) => (
            <li key={contact.contactId}>
              <a href={`#contacts/${contact.contactId}`}>
                <span>
                  {contact.isCallback ? 'Callback' : contact.caller === '' ? 'Contact' : `… ${contact.caller}`}
                </span>
                <span class="quiet">since {timeOfDay(contact.since, timeZone)}</span>
                <span>{duration((now - contact.since) / 1000)}</span>
              </a>
            </li>
          ))}
          {row.contacts.length > shownContacts && (
            <li class="quiet more">and {row.contacts.length - shownContacts} more</li>
          )}
        </ol>
      )}
    </article>
  );
}
