import { useEffect, useState } from 'preact/hooks';
import { visitorNumber } from '../../callers/numbers.ts';
import type { Command } from '../commands.ts';
import type { ControlMessage } from '../controlMessages.ts';
import type { DeskMessage, StoryTold } from '../deskMessages.ts';
import type { BoardMessage, ContactListed, PhoneCall, ToPage, TranscriptLine } from '../messages.ts';

/** Everything the pages know; one object, replaced when something changes. */
export interface State {
  readonly connected: boolean;
  readonly hello: Extract<ToPage, { type: 'hello' }> | undefined;
  readonly clock:
    | {
        readonly now: number;
        readonly speed: number;
        readonly chosenSpeed: number;
        readonly held: boolean;
        readonly paused: boolean | null;
        readonly heardAt: number;
      }
    | undefined;
  readonly board: BoardMessage | undefined;
  readonly contacts: readonly ContactListed[];
  readonly transcript: { readonly contactId: string; readonly lines: readonly TranscriptLine[] } | undefined;
  readonly story: { readonly contactId: string; readonly told: StoryTold | null } | undefined;
  readonly desk: DeskMessage | undefined;
  readonly control: ControlMessage | undefined;
  /** This page's own calls, latest last. */
  readonly calls: readonly PhoneCall[];
  readonly refused: string | undefined;
}

let state: State = {
  connected: false,
  hello: undefined,
  clock: undefined,
  board: undefined,
  contacts: [],
  transcript: undefined,
  story: undefined,
  desk: undefined,
  control: undefined,
  calls: [],
  refused: undefined,
};

const listeners = new Set<(state: State) => void>();
const messageListeners = new Set<(message: ToPage) => void>();

function change(part: Partial<State>): void {
  state = { ...state, ...part };
  for (const listener of listeners) listener(state);
}

/** The state, and again whenever it changes. */
export function useCenter(): State {
  const [current, setCurrent] = useState(state);
  useEffect(() => {
    listeners.add(setCurrent);
    setCurrent(state);
    return () => {
      listeners.delete(setCurrent);
    };
  }, []);
  return current;
}

/** Told of each message as it comes: for what must be heard once, such as speech. */
export function onMessage(listener: (message: ToPage) => void): () => void {
  messageListeners.add(listener);
  return () => {
    messageListeners.delete(listener);
  };
}

export const forgetRefusal = (): void => change({ refused: undefined });

let socket: WebSocket | undefined;
let watching: Command | undefined;

const unanswered = new Map<number, () => void>();
let lastNumber = 0;

export function send(command: Command, number?: number): void {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ number, command }));
}

/** Resolves when the center has answered and told what is so now, or when it can answer no more. */
function ask(command: Command): Promise<void> {
  if (socket?.readyState !== WebSocket.OPEN) return Promise.resolve();
  const number = ++lastNumber;
  send(command, number);
  return new Promise((resolve) => unanswered.set(number, resolve));
}

/**
 * What a control shows, and how it is set. What a person chose stays drawn until the center has answered, whatever is
 * told meanwhile; then what is so is drawn. A refusal is thus drawn back, and said in the notices.
 */
export function useChoice<T>(known: T, command: (chosen: T) => Command): readonly [T, (chosen: T) => void] {
  const [choice, setChoice] = useState<{ readonly chosen: T } | undefined>(undefined);
  const choose = (chosen: T): void => {
    const mine = { chosen };
    setChoice(mine);
    void ask(command(chosen)).then(() => setChoice((latest) => (latest === mine ? undefined : latest)));
  };
  return [choice === undefined ? known : choice.chosen, choose];
}

/** Says what this page looks at, now and after a lost connection. */
export function watch(command: Command): void {
  watching = command;
  send(command);
}

/** The token comes in the fragment, which no request carries, and stays in this tab. */
function token(): string {
  const given = new URLSearchParams(location.hash.slice(1)).get('token');
  if (given !== null) {
    sessionStorage.setItem('token', given);
    history.replaceState(null, '', `${location.pathname}#board`);
  }
  return sessionStorage.getItem('token') ?? '';
}

/** The number of this tab's phone: kept over a reload, so that a promised callback still finds it. */
export function ownNumber(): string {
  const kept = sessionStorage.getItem('number');
  if (kept !== null) return kept;
  const [start = 0] = crypto.getRandomValues(new Uint8Array(1));
  const number = visitorNumber(state.hello?.lines.map((line) => line.number) ?? [], start);
  sessionStorage.setItem('number', number);
  return number;
}

function receive(message: ToPage): void {
  for (const listener of messageListeners) listener(message);
  switch (message.type) {
    case 'hello':
      change({ hello: message });
      if (message.mayChange) send({ type: 'phone', number: ownNumber() });
      break;
    case 'clock':
      change({
        clock: {
          now: message.now,
          speed: message.speed,
          chosenSpeed: message.chosenSpeed,
          held: message.held,
          paused: message.paused,
          heardAt: performance.now(),
        },
      });
      break;
    case 'board':
      change({ board: message });
      break;
    case 'contacts':
      change({ contacts: message.contacts });
      break;
    case 'transcript': {
      const { contactId } = message;
      const before = !message.fresh && state.transcript?.contactId === contactId ? state.transcript.lines : [];
      change({ transcript: { contactId, lines: [...before, ...message.lines] } });
      break;
    }
    case 'story':
      change({ story: { contactId: message.contactId, told: message.story } });
      break;
    case 'desk':
      change({ desk: message });
      break;
    case 'control':
      change({ control: message });
      break;
    case 'call': {
      const others = state.calls.filter((call) => call.contactId !== message.call.contactId);
      const known = others.length < state.calls.length;
      const calls = known
        ? state.calls.map((call) => (call.contactId === message.call.contactId ? message.call : call))
        : [...others, message.call];
      change({ calls });
      break;
    }
    case 'refused':
      change({ refused: message.reason });
      break;
    case 'answered':
      unanswered.get(message.number)?.();
      unanswered.delete(message.number);
      break;
    default:
      message satisfies never;
  }
}

/** Connects, and again two seconds after the connection was lost. */
export function connect(): void {
  const key = token();
  socket = new WebSocket(`ws://${location.host}/live`);
  socket.onopen = () => {
    change({ connected: true });
    send({ type: 'enter', token: key });
    if (watching !== undefined) send(watching);
  };
  socket.onmessage = (event) => receive(JSON.parse(String(event.data)) as ToPage);
  socket.onclose = () => {
    for (const resolve of unanswered.values()) resolve();
    unanswered.clear();
    change({
      connected: false,
      desk: undefined,
      calls: state.calls.map((call) => ({ ...call, stage: 'ended' as const })),
    });
    setTimeout(connect, 2000);
  };
}

/** The center's time, moving between two messages at the speed of its clock. */
export function useCenterNow(): number | undefined {
  const { clock } = useCenter();
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), 500);
    return () => clearInterval(timer);
  }, []);
  if (clock === undefined) return undefined;
  return clock.now + (performance.now() - clock.heardAt) * clock.speed;
}
