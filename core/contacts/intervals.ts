import type { IntervalFigures } from '../rows/center.ts';
import type { ContactRow } from '../rows/contact.ts';
import { type Instant, type Seconds, seconds, secondsBetween } from '../time/units.ts';
import { effortOf } from './effort.ts';
import { marginCounts } from './margin.ts';
import { livePromise } from './settlement.ts';
import { surveyOf } from './survey.ts';

/** What of a queue's settings decides how its contacts are counted. */
export interface CountingRules {
  /** The 20 of 80/20. */
  thresholdSeconds: Seconds;
  shortAbandonSeconds: Seconds;
}

/** One interval's figures, computed anew from the contacts that asked in it. */
export function intervalFigures(
  startsAt: Instant,
  contacts: readonly ContactRow[],
  { thresholdSeconds, shortAbandonSeconds }: CountingRules,
): IntervalFigures {
  const of = (outcome: ContactRow['outcome']): ContactRow[] => contacts.filter((row) => row.outcome === outcome);
  const [answered, abandoned, callbacks] = [of('answered'), of('abandoned'), of('callback')];
  const waits = answered.map(({ askedAt, answeredAt }) => waitBetween(askedAt, answeredAt));
  const givenUp = abandoned.map(({ askedAt, endedAt }) => waitBetween(askedAt, endedAt));
  const accepted = callbacks.map(({ askedAt, choseAt, endedAt }) => waitBetween(askedAt, choseAt ?? endedAt));
  const handled = answered.flatMap((row) => handleOf(row) ?? []);
  const promises = contacts.map(livePromise);
  const expectations = [...answered, ...abandoned, ...of('overflowed')].flatMap((row) => metLive(row) ?? []);
  return {
    startsAt,
    offeredCount: contacts.length,
    answeredCount: answered.length,
    abandonedCount: abandoned.length,
    abandonedShortCount: countOf(givenUp, (wait) => wait <= shortAbandonSeconds),
    callbackCount: callbacks.length,
    movedCount: of('moved').length,
    overflowedCount: of('overflowed').length,
    waitingCount: of('waiting').length,
    answeredWithinThresholdCount: countOf(waits, (wait) => wait <= thresholdSeconds),
    abandonedWithinThresholdCount: countOf(givenUp, (wait) => wait <= thresholdSeconds),
    callbackWithinThresholdCount: countOf(accepted, (wait) => wait <= thresholdSeconds),
    waitSeconds: sum(waits),
    abandonedWaitSeconds: sum(givenUp),
    handleSeconds: sum(handled),
    handledCount: handled.length,
    promisesKeptCount: countOf(promises, (promise) => promise === 'kept'),
    promisesBrokenCount: countOf(promises, (promise) => promise === 'broken'),
    callbacksKeptCount: countOf(contacts, (row) => row.callbackPromise === 'kept'),
    callbacksBrokenCount: countOf(contacts, (row) => row.callbackPromise === 'broken'),
    callbacksRungInTimeCount: countOf(
      contacts,
      (row) => row.callbackRungInTime === true && row.callbackPromise !== 'withdrawn',
    ),
    expectationMetLiveCount: countOf(expectations, (met) => met),
    expectationMissedLiveCount: countOf(expectations, (met) => !met),
    waitedSeconds: sum(contacts.map(waitUntilOver)),
    ...effortOf(contacts),
    ...surveyOf(contacts),
    marginCounts: marginCounts(answered),
    agentsSeenCount: new Set(answered.flatMap(({ agentId }) => agentId ?? [])).size,
  };
}

const countOf = <Item>(items: readonly Item[], holds: (item: Item) => boolean): number => items.filter(holds).length;

const sum = (values: readonly number[]): Seconds => seconds(values.reduce((total, value) => total + value, 0));

const waitBetween = (askedAt: Instant | undefined, until: Instant | undefined): number =>
  askedAt === undefined || until === undefined ? 0 : Math.max(0, secondsBetween(askedAt, until));

/** Undefined where nothing was expected of the wait. */
function metLive({ expectationSeconds, askedAt, answeredAt }: ContactRow): boolean | undefined {
  if (expectationSeconds === undefined || askedAt === undefined) return undefined;
  return answeredAt !== undefined && secondsBetween(askedAt, answeredAt) <= expectationSeconds;
}

/** Of whoever left the queue, how ever it was; who still waits has no wait yet. */
const waitUntilOver = ({ askedAt, answeredAt, choseAt, endedAt }: ContactRow): number => {
  const over = answeredAt ?? choseAt ?? endedAt;
  return askedAt === undefined || over === undefined ? 0 : Math.max(0, secondsBetween(askedAt, over));
};

function handleOf({ answeredAt, completedAt, endedAt }: ContactRow): number | undefined {
  const over = completedAt ?? endedAt;
  return answeredAt === undefined || over === undefined ? undefined : Math.max(0, secondsBetween(answeredAt, over));
}
