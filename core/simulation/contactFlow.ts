import { randomStream } from '../random/stream.ts';
import type { CallbackSlot } from './callbackDesk.ts';
import type { Customer, TwinContact } from './customers.ts';
import { callDue, findAgent, finish, lookAtCallbacks } from './handling.ts';
import { invite } from './invitation.ts';
import { sampler } from './timeLaw.ts';
import { deskOf, leave, type QueueDesk, stand, type Twin, type TwinEvent } from './twin.ts';

/** A delay is over only when the router, who reckons in milliseconds, says so too. */
const ripeningSeconds = 1e-6;

export interface ContactFlow {
  /** Plans the next arrival of a queue. */
  expect(desk: QueueDesk): void;
  execute(event: TwinEvent): void;
}

/** What happens to contacts, from asking for an agent to the end. */
export function createContactFlow(twin: Twin): ContactFlow {
  const { scenario, events } = twin;
  const byName = new Map(twin.desks.map((desk) => [desk.queue.name, desk]));
  const returning = new Map<number, { desk: QueueDesk; customer: Customer; tries: number }>();
  const returnAfter = twin.desks.map(({ queue }) =>
    queue.retrials
      ? sampler(queue.retrials.afterSeconds, randomStream(scenario.seed, `${queue.name}/returns`))
      : () => Number.POSITIVE_INFINITY,
  );
  let lastReturn = 0;

  function expect(desk: QueueDesk): void {
    const at = desk.nextArrival();
    if (at <= scenario.untilSeconds) events.push(at, 'arrives', desk.index);
  }

  /** A customer asks for an agent. */
  function ask(desk: QueueDesk, customer: Customer, tries = 0): void {
    desk.now.offered += 1;
    const contact = stand(twin, desk, { customer, tries, priority: customer.priority });
    if (findAgent(twin, contact)) return;
    contact.hadToWait = true;
    if (twin.router.line(contact.queue, contact.channel).size > (desk.queue.mostWaiting ?? Number.POSITIVE_INFINITY)) {
      leave(twin, contact, 'overflowed');
      return;
    }
    if (scenario.scored && twin.at >= (scenario.warmupSeconds ?? 0)) {
      contact.asked = desk.quoting.predict(twin.at, contact, desk.seen);
    }
    desk.quoting.stands(twin.at, contact);
    for (const delay of desk.delays) events.push(twin.at + delay + ripeningSeconds, 'ripens', contact.serial);
    if (customer.patienceSeconds < Number.POSITIVE_INFINITY) {
      events.push(twin.at + customer.patienceSeconds, 'gives-up', contact.serial);
    }
    offer(desk, contact, 'arrival');
  }

  function offer(desk: QueueDesk, contact: TwinContact, purpose: 'arrival' | 'waiting'): void {
    const { offers } = desk.queue;
    if (!offers) return;
    const choice = invite(twin, contact, offers, purpose);
    switch (choice.kind) {
      case 'holds':
        if (offers.askAgainSeconds) events.push(twin.at + offers.askAgainSeconds, 'is-asked-again', contact.serial);
        break;
      case 'takes-callback':
        takeCallback(desk, contact, choice.slot);
        break;
      case 'moves': {
        const target = byName.get(choice.queue);
        if (!target) throw new RangeError(`no queue ${choice.queue}`);
        leave(twin, contact, 'moved');
        ask(target, target.nextMoved());
        break;
      }
      default:
        choice satisfies never;
    }
  }

  function takeCallback(desk: QueueDesk, contact: TwinContact, slot: CallbackSlot): void {
    const callback = desk.callbacks?.accept(contact, twin.at, slot);
    leave(twin, contact, 'callback');
    if (!callback) return;
    if (slot.kind === 'window') {
      lookAtCallbacks(twin, desk, callback);
      return;
    }
    const { customer, priority, rankAt, askedAtSeconds, asked } = contact;
    const place = stand(twin, desk, { customer, priority, rankAt, askedAtSeconds, callback });
    place.hadToWait = true;
    place.asked = asked;
    for (const delay of desk.delays) {
      events.push(Math.max(twin.at, askedAtSeconds + delay + ripeningSeconds), 'ripens', place.serial);
    }
  }

  function giveUp(desk: QueueDesk, contact: TwinContact): void {
    leave(twin, contact, 'abandoned');
    if (scenario.scored) twin.ghosts.add(contact);
    const { retrials } = desk.queue;
    const { customer, tries } = contact;
    // One draw for all tries: below the share to the power of n they come n times.
    if (!retrials || tries >= retrials.most || customer.persistence >= retrials.share ** (tries + 1)) return;
    const at = twin.at + (returnAfter[desk.index]?.() ?? Number.POSITIVE_INFINITY);
    if (at > scenario.untilSeconds) return;
    lastReturn += 1;
    returning.set(lastReturn, { desk, customer, tries: tries + 1 });
    events.push(at, 'returns', lastReturn);
  }

  function comeBack(id: number): void {
    const who = returning.get(id);
    returning.delete(id);
    if (who) ask(who.desk, who.customer, who.tries);
  }

  /** An event of somebody who has gone, or whose time has changed since, is nobody's. */
  function happenTo(contact: TwinContact, kind: 'gives-up' | 'ends' | 'is-asked-again' | 'ripens'): void {
    const { handling } = contact;
    if (kind === 'ends') {
      if (handling?.endsAt === twin.at) finish(twin, contact, handling.agent);
    } else if (handling) return;
    else if (kind === 'gives-up') giveUp(deskOf(twin, contact), contact);
    else if (kind === 'is-asked-again') offer(deskOf(twin, contact), contact, 'waiting');
    else findAgent(twin, contact);
  }

  function execute({ kind, subject }: TwinEvent): void {
    const desk = twin.desks[subject];
    switch (kind) {
      case 'arrives':
        if (!desk) break;
        ask(desk, desk.nextCustomer());
        expect(desk);
        break;
      case 'callbacks-due':
        if (desk) callDue(twin, desk);
        break;
      case 'returns':
        comeBack(subject);
        break;
      default: {
        const contact = twin.present.get(subject);
        if (contact) happenTo(contact, kind);
      }
    }
  }

  return { expect, execute };
}
