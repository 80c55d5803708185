import { gatherStory } from '../../core/operations/gatherStory.ts';
import type { Fact } from '../connect/connect.ts';
import type { Board, Look } from './board.ts';
import type { WebCenter } from './center.ts';
import { type Command, changesState, readAsked } from './commands.ts';
import type { ContactList } from './contactList.ts';
import type { ControlCommand, ControlRoom } from './control/room.ts';
import { createWhatIfDesk } from './control/whatIf.ts';
import type { Desk, DeskCommand } from './desk.ts';
import type { PhoneCall, ToPage } from './messages.ts';
import type { Pace } from './pace.ts';
import { callAfter, newCall } from './phoneCall.ts';
import { toldStory } from './toldStory.ts';
import { transcriptLine } from './transcript.ts';

export interface SessionDeps {
  readonly center: WebCenter;
  readonly board: Board;
  readonly contacts: ContactList;
  readonly pace: Pace;
  /** This page's own, nobody at it yet. */
  readonly desk: Desk;
  readonly control: ControlRoom | undefined;
  tokenRight(given: string): boolean;
  send(message: ToPage): void;
}

/** One open page: what it watches, its phone, and whether it may change anything. */
export interface Session {
  receive(message: string): void;
  /** Sends what the page watches and what changes with time; called about once a second. */
  refresh(): Promise<void>;
  /** The page is gone: its calls are hung up, as if the line had been cut. */
  close(): void;
}

type Watch =
  | { what: 'nothing' }
  | { what: 'board'; look: Look }
  | { what: 'contacts' }
  | { what: 'desk' | 'control' }
  | { what: 'transcript'; contactId: string };

/** The story of a contact is read from rows, which change more slowly than a page is refreshed. */
const refreshesPerStory = 3;

/** The choices a person has for the speed of the clock. */
export const speeds = [1, 2, 5, 10, 30, 60] as const;

export function createSession(deps: SessionDeps): Session {
  const { center, control, desk, pace, send } = deps;
  const { connect } = center;
  let watch: Watch = { what: 'nothing' };
  let mayChange = false;
  let ownNumber: string | undefined;
  let refreshes = 0;
  const calls = new Map<string, PhoneCall>();

  const whatIf = center.control && createWhatIfDesk(center.control.today, () => tellControl());
  const tellControl = (): void => {
    if (watch.what === 'control' && control !== undefined && whatIf !== undefined) send(control.message(whatIf));
  };

  let telling: Promise<void> = Promise.resolve();
  let untold = 0;
  /** One after the other: what was gathered before a change must not reach the page after what was gathered later. */
  const inOrder = (tell: () => Promise<void>): Promise<void> => {
    untold += 1;
    telling = telling.then(tell, tell).finally(() => {
      untold -= 1;
    });
    return telling;
  };

  const follow = (call: PhoneCall): void => {
    calls.set(call.contactId, call);
    if ([...calls.values()].some(needsRealTime)) pace.hold(calls);
    else pace.release(calls);
    send({ type: 'call', call });
  };

  const onFact = (fact: Fact): void => {
    const { contactId } = fact;
    if (fact.kind === 'agent-status' && fact.agent === desk.username) {
      desk.settlePace();
      void inOrder(async () => send(await desk.message()));
    }
    if (contactId === null) return;
    if (fact.kind === 'ringing' && fact.number === ownNumber && !calls.has(contactId))
      follow(newCall(contactId, 'voice', 'rings'));
    // Passed on by an agent: a new contact, and for who is on the line still the same call.
    const passedOn = fact.kind === 'contact-created' && fact.initiationMethod === 'TRANSFER' && fact.previousContactId;
    const before = passedOn ? calls.get(passedOn) : undefined;
    if (before !== undefined) follow({ ...newCall(contactId, before.channel, 'dialled'), lines: before.lines });
    const call = calls.get(contactId);
    if (call !== undefined) follow(callAfter(call, fact));
    if (watch.what === 'transcript' && watch.contactId === contactId) {
      const line = transcriptLine(fact, center.functionName);
      if (line !== undefined) send({ type: 'transcript', contactId, fresh: false, lines: [line] });
    }
  };
  const unsubscribe = connect.log.subscribe(onFact);

  /** What happened while the call was being made belongs to it too. */
  const begin = (contactId: string, channel: PhoneCall['channel']): void =>
    follow(connect.log.ofContact(contactId).reduce(callAfter, newCall(contactId, channel, 'dialled')));

  const own = (contactId: string): boolean => calls.has(contactId);

  const change = (command: Command): void => {
    switch (command.type) {
      case 'phone':
        ownNumber = command.number;
        return;
      case 'dial': {
        const line = center.lines.find((candidate) => candidate.id === command.line);
        if (line !== undefined && ownNumber !== undefined)
          begin(connect.dial({ from: ownNumber, to: line.to }), 'voice');
        return;
      }
      case 'start-chat': {
        const queue = center.queues.find(
          (candidate) => candidate.name === command.queue && candidate.channels.includes('chat'),
        );
        if (queue !== undefined)
          begin(connect.startChat({ displayName: 'Visitor', flow: `Chat-${queue.name}` }), 'chat');
        return;
      }
      case 'press':
        if (own(command.contactId)) connect.press(command.contactId, command.keys);
        return;
      case 'answer':
        if (own(command.contactId)) connect.pickUp(command.contactId);
        return;
      case 'hang-up':
        if (own(command.contactId)) connect.hangUp(command.contactId);
        return;
      case 'send-chat':
        if (own(command.contactId)) connect.sendChat(command.contactId, command.text);
        return;
      case 'set-speed':
        pace.choose(command.speed);
        return;
      case 'pause-traffic':
        if (command.paused) center.callers?.pause();
        else center.callers?.resume();
        return;
      case 'agent-leaves':
        connect.agents.logout(command.username);
        return;
      case 'agent-returns':
        connect.agents.login(command.username);
        return;
      default:
        if (isOfDesk(command)) desk.change(command);
        if (isOfControl(command)) {
          if (command.type === 'control-what-if') void whatIf?.ask(command);
          else control?.change(command);
        }
    }
  };

  const look = (command: Command): void => {
    switch (command.type) {
      case 'enter':
        mayChange = deps.tokenRight(command.token);
        send(hello(center, mayChange));
        return;
      case 'watch-board':
        watch = { what: 'board', look: { hours: command.hours, dashboard: command.dashboard, chosen: command.chosen } };
        break;
      case 'watch-contacts':
        watch = { what: 'contacts' };
        break;
      case 'watch-desk':
        watch = { what: 'desk' };
        break;
      case 'watch-control':
        watch = { what: 'control' };
        break;
      case 'watch-transcript': {
        refreshes = 0;
        watch = { what: 'transcript', contactId: command.contactId };
        const lines = connect.log
          .ofContact(command.contactId)
          .flatMap((fact) => transcriptLine(fact, center.functionName) ?? []);
        send({ type: 'transcript', contactId: command.contactId, fresh: true, lines });
        break;
      }
      default:
        watch = { what: 'nothing' };
    }
    void inOrder(tellAll);
  };

  const tellAll = async (): Promise<void> => {
    const { clock, callers } = center;
    send({
      type: 'clock',
      now: clock.now(),
      speed: clock.speed,
      chosenSpeed: pace.chosen,
      held: pace.held,
      paused: callers?.paused ?? null,
    });
    if (watch.what === 'board') send(await deps.board.message(watch.look));
    if (watch.what === 'contacts' || watch.what === 'transcript')
      send({ type: 'contacts', contacts: deps.contacts.recent() });
    // Whoever sits at a desk must hear it ring on any page.
    if (watch.what === 'desk' || desk.username !== undefined) send(await desk.message());
    tellControl();
    if (watch.what === 'transcript' && refreshes++ % refreshesPerStory === 0) await tellStory(watch.contactId);
  };

  const tellStory = async (contactId: string): Promise<void> => {
    const story = center.story && (await gatherStory(center.story, contactId, center.clock.now()));
    send({ type: 'story', contactId, story: story === undefined ? null : toldStory(story, center.timeZone) });
  };

  const attempt = (command: Command): void => {
    try {
      if (!mayChange)
        throw new RangeError('Open the address that nohold start printed: it carries the key this needs.');
      change(command);
    } catch (error) {
      send({ type: 'refused', reason: error instanceof Error ? error.message : String(error) });
    }
  };

  return {
    receive(message) {
      const asked = readAsked(message);
      if (asked === undefined)
        return send({ type: 'refused', reason: 'The page and the center are of different versions. Reload the page.' });
      const { command, number } = asked;
      if (!changesState(command)) return look(command);
      attempt(command);
      void inOrder(async () => {
        await tellAll();
        if (number !== undefined) send({ type: 'answered', number });
      });
    },
    // Where telling takes longer than a second, the next second has nothing to add.
    refresh: () => (untold > 0 ? telling : inOrder(tellAll)),
    close() {
      unsubscribe();
      desk.close();
      whatIf?.close();
      pace.release(calls);
      for (const call of calls.values()) if (call.stage !== 'ended') connect.hangUp(call.contactId);
    },
  };
}

const isOfControl = (command: Command): command is ControlCommand => command.type.startsWith('control-');
const isOfDesk = (command: Command): command is DeskCommand => command.type.startsWith('desk-');

/** Whether the person has to listen, speak or press a key: only plain waiting may pass faster. */
const needsRealTime = (call: PhoneCall): boolean =>
  call.stage === 'waiting' ? call.keys.length > 0 : call.stage !== 'ended';

function hello(center: WebCenter, mayChange: boolean): ToPage {
  return {
    type: 'hello',
    name: center.name,
    timeZone: center.timeZone,
    mayChange,
    lines: center.lines.map(({ id, number, queues }) => ({ id, number, queues })),
    chatQueues: center.queues.filter((queue) => queue.channels.includes('chat')).map((queue) => queue.name),
    speeds: center.setSpeed === undefined ? [] : speeds,
    controlled: center.control !== undefined,
  };
}
