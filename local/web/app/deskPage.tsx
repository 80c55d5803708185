import { useEffect, useState } from 'preact/hooks';
import type { DeskContact, DeskMessage } from '../deskMessages.ts';
import { send, useCenter, useCenterNow, useChoice, watch } from './connection.ts';
import { Heard, Write } from './conversation.tsx';
import { Context } from './deskContext.tsx';
import { duration, keepUnits, stopwatch } from './format.ts';

export function DeskPage() {
  const { desk, hello } = useCenter();
  useEffect(() => watch({ type: 'watch-desk' }), []);
  if (desk === undefined || hello === undefined) return <p class="empty">Looking at the center…</p>;
  return (
    <div class="desk">
      <div class="aside">
        {desk.username === null ? (
          <Login desk={desk} mayChange={hello.mayChange} />
        ) : (
          <Agent desk={desk} username={desk.username} />
        )}
      </div>
      <div class="at-hand">
        {desk.contacts.map((contact) => (
          <Contact key={contact.contactId} contact={contact} reasons={desk.reasons} timeZone={hello.timeZone} />
        ))}
        {desk.contacts.length === 0 && <p class="card empty">{idleText(desk)}</p>}
      </div>
    </div>
  );
}

function idleText({ username, status, queues }: DeskMessage): string {
  if (username === null) return 'Whoever logs in here takes the contacts of their queues by hand.';
  if (status === 'break') return 'You are on a break. Nothing rings until you are available again.';
  const waiting = queues.reduce((sum, queue) => sum + queue.waiting, 0);
  return waiting === 0
    ? 'Nobody waits in your queues. The next contact rings here.'
    : 'The next contact rings in a moment.';
}

function Login({ desk, mayChange }: { desk: DeskMessage; mayChange: boolean }) {
  const free = desk.agents.filter(({ taken }) => !taken);
  const [wanted, choose] = useState('');
  // Somebody else may have taken the one that was wanted.
  const chosen = free.some(({ username }) => username === wanted) ? wanted : (free[0]?.username ?? '');
  return (
    <section class="card">
      <h1>Agent's desk</h1>
      {mayChange ? (
        <form
          class="stack"
          onSubmit={(event) => {
            event.preventDefault();
            send({ type: 'desk-login', username: chosen });
          }}
        >
          <label>
            Agent
            <select value={chosen} onChange={(event) => choose(event.currentTarget.value)}>
              {free.map(({ username, queues }) => (
                <option key={username} value={username}>
                  {username}: {queues.join(', ')}
                </option>
              ))}
            </select>
          </label>
          <button type="submit" class="primary">
            Log in
          </button>
        </form>
      ) : (
        <p class="intro">To work here, open the address that nohold start printed.</p>
      )}
    </section>
  );
}

const statuses: Readonly<Record<string, string>> = {
  available: 'Available',
  break: 'On a break',
  ringing: 'A contact rings',
  'on-contact': 'With a customer',
  'after-contact-work': 'Wrapping up',
  missed: 'Missed a contact',
  offline: 'Offline',
};

function Agent({ desk, username }: { desk: DeskMessage; username: string }) {
  const { leaving } = desk;
  const [status, choose] = useChoice(desk.status, (chosen) => ({
    type: 'desk-status',
    status: chosen === 'break' ? 'break' : 'available',
  }));
  const away = status === 'break' || status === 'missed';
  return (
    <section class="card">
      <h1>{username}</h1>
      <p class="intro" role="status">
        {leaving ? 'Leaving after this contact' : (statuses[status] ?? status)}
      </p>
      <div class="buttons">
        <button type="button" class={away ? 'primary' : undefined} onClick={() => choose(away ? 'available' : 'break')}>
          {away ? 'Be available' : 'Take a break'}
        </button>
        <button type="button" onClick={() => send({ type: 'desk-logout' })}>
          Log out
        </button>
      </div>
      <h2 class="minor">Waiting in your queues</h2>
      <dl class="pairs">
        {desk.queues.map(({ queue, channel, waiting }) => (
          <div key={`${queue} ${channel}`}>
            <dt>
              {queue} <span class="quiet">{channel}</span>
            </dt>
            <dd>{waiting}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function headingOf({ stage, channel, caller, isCallback }: DeskContact): string {
  const who = caller === '' ? (channel === 'chat' ? 'a chat' : 'a caller') : `… ${caller}`;
  switch (stage) {
    case 'rings':
      return isCallback ? `Callback rings: ${who}` : `Ringing: ${who}`;
    case 'connecting':
      return isCallback ? `Calling back ${who}` : `Connecting ${who}`;
    case 'talking':
      return `With ${who}`;
    case 'wrapping-up':
      return `Wrap up ${who}`;
    default:
      return stage satisfies never;
  }
}

function Contact(props: { contact: DeskContact; reasons: readonly string[]; timeZone: string }) {
  const { contact, reasons, timeZone } = props;
  const now = useCenterNow();
  const { contactId, stage, channel, queue, waitedSeconds, expectationSeconds } = contact;
  const beyond = waitedSeconds !== null && expectationSeconds !== null && waitedSeconds > expectationSeconds;
  return (
    <section class="card contact" aria-label={headingOf(contact)}>
      <div class="headline" aria-live="polite">
        <h2>{headingOf(contact)}</h2>
        <p>
          <span class="quiet">{`${queue}, ${channel}`}</span>{' '}
          {now !== undefined && <span class="stopwatch">{stopwatch((now - contact.since) / 1000)}</span>}
        </p>
      </div>
      {waitedSeconds !== null && (
        <p class={beyond ? 'waited beyond' : 'waited'}>
          Waited {keepUnits(duration(waitedSeconds))}
          {expectationSeconds !== null && (
            <span class="quiet">
              , {beyond ? 'beyond' : 'within'} the expected {keepUnits(duration(expectationSeconds))}
            </span>
          )}
        </p>
      )}
      <Actions contact={contact} reasons={reasons} />
      {contact.lines.length > 0 && <Heard lines={contact.lines} timeZone={timeZone} />}
      {channel === 'chat' && stage === 'talking' && (
        <Write onSend={(text) => send({ type: 'desk-say', contactId, text })} />
      )}
      <Context contact={contact} timeZone={timeZone} now={now ?? contact.since} />
    </section>
  );
}

function Actions({ contact, reasons }: { contact: DeskContact; reasons: readonly string[] }) {
  const { contactId, stage } = contact;
  switch (stage) {
    case 'rings':
      return (
        <div class="buttons">
          <button type="button" class="primary" onClick={() => send({ type: 'desk-accept', contactId })}>
            Accept
          </button>
        </div>
      );
    case 'connecting':
      return <p class="quiet">Both sides hear who they are put through to.</p>;
    case 'talking':
      return <Talking contact={contact} />;
    case 'wrapping-up':
      return (
        <fieldset class="choices">
          <legend>What was it? The next contact comes when you have said so.</legend>
          {reasons.map((reason) => (
            <button key={reason} type="button" onClick={() => send({ type: 'desk-finish', contactId, reason })}>
              {reason}
            </button>
          ))}
        </fieldset>
      );
    default:
      return stage satisfies never;
  }
}

function Talking({ contact: { contactId, channel, destinations } }: { contact: DeskContact }) {
  const [to, choose] = useState('');
  return (
    <div class="buttons">
      <button type="button" onClick={() => send({ type: 'desk-end', contactId })}>
        {channel === 'chat' ? 'End the chat' : 'Hang up'}
      </button>
      {destinations.length > 0 && (
        <form
          class="buttons"
          onSubmit={(event) => {
            event.preventDefault();
            send({ type: 'desk-transfer', contactId, queue: to === '' ? (destinations[0] ?? '') : to });
          }}
        >
          <label>
            <span class="unseen">Pass on to</span>
            <select value={to === '' ? destinations[0] : to} onChange={(event) => choose(event.currentTarget.value)}>
              {destinations.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </label>
          <button type="submit">Pass on</button>
        </form>
      )}
    </div>
  );
}
