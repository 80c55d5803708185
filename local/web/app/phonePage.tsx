import { useEffect, useRef, useState } from 'preact/hooks';
import type { PhoneCall } from '../messages.ts';
import { onMessage, ownNumber, send, useCenter, useCenterNow, watch } from './connection.ts';
import { Heard, Write } from './conversation.tsx';
import { phoneNumber, stopwatch, timeOfDay } from './format.ts';
import { canSpeak, speak, stopSpeaking } from './speech.ts';

const keypad = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const;

export function PhonePage() {
  const { hello, calls } = useCenter();
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const [aloud, setAloud] = useState(false);
  useEffect(() => watch({ type: 'watch-nothing' }), []);
  const newest = calls.at(-1)?.contactId;
  useEffect(() => setChosen(newest), [newest]);
  const call = calls.find((candidate) => candidate.contactId === chosen) ?? calls.at(-1);
  useSpeech(aloud, call?.contactId);
  if (hello === undefined) return <p class="empty">Looking at the center…</p>;
  return (
    <div class="phone">
      <section class="card dial" aria-label="Numbers">
        <h1>Phone</h1>
        <p class="quiet intro">
          Your number is {phoneNumber(ownNumber())}. Keep this page open: a callback rings here.
        </p>
        <h2>Call</h2>
        <ul>
          {hello.lines.map((line) => (
            <li key={line.id}>
              <button
                type="button"
                class="primary"
                disabled={!hello.mayChange}
                onClick={() => send({ type: 'dial', line: line.id })}
              >
                {phoneNumber(line.number)}
              </button>
              <span class="quiet">{line.queues.join(', ')}</span>
            </li>
          ))}
        </ul>
        {hello.chatQueues.length > 0 && (
          <>
            <h2>Chat</h2>
            <ul>
              {hello.chatQueues.map((queue) => (
                <li key={queue}>
                  <button type="button" disabled={!hello.mayChange} onClick={() => send({ type: 'start-chat', queue })}>
                    Write to {queue}
                  </button>
                </li>
              ))}
            </ul>
          </>
        )}
        {canSpeak() && (
          <label class="check">
            <input
              type="checkbox"
              checked={aloud}
              onChange={(event) => {
                setAloud(event.currentTarget.checked);
                if (!event.currentTarget.checked) stopSpeaking();
              }}
            />
            Read prompts aloud
          </label>
        )}
        {calls.length > 1 && (
          <Calls calls={calls} shown={call?.contactId} choose={setChosen} timeZone={hello.timeZone} />
        )}
      </section>
      {call === undefined ? (
        <p class="empty card">
          Choose a number. You will hear what a caller hears, as text, and press the keys a caller presses.
        </p>
      ) : (
        <Call call={call} timeZone={hello.timeZone} />
      )}
    </div>
  );
}

function useSpeech(aloud: boolean, contactId: string | undefined): void {
  const spoken = useRef(new Set<number>());
  useEffect(
    () =>
      onMessage((message) => {
        if (message.type !== 'call' || message.call.contactId !== contactId) return;
        for (const line of message.call.lines) {
          if (spoken.current.has(line.sequence)) continue;
          spoken.current.add(line.sequence);
          if (line.who === 'caller') stopSpeaking();
          if (aloud && line.who === 'center') speak(line.text);
        }
      }),
    [aloud, contactId],
  );
}

function Calls(props: {
  calls: readonly PhoneCall[];
  shown: string | undefined;
  choose: (id: string) => void;
  timeZone: string;
}) {
  return (
    <>
      <h2>Your contacts</h2>
      <ul>
        {props.calls.map((call) => (
          <li key={call.contactId}>
            <button
              type="button"
              aria-pressed={call.contactId === props.shown}
              onClick={() => props.choose(call.contactId)}
            >
              {call.channel === 'chat' ? 'Chat' : call.direction === 'rings' ? 'Callback' : 'Call'}
              {call.lines[0] !== undefined && ` ${timeOfDay(call.lines[0].at, props.timeZone)}`}
            </button>
            <span class="quiet">{call.stage === 'ended' ? 'ended' : 'open'}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function headline(call: PhoneCall): string {
  switch (call.stage) {
    case 'ringing':
      return 'The center is calling you';
    case 'menu':
      return call.channel === 'chat' ? 'In the chat' : 'On the line';
    case 'waiting':
      return `Waiting for ${call.queue ?? 'an agent'}`;
    case 'with-agent':
      return `With ${call.agent ?? 'an agent'}`;
    case 'ended':
      return call.channel === 'chat' ? 'The chat has ended' : 'The call has ended';
    default:
      return call.stage satisfies never;
  }
}

function Call({ call, timeZone }: { call: PhoneCall; timeZone: string }) {
  const now = useCenterNow();
  const open = call.stage !== 'ended';
  const press = (key: string) => send({ type: 'press', contactId: call.contactId, keys: key });
  useEffect(() => {
    if (!open || call.channel === 'chat') return;
    const typed = (event: KeyboardEvent) => {
      const inField = event.target instanceof HTMLElement && /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
      if (!inField && !event.ctrlKey && !event.metaKey && /^[0-9*#]$/.test(event.key)) press(event.key);
    };
    addEventListener('keydown', typed);
    return () => removeEventListener('keydown', typed);
  }, [call.contactId, open]);
  return (
    <section class="card call" aria-label="Call">
      <div class="headline">
        <h2>{headline(call)}</h2>
        {call.stage === 'waiting' && call.queuedAt !== null && now !== undefined && (
          <p>
            <span class="stopwatch">{stopwatch((now - call.queuedAt) / 1000)}</span>{' '}
            <span class="quiet">in the queue</span>
          </p>
        )}
      </div>
      {call.lines.length > 0 && <Heard lines={call.lines} timeZone={timeZone} />}
      {open && call.channel === 'chat' && (
        <Write onSend={(text) => send({ type: 'send-chat', contactId: call.contactId, text })} />
      )}
      {open && call.channel === 'voice' && call.stage !== 'ringing' && (
        <fieldset class="keypad" aria-label="Keypad">
          {keypad.map((key) => (
            <button
              key={key}
              type="button"
              class={call.keys.includes(key) ? 'asked' : undefined}
              onClick={() => press(key)}
            >
              {key}
            </button>
          ))}
        </fieldset>
      )}
      {/* While it rings, the bar above every page has the buttons. */}
      {open && call.stage !== 'ringing' && (
        <button type="button" class="hang-up" onClick={() => send({ type: 'hang-up', contactId: call.contactId })}>
          {call.channel === 'chat' ? 'Leave the chat' : 'Hang up'}
        </button>
      )}
      <p class="quiet">
        <a href={`#contacts/${call.contactId}`}>What the center did with this contact</a>
      </p>
    </section>
  );
}
