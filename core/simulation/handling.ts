import { HIGHEST_PRIORITY } from '../routing/waitingLine.ts';
import type { OpenCallback } from './callbackDesk.ts';
import type { TwinAgent } from './crews.ts';
import { momentOf, type TwinContact } from './customers.ts';
import { close, deskOf, hadTurn, type QueueDesk, stand, type Twin } from './twin.ts';

/** Gives the contact to an agent if one is free for it. */
export function findAgent(twin: Twin, contact: TwinContact): boolean {
  const agentId = twin.router.agentFor(contact.contactId, momentOf(twin.at));
  if (agentId === undefined) return false;
  start(twin, contact, twin.crews.agent(agentId));
  return true;
}

/** Takes the agent as many contacts as there is room for. */
export function serve(twin: Twin, agent: TwinAgent): void {
  while (!agent.leaving) {
    const routed = twin.router.agent(agent.id);
    if (!routed) return;
    for (const desk of callbackDesks(twin, agent)) {
      if (turnOf(twin, desk) === 'pressing') callFirst(twin, desk);
    }
    let next = twin.router.nextFor(agent.id, momentOf(twin.at)) as TwinContact | undefined;
    if (!next && callSpare(twin, agent)) next = twin.router.nextFor(agent.id, momentOf(twin.at)) as TwinContact;
    if (twin.scenario.scored) twin.ghosts.pass(routed, next);
    if (!next) return;
    start(twin, next, agent);
  }
}

/** The agent is done with it. */
export function finish(twin: Twin, contact: TwinContact, agent: TwinAgent): void {
  twin.present.delete(contact.serial);
  const { callback } = contact;
  if (callback) {
    const desk = deskOf(twin, contact);
    desk.callbacks?.settle(callback, twin.at, callback.picksUp);
    lookAtCallbacks(twin, desk, callback);
  }
  const stays = twin.crews.finish(agent, contact, twin.at);
  repace(twin, agent);
  if (stays) serve(twin, agent);
}

/** Callbacks whose time has begun, or whose deadline is close: into the line if it is their turn. */
export function callDue(twin: Twin, desk: QueueDesk): void {
  for (let turn = turnOf(twin, desk); turn !== 'not-yet'; turn = turnOf(twin, desk)) {
    const contact = callFirst(twin, desk);
    if (!contact) return;
    findAgent(twin, contact);
  }
}

/** Plans when a booked callback must be looked at again, should no agent become free before. */
export function lookAtCallbacks(twin: Twin, desk: QueueDesk, callback: OpenCallback): void {
  const moments = desk.callbacks?.lookAt(callback, desk.quoting.completionsPerSecond()) ?? [];
  for (const at of moments) twin.events.push(Math.max(twin.at, at), 'callbacks-due', desk.index);
}

function start(twin: Twin, contact: TwinContact, agent: TwinAgent): void {
  const { callback, customer } = contact;
  twin.router.dequeue(contact.contactId);
  const desk = deskOf(twin, contact);
  if (callback) desk.callbacks?.called(callback, twin.at);
  const leftSeconds = callback && !callback.picksUp ? callback.lostSeconds : customer.handleSeconds;
  contact.handling = { agent, leftSeconds, sinceSeconds: twin.at, pace: 1, endsAt: Number.POSITIVE_INFINITY };
  twin.crews.take(agent, contact, twin.at);
  if (agent.profile.paces) repace(twin, agent);
  else endAt(twin, contact, twin.at + leftSeconds);
  hadTurn(twin, contact);
  desk.quoting.learner?.served(contact.serial, twin.at, leftSeconds);
  if (!callback) close(twin, contact, 'answered');
}

function endAt(twin: Twin, contact: TwinContact, at: number): void {
  if (!contact.handling) return;
  contact.handling.endsAt = at;
  twin.events.push(at, 'ends', contact.serial);
}

/** Contacts side by side slow each other down: what is left of each is done at the pace of so many in hand. */
function repace(twin: Twin, agent: TwinAgent): void {
  const { paces } = agent.profile;
  if (!paces) return;
  const pace = paces[Math.min(agent.inHand.length, paces.length) - 1] ?? 1;
  for (const contact of agent.inHand) {
    const { handling } = contact;
    if (!handling || (handling.pace === pace && handling.endsAt < Number.POSITIVE_INFINITY)) continue;
    handling.leftSeconds -= (twin.at - handling.sinceSeconds) * handling.pace;
    handling.sinceSeconds = twin.at;
    handling.pace = pace;
    endAt(twin, contact, twin.at + Math.max(0, handling.leftSeconds) / pace);
  }
}

/** Desks of the agent's queues that have callbacks to make. */
function callbackDesks(twin: Twin, agent: TwinAgent): QueueDesk[] {
  if (!twin.desks.some((desk) => (desk.callbacks?.booked ?? 0) > 0)) return [];
  return twin.desks.filter(
    ({ callbacks, queue }) =>
      (callbacks?.booked ?? 0) > 0 &&
      agent.profile.queues.some((served) => served.queue === queue.name && served.channel === queue.channel),
  );
}

const turnOf = (twin: Twin, { callbacks, quoting }: QueueDesk) =>
  callbacks?.turn(twin.at, quoting.agents().available, quoting.completionsPerSecond()) ?? 'not-yet';

/** The first callback enters the line, ahead of all live contacts. */
function callFirst(twin: Twin, desk: QueueDesk): TwinContact | undefined {
  const callback = desk.callbacks?.next(twin.at);
  if (!callback) return undefined;
  return stand(twin, desk, { customer: callback.customer, priority: HIGHEST_PRIORITY, callback });
}

/** Nobody on the line needs this agent: a callback may. */
function callSpare(twin: Twin, agent: TwinAgent): boolean {
  for (const desk of callbackDesks(twin, agent)) {
    if (turnOf(twin, desk) === 'spare-agent' && callFirst(twin, desk)) return true;
  }
  return false;
}
