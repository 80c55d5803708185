import { decideQuote, type QuoteDecision } from '../offers/decideQuote.ts';
import type { CallerAhead, PlannedStaffing, QueueState } from '../prediction/queueState.ts';
import type { Scene } from '../prediction/rivals.ts';
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
import { type AskedPrediction, askPredictors } from './scoreboard.ts';

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
  /** Contacts that all agents who serve the queue finish per second when they do nothing else. */
  completionsPerSecond(): number;
}

/** Four changes of staffing ahead are as far as a wait reaches. */
const changesAhead = 4;

export function createQuoting(queue: TwinQueue, scenario: CenterScenario, router: Router, crews: Crews): Quoting {
  const line = router.line(queue.name, queue.channel);
  const serving = scenario.profiles.filter((profile) =>
    profile.queues.some((served) => served.queue === queue.name && served.channel === queue.channel),
  );
  const contactsPerAgent = Math.max(1, ...serving.map((profile) => profile.concurrency[queue.channel] ?? 1));
  const plan = planOf(scenario, new Set(serving.map(({ id }) => id)));
  const model = knownModel({
    service: queue.service,
    patience: queue.patience,
    ...(queue.offers?.callback && { callbacks: queue.offers.callback }),
  });
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
    const { staffed, available } = agents();
    return {
      ahead,
      aheadBeyond: 0,
      agents: { staffed, available, busy: staffed - available },
      contactsPerAgent,
      overtakingPerSecond: contact ? overtaking(at, contact.priority) : 0,
      plan: upcoming(plan, at),
    };
  }

  return {
    state,
    agents,
    completionsPerSecond: () => (agents().staffed * contactsPerAgent) / model.handleSeconds,
    decide(at, contact, offers, purpose, windowRoom) {
      const windowed = offers.callback !== undefined && offers.callback.time.kind !== 'keeps-place';
      return decideQuote({
        now: momentOf(at),
        purpose,
        state: state(at, contact),
        model,
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
    predict(at, contact, seen) {
      const scene: Scene = {
        state: state(at, contact),
        lastAnsweredWaitSeconds: seen.lastAnsweredSeconds,
        averageWaitSeconds: seen.waitedCount > 0 ? seen.waitedSeconds / seen.waitedCount : undefined,
        ewtSeconds: undefined,
      };
      return askPredictors(scene, model);
    },
  };
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
