import { analyse } from './analysis.ts';
import type { IncomingCall } from './connect.ts';
import { type Contact, created, isLive } from './contact.ts';
import type { FlowEnding } from './flowRun.ts';
import type { Flow } from './language.ts';
import type { EndReason } from './log.ts';
import type { Person, Pickup, Ring } from './person.ts';
import { numberNamed } from './resources.ts';
import type { Switchboard } from './switchboard.ts';

export interface OutboundCall {
  readonly number: string;
  readonly flow: Flow;
  readonly queueId: string | null;
  readonly systemNumber: string | null;
  readonly attributes: Record<string, string>;
  readonly ringSeconds: number;
  readonly name: string | null;
  readonly description: string | null;
  readonly relatedContactId: string | null;
}

/** Phone calls: in, out, picked up, hung up. */
export interface Lines {
  dial(call: IncomingCall): string;
  /** Undefined when the call quota is used up. */
  call(outbound: OutboundCall): Contact | undefined;
  /** Rings the customer of a contact; `onAnswer` once somebody, or a machine, is on the line. */
  ring(contact: Contact, ringing: { kind: Ring['kind']; seconds: number; onAnswer(): void; onSilence(): void }): void;
  pickUp(contact: Contact): void;
  /** The customer's side. */
  hangUp(contact: Contact): void;
  end(contact: Contact, reason: EndReason): void;
  /** Runs a flow that decides where a contact goes. */
  route(contact: Contact, flow: Flow): void;
  isDialable(number: string): boolean;
  expectRingsAt(number: string, person: Person): void;
  personAt(number: string): Person;
}

/** A machine that talks to nobody: it presses nothing, and an agent leaves it after some seconds. */
const VOICEMAIL: Person = { handleSeconds: 20, keys: () => null };

export function createLines(board: Switchboard): Lines {
  const people = new Map<string, Person>();
  const ringsSoFar = new Map<string, number>();
  const onTheLine = new Set<string>();
  const phones = new Map<string, (pickup: Pickup) => void>();

  function dial(call: IncomingCall): string {
    const number = numberNamed(board.resources, call.to);
    const flow = board.resources.flows.get(number?.flowId ?? '');
    if (call.from !== null) people.set(call.from, call);
    if (number === undefined || flow === undefined) return refuse('number-not-in-service');
    if (onTheLine.size >= board.options.concurrentCalls) return refuse('call-quota');
    const contact = board.book.create({
      channel: 'VOICE',
      initiationMethod: 'INBOUND',
      stage: 'flow',
      person: call,
      onLine: true,
      customerNumber: call.from,
      systemNumber: number.number,
    });
    begin(contact);
    onTheLine.add(contact.id);
    if (call.menuPatienceSeconds !== undefined) {
      board.later(contact, call.menuPatienceSeconds, () => {
        if (contact.stage === 'flow') hangUp(contact);
      });
    }
    route(contact, flow);
    return contact.id;
  }

  function refuse(reason: 'number-not-in-service' | 'call-quota'): string {
    const contactId = board.book.newId();
    board.log.add(board.now(), contactId, { kind: 'refused', reason });
    return contactId;
  }

  function begin(contact: Contact): void {
    board.note(contact, created(contact));
    board.events.publish(contact, 'INITIATED');
  }

  function call(outbound: OutboundCall): Contact | undefined {
    if (onTheLine.size >= board.options.concurrentCalls) return undefined;
    const contact = board.book.create({
      channel: 'VOICE',
      initiationMethod: 'API',
      stage: 'ringing',
      person: personAt(outbound.number),
      onLine: false,
      customerNumber: outbound.number,
      systemNumber: outbound.systemNumber,
      attributes: outbound.attributes,
      name: outbound.name,
      description: outbound.description,
      relatedContactId: outbound.relatedContactId,
    });
    contact.targetQueueId = outbound.queueId;
    begin(contact);
    ring(contact, {
      kind: 'outbound',
      seconds: outbound.ringSeconds,
      onAnswer: () => {
        contact.stage = 'flow';
        route(contact, outbound.flow);
      },
      onSilence: () => {},
    });
    return contact;
  }

  function ring(
    contact: Contact,
    ringing: { kind: Ring['kind']; seconds: number; onAnswer(): void; onSilence(): void },
  ): void {
    const number = contact.customerNumber ?? '';
    const ringsBefore = ringsSoFar.get(number) ?? 0;
    ringsSoFar.set(number, ringsBefore + 1);
    onTheLine.add(contact.id);
    board.note(contact, { kind: 'ringing', number, attempt: contact.callback?.attempt ?? 1 });
    const silence = board.later(contact, ringing.seconds, () => settle({ kind: 'no-answer' }));
    const settle = (pickup: Pickup): void => {
      if (!phones.delete(contact.id)) return;
      silence.cancel();
      if (pickup.kind === 'no-answer' || pickup.kind === 'busy') {
        board.note(contact, { kind: 'not-answered', cause: pickup.kind });
        end(contact, pickup.kind === 'busy' ? 'TELECOM_BUSY' : 'TELECOM_UNANSWERED');
        ringing.onSilence();
        return;
      }
      contact.person = pickup.kind === 'voicemail' ? VOICEMAIL : (pickup.person ?? contact.person);
      contact.onLine = true;
      contact.connectedToSystemAt = board.now();
      board.note(contact, { kind: 'picked-up', by: pickup.kind === 'voicemail' ? 'voicemail' : 'person' });
      board.events.publish(contact, 'CONNECTED_TO_SYSTEM');
      ringing.onAnswer();
    };
    phones.set(contact.id, settle);
    const decided = contact.person.pickup?.({
      contactId: contact.id,
      initialContactId: contact.initialContactId,
      number,
      kind: ringing.kind,
      ringsBefore,
    });
    if (decided === undefined || decided.kind === 'no-answer') return;
    const afterSeconds = decided.kind === 'busy' ? 1 : decided.afterSeconds;
    board.later(contact, afterSeconds, () => settle(decided));
  }

  function route(contact: Contact, flow: Flow): void {
    board.flows.start(contact, 'run', flow, (ending) => routed(contact, ending));
  }

  function routed(contact: Contact, ending: FlowEnding): void {
    if (ending === 'queued') board.queues.enqueue(contact);
    else end(contact, 'CONTACT_FLOW_DISCONNECT');
  }

  function hangUp(contact: Contact): void {
    const settle = phones.get(contact.id);
    if (settle !== undefined) settle({ kind: 'no-answer' });
    else end(contact, 'CUSTOMER_DISCONNECT');
  }

  function end(contact: Contact, reason: EndReason): void {
    if (!isLive(contact)) return;
    const agent = contact.agent ?? contact.offeredTo;
    const spoke = contact.connectedToAgentAt !== null;
    board.flows.stop(contact.run);
    board.flows.stop(contact.agentRun);
    for (const timer of contact.timers) timer.cancel();
    contact.timers.clear();
    phones.delete(contact.id);
    onTheLine.delete(contact.id);
    contact.onLine = false;
    contact.disconnectedAt = board.now();
    contact.endReason = reason;
    contact.stage = spoke ? 'after-contact-work' : 'ended';
    board.queues.leave(contact);
    board.note(contact, { kind: 'ended', reason });
    board.events.publish(contact, 'DISCONNECTED');
    analyse(contact, board);
    if (spoke && agent !== null) board.agents.wrapUp(agent, contact);
    else {
      board.events.publish(contact, 'COMPLETED');
      if (agent !== null) board.agents.letGo(agent, contact);
    }
  }

  function personAt(number: string): Person {
    return people.get(number) ?? {};
  }

  return {
    dial,
    call,
    ring,
    pickUp: (contact) => phones.get(contact.id)?.({ kind: 'answer', afterSeconds: 0 }),
    hangUp,
    end,
    route,
    isDialable: (number) => board.options.dialablePrefixes.some((prefix) => number.startsWith(prefix)),
    expectRingsAt: (number, person) => people.set(number, person),
    personAt,
  };
}
