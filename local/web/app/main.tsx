import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { BoardPage } from './boardPage.tsx';
import { connect, forgetRefusal, type State, send, useCenter, useCenterNow, useChoice } from './connection.ts';
import { ContactsPage } from './contactsPage.tsx';
import { ControlPage } from './controlPage.tsx';
import { DeskPage } from './deskPage.tsx';
import { timeOfDay } from './format.ts';
import { PhonePage } from './phonePage.tsx';

const pages = [
  { id: 'board', title: 'Board' },
  { id: 'phone', title: 'Phone' },
  { id: 'desk', title: 'Desk' },
  { id: 'contacts', title: 'Contacts' },
  { id: 'control', title: 'Control' },
] as const;

/** "#contacts/<id>": the page and what it shows. */
function place(): { page: string; detail: string | undefined } {
  const [page = '', detail] = location.hash.slice(1).split('/');
  return { page: pages.some(({ id }) => id === page) ? page : 'board', detail };
}

function App() {
  const [at, setAt] = useState(place);
  const { hello, calls } = useCenter();
  useEffect(() => {
    const move = () => setAt(place());
    addEventListener('hashchange', move);
    return () => removeEventListener('hashchange', move);
  }, []);
  useEffect(() => {
    const title = pages.find(({ id }) => id === at.page)?.title;
    document.title = [title, hello?.name, 'Nohold'].filter(Boolean).join(' · ');
  }, [at.page, hello]);
  const ringing = calls.find((call) => call.stage === 'ringing');
  return (
    <>
      {/* A button, not a link: the fragment of the address names the page that is shown. */}
      <button type="button" class="skip" onClick={() => document.getElementById('main')?.focus()}>
        Skip to the page
      </button>
      <Header page={at.page} />
      <Notices />
      <DeskRings page={at.page} />
      {ringing !== undefined && (
        <div class="ringing" role="alert">
          <strong>{hello?.name ?? 'The center'} is calling you back</strong>
          <span class="buttons">
            <button
              type="button"
              class="primary"
              onClick={() => {
                send({ type: 'answer', contactId: ringing.contactId });
                location.hash = 'phone';
              }}
            >
              Answer
            </button>
            <button type="button" onClick={() => send({ type: 'hang-up', contactId: ringing.contactId })}>
              Decline
            </button>
          </span>
        </div>
      )}
      <main id="main" tabIndex={-1}>
        {at.page === 'board' && <BoardPage />}
        {at.page === 'phone' && <PhonePage />}
        {at.page === 'desk' && <DeskPage />}
        {at.page === 'control' && <ControlPage />}
        {at.page === 'contacts' && <ContactsPage contactId={at.detail} />}
      </main>
    </>
  );
}

/** A contact that rings at the desk is heard on every other page too. */
function DeskRings({ page }: { page: string }) {
  const { desk } = useCenter();
  const rings = desk?.contacts.find(({ stage }) => stage === 'rings');
  if (rings === undefined || page === 'desk') return null;
  return (
    <div class="ringing" role="alert">
      <strong>A contact of {rings.queue} rings at your desk</strong>
      <a class="button primary" href="#desk">
        Go to the desk
      </a>
    </div>
  );
}

function Header({ page }: { page: string }) {
  const { hello, clock, desk } = useCenter();
  const now = useCenterNow();
  return (
    <header>
      <p class="name">{hello?.name ?? 'Nohold'}</p>
      <nav aria-label="Pages">
        {pages.map(({ id, title }) => (
          <a key={id} href={`#${id}`} aria-current={page === id ? 'page' : undefined}>
            {title}
          </a>
        ))}
      </nav>
      <div class="clock">
        {now !== undefined && hello !== undefined && (
          <time title={`The center's clock, ${hello.timeZone}`}>{timeOfDay(now, hello.timeZone, true)}</time>
        )}
        {hello?.mayChange && hello.speeds.length > 0 && clock !== undefined && (
          <Speed clock={clock} speeds={hello.speeds} />
        )}
        {clock?.held && (
          <span class="quiet">
            {clock.speed}× while you are on {desk?.username == null ? 'the phone' : 'a contact'}
          </span>
        )}
        {hello?.mayChange && clock?.paused != null && <Pause paused={clock.paused} />}
      </div>
    </header>
  );
}

function Speed({ clock, speeds }: { clock: NonNullable<State['clock']>; speeds: readonly number[] }) {
  const [shown, choose] = useChoice(clock.chosenSpeed, (speed) => ({ type: 'set-speed', speed }));
  return (
    <label>
      <span class="quiet">Speed</span>
      <select value={String(shown)} onChange={(event) => choose(Number(event.currentTarget.value))}>
        {[...new Set([...speeds, shown])]
          .sort((a, b) => a - b)
          .map((speed) => (
            <option key={speed} value={String(speed)}>
              {speed}×
            </option>
          ))}
      </select>
    </label>
  );
}

function Pause({ paused: known }: { paused: boolean }) {
  const [paused, choose] = useChoice(known, (chosen) => ({ type: 'pause-traffic', paused: chosen }));
  return (
    <button type="button" aria-pressed={paused} onClick={() => choose(!paused)}>
      {paused ? 'Resume' : 'Pause'}
      <span class="wide"> callers</span>
    </button>
  );
}

function Notices() {
  const { connected, hello, refused } = useCenter();
  const lost = !connected && hello !== undefined;
  return (
    <div role="status">
      {lost && <p class="notice">The center does not answer. What is shown is what was last known; trying again.</p>}
      {connected && hello !== undefined && !hello.mayChange && (
        <p class="notice">You can look. To dial or to change anything, open the address that nohold start printed.</p>
      )}
      {refused !== undefined && (
        <p class="notice">
          {refused}{' '}
          <button type="button" onClick={forgetRefusal}>
            Close
          </button>
        </p>
      )}
    </div>
  );
}

connect();
const root = document.getElementById('app');
if (root !== null) render(<App />, root);
