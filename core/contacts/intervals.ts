import type { IntervalFigures } from '../rows/center.ts';
import type { ContactRow } from '../rows/contact.ts';
import { type Instant, type Seconds, seconds, secondsBetween } from '../time/units.ts';
import { livePromise } from './settlement.ts';

/** One interval's figures, computed anew from the contacts that asked in it. */
export function intervalFigures(
  startsAt: Instant,
  contacts: readonly ContactRow[],
  thresholdSeconds: Seconds,
): IntervalFigures {
  const of = (outcome: ContactRow['outcome']): number => contacts.filter((row) => row.outcome === outcome).length;
  const answered = contacts.filter((row) => row.outcome === 'answered');
  const waits = answered.map(waitOf);
  const handled = answered.flatMap((row) => handleOf(row) ?? []);
  const promises = contacts.map(livePromise);
  return {
    startsAt,
    offeredCount: contacts.length,
    answeredCount: answered.length,
    abandonedCount: of('abandoned'),
    callbackCount: of('callback'),
    movedCount: of('moved'),
    overflowedCount: of('overflowed'),
    waitingCount: of('waiting'),
    answeredWithinThresholdCount: waits.filter((wait) => wait <= thresholdSeconds).length,
    waitSeconds: sum(waits),
    handleSeconds: sum(handled),
    handledCount: handled.length,
    promisesKeptCount: promises.filter((promise) => promise === 'kept').length,
    promisesBrokenCount: promises.filter((promise) => promise === 'broken').length,
    callbacksKeptCount: contacts.filter((row) => row.callbackPromise === 'kept').length,
    callbacksBrokenCount: contacts.filter((row) => row.callbackPromise === 'broken').length,
    callbacksRungInTimeCount: contacts.filter((row) => row.callbackRungInTime && row.callbackPromise !== 'withdrawn')
      .length,
  };
}

const sum = (values: readonly number[]): Seconds => seconds(values.reduce((total, value) => total + value, 0));

const waitOf = ({ askedAt, answeredAt }: ContactRow): number =>
  askedAt === undefined || answeredAt === undefined ? 0 : Math.max(0, secondsBetween(askedAt, answeredAt));

function handleOf({ answeredAt, completedAt, endedAt }: ContactRow): number | undefined {
  const over = completedAt ?? endedAt;
  return answeredAt === undefined || over === undefined ? undefined : Math.max(0, secondsBetween(answeredAt, over));
}
