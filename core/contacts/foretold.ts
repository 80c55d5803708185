import type { ForetoldWait } from '../prediction/dayScore.ts';
import type { ContactRow } from '../rows/contact.ts';
import { type Instant, secondsBetween } from '../time/units.ts';
import { passageOf } from './passage.ts';

/**
 * Of `contacts`, those whose wait is over, beside what was foretold when they asked. `known` are all contacts of the queue
 * that were read: the last of them to be answered before a contact asked tells the rival that goes by it.
 */
export function foretoldWaits(
  contacts: readonly ContactRow[],
  known: readonly ContactRow[],
  now: Instant,
): ForetoldWait[] {
  const answered = known
    .flatMap(({ queuedAt, quotedAt, answeredAt }) => {
      const from = queuedAt ?? quotedAt;
      return answeredAt === undefined || from === undefined
        ? []
        : [{ answeredAt, wait: secondsBetween(from, answeredAt) }];
    })
    .sort((one, other) => one.answeredAt - other.answeredAt);
  return contacts.flatMap((row): ForetoldWait[] => {
    const first = row.quotes?.[0];
    const passage = passageOf(row, now);
    if (!first?.forecast || !passage || passage.heldEnd === 'waiting') return [];
    const waitedSeconds = secondsBetween(first.askedAt, passage.servedAt ?? passage.heldUntil);
    // Connected at once, as foretold: there was nothing to predict.
    if (first.basis.meanSeconds === 0 || !(waitedSeconds > 0)) return [];
    return [
      {
        forecast: first.forecast,
        waitedSeconds,
        served: passage.servedAt !== null,
        toldBoundSeconds: first.toldBoundSeconds ?? undefined,
        lastAnsweredWaitSeconds: answered.findLast((one) => one.answeredAt <= first.askedAt)?.wait,
      },
    ];
  });
}
