import { useEffect, useState } from 'preact/hooks';
import type { AgentOnBoard, BoardMessage, CallbackOnBoard, DrawnWidget, Figure, QueueRow } from '../messages.ts';
import { Chart, type Graph, strokeOf } from './chart.tsx';
import { send, useCenter, watch } from './connection.ts';
import { basis, duration, durationRange, freshness, number, percent, timeOfDay, unknownText } from './format.ts';

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

/** A figure, what it is, and what it rests on; grey when it is too old to trust. */
function Shown(props: {
  label: string;
  figure: Figure;
  now: number;
  show: (value: number) => string;
  periodSeconds?: number;
  large?: boolean;
  /** What the figure is to be read beside. */
  aside?: string | undefined;
}) {
  const { label, figure, now, show, periodSeconds = 0, large = false, aside } = props;
  const kind = freshness(figure, now, periodSeconds).kind;
  return (
    <div class={`figure ${kind}${large ? ' large' : ''}`}>
      <dt>{label}</dt>
      <dd>
        <span class="value">{figure.value === null ? unknownText : show(figure.value)}</span>
        <span class="basis">
          {[basis(figure, now, periodSeconds), kind === 'stale' && 'too old', figure.value !== null && aside]
            .filter(Boolean)
            .join(', ')}
        </span>
      </dd>
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

const callbackStates: Record<string, string> = {
  ACCEPTED: 'promised',
  CREATED: 'in the queue',
  PENDING: 'to be dialled',
  DIALING: 'being dialled',
  DIALED: 'on the line',
};

/** A callback that was rung and not answered is late by nobody's fault; its promise was settled then. */
function urgency({ promisedBy, attempt }: CallbackOnBoard, now: number): string {
  if (attempt > 1) return 'rung before, not answered';
  if (promisedBy >= now) return `in ${duration((promisedBy - now) / 1000)}`;
  return `${duration((now - promisedBy) / 1000)} late`;
}

function Callbacks({
  callbacks,
  now,
  timeZone,
}: {
  callbacks: readonly CallbackOnBoard[];
  now: number;
  timeZone: string;
}) {
  return (
    <section class="card">
      <h2>
        Open callbacks <span class="count">{callbacks.length}</span>
      </h2>
      {callbacks.length === 0 ? (
        <p class="empty">None is promised.</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">Promised by</th>
              <th scope="col">Queue</th>
              <th scope="col">State</th>
            </tr>
          </thead>
          <tbody>
            {callbacks.slice(0, 12).map((callback) => (
              <tr key={callback.callbackId}>
                <td>
                  <a href={`#contacts/${callback.sourceContactId}`}>{timeOfDay(callback.promisedBy, timeZone)}</a>{' '}
                  <span class="quiet">{urgency(callback, now)}</span>
                </td>
                <td>{callback.queue}</td>
                <td>
                  {callbackStates[callback.state] ?? callback.state.toLowerCase()}
                  {callback.attempt > 1 && `, attempt ${callback.attempt}`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {callbacks.length > 12 && <p class="quiet more">and {callbacks.length - 12} more</p>}
    </section>
  );
}

const working = (agent: AgentOnBoard): boolean => agent.status !== 'offline';

function Agents({ agents, mayChange }: { agents: readonly AgentOnBoard[]; mayChange: boolean }) {
  const here = agents.filter(working);
  const away = agents.filter((agent) => !working(agent));
  return (
    <section class="card">
      <h2>
        Agents here <span class="count">{here.length}</span>
      </h2>
      {here.length === 0 && <p class="empty">Nobody is logged in.</p>}
      <ul class="agents">
        {here.map((agent) => (
          <li key={agent.username}>
            <span>{agent.username}</span>
            <span class="quiet">{agent.leaving ? 'leaving' : agent.status.replaceAll('-', ' ')}</span>
            {mayChange && !agent.leaving && (
              <button
                type="button"
                aria-label={`${agent.username} leaves`}
                onClick={() => send({ type: 'agent-leaves', username: agent.username })}
              >
                Leaves
              </button>
            )}
          </li>
        ))}
      </ul>
      {away.length > 0 && (
        <details>
          <summary>
            Away <span class="count">{away.length}</span>
          </summary>
          <ul class="agents">
            {away.map((agent) => (
              <li key={agent.username}>
                <span>{agent.username}</span>
                {mayChange && (
                  <button
                    type="button"
                    aria-label={`${agent.username} comes`}
                    onClick={() => send({ type: 'agent-returns', username: agent.username })}
                  >
                    Comes
                  </button>
                )}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function Dashboard({
  widgets,
  board,
  timeZone,
}: {
  widgets: readonly DrawnWidget[];
  board: BoardMessage;
  timeZone: string;
}) {
  const inOrder = [...widgets].sort((a, b) => a.y - b.y || a.x - b.x);
  return (
    <div class="grid">
      {inOrder.map((widget) => (
        <div key={`${widget.x} ${widget.y}`} class={`widget span-${widget.width} ${widget.kind}`}>
          <Widget widget={widget} now={board.now} timeZone={timeZone} />
        </div>
      ))}
    </div>
  );
}

function Widget({ widget, now, timeZone }: { widget: DrawnWidget; now: number; timeZone: string }) {
  switch (widget.kind) {
    case 'text':
      return <Markdown text={widget.markdown} />;
    case 'numbers':
      return (
        <>
          <h3>{widget.title}</h3>
          <dl class="figures">
            {widget.numbers.map((shown) => (
              <Shown
                key={shown.label}
                label={shown.label}
                figure={shown.figure}
                now={now}
                periodSeconds={shown.periodSeconds}
                show={number}
                large
              />
            ))}
          </dl>
          <Faults faults={widget.faults} />
        </>
      );
    case 'graph':
      return <GraphWidget graph={widget} timeZone={timeZone} />;
    case 'unsupported':
      return (
        <>
          <h3>{widget.title}</h3>
          <p class="empty">A widget of type {widget.type} is shown by CloudWatch alone.</p>
        </>
      );
    default:
      return widget satisfies never;
  }
}

function GraphWidget({ graph, timeZone }: { graph: Graph; timeZone: string }) {
  const known = graph.series.some((series) => series.points.length > 0);
  return (
    <>
      <h3>{graph.title}</h3>
      {known ? (
        <Chart graph={graph} timeZone={timeZone} />
      ) : (
        <p class="empty chart">Nothing is known yet for these hours.</p>
      )}
      <ul class="legend">
        {graph.series.map((series, index) => (
          <li key={series.label}>
            <svg width="22" height="6" aria-hidden="true" class={`stroke ${strokeOf(index).color.slice(2)}`}>
              <line
                x1="0"
                y1="3"
                x2="22"
                y2="3"
                stroke-width={strokeOf(index).width}
                stroke-dasharray={dashes[strokeOf(index).dash]}
              />
            </svg>
            {series.label} <strong>{latest(series.points)}</strong>
          </li>
        ))}
      </ul>
      <Faults faults={graph.faults} />
    </>
  );
}

const dashes = { solid: undefined, dashed: '5 3', dotted: '2 2' } as const;
const latest = (points: readonly { value: number }[]): string =>
  points.length === 0 ? unknownText : number(points.at(-1)?.value ?? 0);

function Faults({ faults }: { faults: readonly string[] }) {
  if (faults.length === 0) return null;
  return <p class="fault">Not drawn: {faults.join('; ')}</p>;
}

/** Headings, lists and paragraphs of a text widget; whatever else it holds is shown as it is written. */
function Markdown({ text }: { text: string }) {
  return (
    <>
      {text.split('\n').map((line, index) => {
        const key = `${index}`;
        const [, marks, title] = /^(#{1,4})\s+(.*)$/.exec(line) ?? [];
        if (marks !== undefined)
          return marks.length === 1 ? (
            <h2 key={key} class="dashboard-name">
              {title}
            </h2>
          ) : (
            <h2 key={key}>{title}</h2>
          );
        return line.trim() === '' ? null : <p key={key}>{line}</p>;
      })}
    </>
  );
}
