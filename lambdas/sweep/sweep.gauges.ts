import { isLive, placeInQueue } from '../../core/offers/place.ts';
import { tellable } from '../../core/offers/quote.ts';
import { predictWait } from '../../core/prediction/predictWait.ts';
import { sharedAheadOf } from '../../core/prediction/sharedQueues.ts';
import { readWaitModel } from '../../core/prediction/waitModel.ts';
import type { CallbackRow } from '../../core/rows/callback.ts';
import { centerSchemaVersion, type PulseRow, type QueueFigures } from '../../core/rows/center.ts';
import { waitingKeyOf } from '../../core/rows/keys.ts';
import type { QueueMetric } from '../../core/rows/metrics.ts';
import { type Instant, secondsBetween } from '../../core/time/units.ts';
import { someAtOnce } from '../some-at-once.ts';
import type { SweepWorld } from './sweep.ts';
import type { WaitingNow } from './sweep.waiting.ts';

/** By waiting key the wait that is predicted for whoever asks now, its median in seconds; none where it is unknown. */
export type NextWaits = ReadonlyMap<string, number | undefined>;

/**
 * How each queue stands now, for the board: what is unknown is left out, never written as 0. A queue with nobody in it,
 * nobody working and nothing promised is left out whole: CloudWatch charges for every metric of every hour.
 */
export async function gauge(
  world: SweepWorld,
  figures: readonly QueueFigures[],
  waiting: ReadonlyMap<string, WaitingNow>,
  /** Undefined: they could not be read. */
  open: readonly CallbackRow[] | undefined,
): Promise<NextWaits> {
  const now = world.clock.now();
  const pulse: PulseRow = { schemaVersion: centerSchemaVersion, at: now, figures: [...figures] };
  const standing = [...waiting.values()].flatMap(({ queue, channel, page }) => {
    const known = figures.find((one) => one.queue === queue && one.channel === channel);
    const callbacks = open?.filter((row) => row.queue === queue && row.channel === channel).length;
    const idle = !page.entries.some((entry) => isLive(entry, now)) && !known?.agentsStaffed && callbacks === 0;
    return idle ? [] : [{ queue, channel, page, known, callbacks }];
  });
  const predicted = await someAtOnce(standing, (line) => predictedNow(world, line, line.known, pulse));
  standing.forEach(({ queue, channel, page, known, callbacks }, index) => {
    const values: Partial<Record<QueueMetric, number>> = {
      ...waitingNow(page, now),
      ...predicted[index],
      ...(known?.agentsStaffed === undefined ? {} : { AgentsStaffed: known.agentsStaffed }),
      ...(known?.agentsAvailable === undefined ? {} : { AgentsAvailable: known.agentsAvailable }),
      ...(channel === 'voice' && callbacks !== undefined ? { OpenCallbacks: callbacks } : {}),
    };
    world.metrics.ofQueue(queue, channel, values);
  });
  return new Map(
    standing.map(({ queue, channel }, index) => [
      waitingKeyOf(queue, channel),
      predicted[index]?.PredictedWaitMedianSeconds,
    ]),
  );
}

function waitingNow(page: WaitingNow['page'], now: Instant): Partial<Record<QueueMetric, number>> {
  const live = page.entries.filter((entry) => isLive(entry, now));
  const oldest = Math.min(...live.flatMap((entry) => entry.queuedAt ?? []));
  return {
    ContactsWaiting: live.length,
    LongestWaitSeconds: Number.isFinite(oldest) ? Math.max(0, secondsBetween(oldest as Instant, now)) : 0,
  };
}

async function predictedNow(
  world: SweepWorld,
  { queue, channel, page }: WaitingNow,
  figures: QueueFigures | undefined,
  pulse: PulseRow,
): Promise<Partial<Record<QueueMetric, number>>> {
  const now = pulse.at;
  const { agentsStaffed: staffed, agentsAvailable: available } = figures ?? {};
  if (staffed === undefined || available === undefined) return {};
  const stored = await world.centerRows.model(queue, channel);
  const model = readWaitModel(stored?.model, channel);
  const busy = (figures?.agentsOnContact ?? staffed - available) + (figures?.agentsAfterContactWork ?? 0);
  const state = placeInQueue({
    now,
    page,
    contactId: '',
    ownRank: undefined,
    queueSize: figures?.contactsInQueue,
    agents: { staffed, available, busy },
    contactsPerAgent: world.settings.contactsPerAgent[queue]?.[channel] ?? 1,
    sharedAhead: sharedAheadOf(queue, channel, pulse, model.sharing, now),
    overtakingPerSecond: model.overtakingPerSecond,
    plan: stored?.plan,
  });
  const predicted = predictWait(state, model);
  const what = tellable(predicted, model, world.settings.queues[queue]?.promiseKeptShare ?? 0.9);
  if (predicted.kind === 'unknown' || what.kind === 'unknown') return {};
  return {
    PredictedWaitMedianSeconds: predicted.law.quantileSeconds(0.5),
    ...(what.kind === 'beyond' ? {} : { PredictedWaitBoundSeconds: what.kind === 'at-once' ? 0 : what.boundSeconds }),
  };
}
