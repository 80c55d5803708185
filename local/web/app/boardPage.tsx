import { useEffect, useState } from 'preact/hooks';
import type { QueueRow } from '../messages.ts';
import { Agents, Callbacks } from './callbacksAndAgents.tsx';
import { useCenter, watch } from './connection.ts';
import { Dashboard } from './dashboard.tsx';
import { duration, durationRange, keepUnits, number, percent, timeOfDay } from './format.ts';
import { Shown } from './shown.tsx';

const spans = [
  { value: 1, title: '1 h' },
  { value: 3, title: '3 h' },
  { value: 8, title: '8 h' },
] as const;

export function BoardPage() {
  const { board, hello } = useCenter();
  const [hours, setHours] = useState(1);
  const [dashboard, setDashboard] = useState(0);
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  useEffect(() => watch({ type: 'watch-board', hours, dashboard, chosen }), [hours, dashboard, chosen]);
  if (board === undefined || hello === undefined) return <p class="empty">Looking at the center…</p>;
  const { timeZone, mayChange } = hello;
  const outline = board.dashboards[dashboard];
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
        <div class="choosers">
          <Chooser
            legend="Dashboard"
            name="dashboard"
            options={board.dashboards.map(({ title }, index) => ({ value: index, title }))}
            chosen={dashboard}
            choose={setDashboard}
          />
          <Chooser legend="Over the last" name="span" options={spans} chosen={hours} choose={setHours} />
          {outline?.variables.map(({ label, values, usual }) => (
            <label key={label} class="chooser">
              {label}
              <select
                value={chosen[label] ?? usual}
                onChange={(event) => setChosen({ ...chosen, [label]: event.currentTarget.value })}
              >
                {values.map((value) => (
                  <option key={value}>{value}</option>
                ))}
              </select>
            </label>
          ))}
        </div>
        {board.shown !== null && <Dashboard widgets={board.shown.widgets} board={board} timeZone={timeZone} />}
      </section>
    </div>
  );
}

function Chooser(props: {
  legend: string;
  name: string;
  options: readonly { readonly value: number; readonly title: string }[];
  chosen: number;
  choose: (value: number) => void;
}) {
  const { legend, name, options, chosen, choose } = props;
  return (
    <fieldset class="chooser">
      <legend>{legend}</legend>
      {options.map(({ value, title }) => (
        <label key={value}>
          <input type="radio" name={name} checked={chosen === value} onChange={() => choose(value)} />
          <span>{title}</span>
        </label>
      ))}
    </fieldset>
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
              : `${beyond ? 'beyond' : 'within'} the expected ${keepUnits(duration(expectationSeconds))}`
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
