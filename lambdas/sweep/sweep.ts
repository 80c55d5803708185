import type { Announcements } from '../../core/planningPorts.ts';
import type { CenterRows, ContactCenter, DueCallbacks, QuoteRows, WaitingRows } from '../../core/ports.ts';
import type { CallbackRow } from '../../core/rows/callback.ts';
import { centerSchemaVersion, type DirectoryRow, type QueueFigures } from '../../core/rows/center.ts';
import { type Instant, minutes, secondsBetween } from '../../core/time/units.ts';
import type { EventWorld } from '../contact-events.ts';
import { keptDirectory } from '../kept-directory.ts';
import { settleDue } from './sweep.callbacks.ts';
import { gauge } from './sweep.gauges.ts';
import { watchMargins } from './sweep.margin.ts';
import { readWaiting, reconcileWaiting, type WaitingNow } from './sweep.waiting.ts';

export interface SweepWorld extends EventWorld {
  contacts: EventWorld['contacts'] & WaitingRows & QuoteRows;
  centerRows: CenterRows;
  center: Pick<ContactCenter, 'describe' | 'findByName' | 'figures' | 'stop'>;
  dueCallbacks: DueCallbacks;
  announcements: Announcements;
}

/** Hundreds of callbacks are open as a rule, thousands after an outage; each is one row of about 1 KB. */
const mostCallbacks = 10_000;
/** An open callback so long past its promise, and never rung, needs a person to look. */
const overdueSeconds = minutes(10);

/**
 * Once a minute: what nobody told us is asked for, what is due is set going, how the center stands is written down.
 * Each part stands alone: one that fails is told and holds up none of the others.
 */
export function makeSweep(world: SweepWorld): () => Promise<void> {
  const known = keptDirectory(world.centerRows, world.clock);
  return async () => {
    const now = world.clock.now();
    const directory = await known();
    if (!directory) {
      world.log.warn('not settled yet: the directory is missing');
      return;
    }
    const [figures, open, lines] = await Promise.all([
      part(world, 'pulse', () => takePulse(world, directory)),
      part(world, 'callbacks', () => world.callbacks.open(mostCallbacks)),
      part(world, 'waiting', () => readWaiting(world)),
    ]);
    await part(world, 'callbacks', () => settleDue(world, directory, open ?? [], figures ?? []));
    const waiting = await part(world, 'waiting', () => reconcileWaiting(world, directory, lines ?? [], figures));
    const nextWaits = await part(world, 'gauges', () =>
      gauge(world, figures ?? [], waiting ?? new Map<string, WaitingNow>(), open),
    );
    await part(world, 'margins', () =>
      watchMargins(world, waiting ?? new Map<string, WaitingNow>(), nextWaits ?? new Map<string, undefined>()),
    );
    const overdue = (open ?? []).filter((row) => isOverdue(row, now)).length;
    const stuck = (open ?? []).filter((row) => row.state === 'DIALING' && (row.dueAt ?? now) < now).length;
    world.metrics.ofCenter({
      ...(overdue > 0 ? { OverdueCallbacks: overdue } : {}),
      ...(stuck > 0 ? { StuckDials: stuck } : {}),
    });
  };
}

/** Once a customer's telephone has rung in vain the next attempt waits its pause, past the promise or not. */
function isOverdue(row: CallbackRow, now: Instant): boolean {
  const rang = row.attempts.some(({ disposition }) => disposition !== undefined && disposition !== 'lost');
  return !rang && secondsBetween(row.promisedBy, now) > overdueSeconds;
}

async function part<Result>(world: SweepWorld, name: string, run: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await run();
  } catch (error) {
    world.log.error('part of the sweep failed', {
      operation: name,
      reason: error instanceof Error ? error.message : '',
    });
    return undefined;
  }
}

async function takePulse(world: SweepWorld, directory: DirectoryRow): Promise<QueueFigures[]> {
  const figures = await world.center.figures(directory.queues);
  await world.centerRows.putPulse({ schemaVersion: centerSchemaVersion, at: world.clock.now(), figures });
  return figures;
}
