import type { AgentOnBoard, CallbackOnBoard } from '../messages.ts';
import { useChoice } from './connection.ts';
import { duration, timeOfDay } from './format.ts';

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

export function Callbacks({
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

export function Agents({ agents, mayChange }: { agents: readonly AgentOnBoard[]; mayChange: boolean }) {
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
          <AgentHere key={agent.username} agent={agent} mayChange={mayChange} />
        ))}
      </ul>
      {away.length > 0 && (
        <details>
          <summary>
            Away <span class="count">{away.length}</span>
          </summary>
          <ul class="agents">
            {away.map((agent) => (
              <AgentAway key={agent.username} agent={agent} mayChange={mayChange} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

interface AgentLine {
  readonly agent: AgentOnBoard;
  readonly mayChange: boolean;
}

function AgentHere({ agent: { username, leaving: known, status }, mayChange }: AgentLine) {
  const [leaving, choose] = useChoice(known, () => ({ type: 'agent-leaves', username }));
  return (
    <li>
      <span>{username}</span>
      <span class="quiet">{leaving ? 'leaving' : status.replaceAll('-', ' ')}</span>
      {mayChange && !leaving && (
        <button type="button" aria-label={`${username} leaves`} onClick={() => choose(true)}>
          Leaves
        </button>
      )}
    </li>
  );
}

function AgentAway({ agent: { username }, mayChange }: AgentLine) {
  const [coming, choose] = useChoice(false, () => ({ type: 'agent-returns', username }));
  return (
    <li>
      <span>{username}</span>
      {coming && <span class="quiet">coming</span>}
      {mayChange && !coming && (
        <button type="button" aria-label={`${username} comes`} onClick={() => choose(true)}>
          Comes
        </button>
      )}
    </li>
  );
}
