import { decideQuote, type QuoteDecision } from '../offers/decideQuote.ts';
import type { CallerAhead, PlannedStaffing, QueueState } from '../prediction/queueState.ts';
import type { Scene } from '../prediction/rivals.ts';
import { initialWaitModel, type WaitModel } from '../prediction/waitModel.ts';
import type { Router } from '../routing/router.ts';
import { compareRank } from '../routing/waitingLine.ts';
import type { ContactRow } from '../rows/contact.ts';
import { contactSchemaVersion } from '../rows/contact.ts';
import { type Seconds, seconds } from '../time/units.ts';
import { arrivalRateAt } from './arrivals.ts';
import type { CenterScenario, TwinOffers, TwinQueue } from './center.ts';
import type { Crews } from './crews.ts';
import { momentOf, type TwinContact } from './customers.ts';
import { knownModel } from './knownModel.ts';
import { createLearner, type Learner } from './learner.ts';
import { type AskedPrediction, askPredictors } from './scoreboard.ts';
import { createCapacity } from './sharedCapacity.ts';

/** What is known of one queue's waits so far: the rivals' material. */
export interface WaitsSeen {
  lastAnsweredSeconds: number | undefined;
  waitedCount: number;
  waitedSeconds: number;
}

/** The eyes of one queue: its state as a Lambda would be shown it, and the very decisions taken from it. */
export interface Quoting {
  /** As `contact`, standing in the line, finds it; without one, as a newcomer would. */
  state(at: number, contact?: TwinContact): QueueState;
  /** `windowRoom`: whether some window could still be promised. */
  decide(
    at: number,
    contact: TwinContact,
    offers: TwinOffers,
    purpose: 'arrival' | 'waiting',
    windowRoom: boolean,
  ): QuoteDecision;
  predict(at: number, contact: TwinContact, seen: WaitsSeen): AskedPrediction[];
  agents(): { readonly staffed: number; readonly available: number };
  /** The contact has to wait: what it is told is remembered, where the queue learns. */
  stands(at: number, contact: TwinContact): void;
  /** Of a queue whose agents' time theory does not tell: it learns while the center runs, as a center does. */
  readonly learner: Learner | undefined;
  /** Contacts that all agents who serve the queue finish per second when they do nothing else. */
  completionsPerSecond(): number;
}

/** Of parameters that are known, behind a pace that is a guess: the first waits shall count. */
const guessedEvidence = { handled: 1000, stays: 1000, waits: 6 };
/** A model a quarter hour, of so many contacts: a day of one queue in half a second. */
const learnedFacts = 150;
/** Four changes of staffing ahead are as far as a wait reaches. */
const changesAhead = 4;

export function createQuoting(queue: TwinQueue, scenario: CenterScenario, router: Router, crews: Crews): Quoting {
  const line = router.line(queue.name, queue.channel);
  const serving = scenario.profiles.filter((profile) =>
    profile.queues.some((served) => served.queue === queue.name && served.channel === queue.channel),
  );
  const capacity = createCapacity(queue, scenario, router, crews);
  const plan = planOf(scenario, new Set(serving.map(({ id }) => id)));
  const known = knownModel({
    service: queue.service,
    patience: queue.patience,
    ...(queue.offers?.callback && { callbacks: queue.offers.callback }),
  });
  const isAsked = scenario.scored === true || queue.offers !== undefined;
  const learner =
    isAsked && !capacity.isTold ? createLearner({ model: guessOf(known), mostFacts: learnedFacts }) : undefined;
  const standingOf = (at: number, contact?: TwinContact) => (contact ? (momentOf(at) - contact.enqueuedAt) / 1000 : 0);
  /** An agent has room, and the delay is all that is waited for: nothing is to be learned of it. */
  const isDelayed = (at: number, contact: TwinContact) => capacity.at(at, standingOf(at, contact)).later.length > 0;
  const modelFor = (at: number, contact: TwinContact): WaitModel =>
    learner && !isDelayed(at, contact) ? learner.modelAt(at) : known;
  const overtaking = (at: number, priority: number) =>
    (queue.priorities ?? [])
      .filter((rank) => rank.priority < priority)
      .reduce((total, rank) => total + rank.share * arrivalRateAt(queue.arrivals, at), 0);

  function agents(): { staffed: number; available: number } {
    let [staffed, available] = [0, 0];
    for (const { id } of serving) {
      staffed += crews.counts.get(id)?.staffed ?? 0;
      available += crews.counts.get(id)?.room[queue.channel] ?? 0;
    }
    return { staffed, available };
  }

  function state(at: number, contact?: TwinContact): QueueState {
    const now = momentOf(at);
    const ahead: CallerAhead[] = [];
    for (const other of line.inOrder() as Iterable<TwinContact>) {
      if (contact && compareRank(other, contact) >= 0) break;
      const elapsedSeconds = seconds((now - other.rankAt) / 1000);
      ahead.push({ elapsedSeconds, holdsCallback: other.callback !== undefined });
    }
    const { serving, available, contactsPerAgent, later, sharedAhead } = capacity.at(at, standingOf(at, contact));
    const { staffed } = agents();
    const share = staffed > 0 ? serving / staffed : 1;
    return {
      ahead,
      aheadBeyond: 0,
      agents: { staffed: serving, available, busy: Math.max(0, serving - available) },
      contactsPerAgent,
      sharedAhead,
      overtakingPerSecond: contact ? overtaking(at, contact.priority) : 0,
      plan: [...later, ...upcoming(plan, at).map((step) => ({ ...step, agents: step.agents * share }))].sort(
        (one, other) => one.inSeconds - other.inSeconds,
      ),
    };
  }

  return {
    state,
    agents,
    completionsPerSecond: () => (agents().staffed * capacity.contactsPerAgent()) / known.handleSeconds,
    decide(at, contact, offers, purpose, windowRoom) {
      const windowed = offers.callback !== undefined && offers.callback.time.kind !== 'keeps-place';
      return decideQuote({
        now: momentOf(at),
        purpose,
        state: state(at, contact),
        model: modelFor(at, contact),
        policy: {
          promiseKeptShare: offers.promiseKeptShare,
          expectation: offers.expectation,
          // Another channel is offered where a callback would be.
          offers: windowed ? ['window'] : offers.callback || offers.move ? ['callback'] : [],
        },
        contact: purpose === 'arrival' ? undefined : rowOf(contact),
        customerHasOpenCallback: false,
        windowFree: windowed && (windowRoom || offers.move !== undefined),
        textReaches: false,
        emailReaches: false,
        closesInSeconds: undefined,
        mayRing: () => true,
      });
    },
    learner,
    stands(at, contact) {
      if (!learner || isDelayed(at, contact)) return;
      const seen = state(at, contact);
      const asked = contact.asked.length > 0 ? contact.asked : askPredictors(sceneOf(seen), learner.modelAt(at));
      learner.arrived(contact.serial, at);
      learner.quoted(contact.serial, at, seen, asked);
    },
    predict(at, contact, seen) {
      const scene: Scene = {
        ...sceneOf(state(at, contact)),
        lastAnsweredWaitSeconds: seen.lastAnsweredSeconds,
        averageWaitSeconds: seen.waitedCount > 0 ? seen.waitedSeconds / seen.waitedCount : undefined,
      };
      return askPredictors(scene, modelFor(at, contact));
    },
  };
}

/** The scene of somebody who knows nothing of other waits. */
const sceneOf = (state: QueueState): Scene => ({
  state,
  lastAnsweredWaitSeconds: undefined,
  averageWaitSeconds: undefined,
  ewtSeconds: undefined,
});

/** Handle time and patience are known; how far real waits follow theory is as open as for any center that begins. */
function guessOf(known: WaitModel): WaitModel {
  const { pace } = initialWaitModel('voice');
  return { ...known, pace, evidence: guessedEvidence };
}

/** Agents planned for the queue from each change on. */
function planOf(scenario: CenterScenario, profiles: ReadonlySet<string>): { fromSeconds: number; agents: number }[] {
  const crews = scenario.crews.filter((crew) => profiles.has(crew.profile));
  const times = [...new Set(crews.flatMap((crew) => crew.agents.map((shift) => shift.fromSeconds)))];
  return times
    .sort((one, other) => one - other)
    .map((fromSeconds) => ({
      fromSeconds,
      agents: crews.reduce(
        (total, crew) => total + (crew.agents.findLast((shift) => shift.fromSeconds <= fromSeconds)?.agents ?? 0),
        0,
      ),
    }));
}

function upcoming(plan: readonly { fromSeconds: number; agents: number }[], at: number): PlannedStaffing[] {
  let next = plan.length;
  while (next > 0 && (plan[next - 1]?.fromSeconds ?? 0) > at) next -= 1;
  return plan
    .slice(next, next + changesAhead)
    .map(({ fromSeconds, agents }) => ({ inSeconds: seconds(fromSeconds - at), agents }));
}

/** What the table would know of a contact that waits: the decision reads when it asked and what it was offered. */
function rowOf(contact: TwinContact): ContactRow {
  return {
    schemaVersion: contactSchemaVersion,
    version: 1,
    contactId: contact.contactId,
    askedAt: momentOf(contact.askedAtSeconds),
    expiresAt: 0,
    ...(contact.offeredBoundSeconds !== undefined && { offeredBoundSeconds: contact.offeredBoundSeconds as Seconds }),
  };
}
