import { type Channel, isLive } from '../../core/contacts/channel.ts';
import { isLive as isWaiting } from '../../core/offers/place.ts';
import { type Leaving, leavingOf } from '../../core/prediction/leaving.ts';
import { readWaitModel } from '../../core/prediction/waitModel.ts';
import { seconds } from '../../core/time/units.ts';
import { queueLines } from '../queue-lines.ts';
import { someAtOnce } from '../some-at-once.ts';
import type { Palette } from './draw-widget.chart.ts';
import type { WidgetWorld } from './draw-widget.lines.ts';
import { clockTime, mostLines, style, table } from './draw-widget.table.ts';
import { type Html, html } from './html.ts';

/** A longer line is judged by its first; how long it is the pulse knows. */
const pageSize = 500;

/** Who waits now and is close to giving up, line by line, the most first: whom a manager can still do something for. */
export async function drawLeaving(world: WidgetWorld, palette: Palette): Promise<Html> {
  const pulse = await world.centerRows.pulse();
  const waiting = (pulse?.figures ?? []).filter(({ contactsInQueue = 0 }) => contactsInQueue > 0);
  const served = queueLines(world.settings).filter(
    ({ queue, channel }) => isLive(channel) && waiting.some((one) => one.queue === queue && one.channel === channel),
  );
  const lines = await someAtOnce(served, async (line) => ({ ...line, ...(await leavingOfLine(world, line)) }));
  const shown = lines
    .filter(({ waitingCount }) => waitingCount > 0)
    .sort((a, b) => b.leavingSoonCount - a.leavingSoonCount);
  if (shown.length === 0) return html`<p style="${style(palette)}">Nobody waits now.</p>`;
  const leaving = shown.reduce((sum, one) => sum + one.leavingSoonCount, 0);
  const all = shown.reduce((sum, one) => sum + one.waitingCount, 0);
  return table(
    {
      caption: `Of ${all} who wait now about ${Math.round(leaving)} will give up within five minutes unless an agent comes: by the patience of earlier contacts, from how long each has waited. ${new Intl.DateTimeFormat('en-GB', { timeZone: world.settings.center.timeZone, timeStyle: 'short' }).format(world.clock.now())}, ${world.settings.center.timeZone}.`,
      columns: [
        'Queue',
        'Waiting',
        'Likely to leave in 5 min',
        'Nearly too long',
        'Beyond expectation',
        'Longest wait',
      ],
      rows: shown.slice(0, mostLines).map((line) => ({
        name: `${line.queue} · ${line.channel}`,
        cells: [
          { shown: String(line.waitingCount) },
          { shown: line.leavingSoonCount.toFixed(1) },
          { shown: String(line.littleLeftCount) },
          { shown: String(line.beyondCount) },
          { shown: clockTime(line.longestWaitSeconds) },
        ],
      })),
    },
    palette,
  );
}

async function leavingOfLine(
  { contacts, centerRows, settings, clock }: WidgetWorld,
  { queue, channel }: { queue: string; channel: Channel },
): Promise<Leaving> {
  const now = clock.now();
  const [page, stored] = await Promise.all([
    contacts.waiting(queue, channel, pageSize),
    centerRows.model(queue, channel),
  ]);
  const expectation = settings.queues[queue]?.expectation[channel];
  return leavingOf(
    page.entries.filter((entry) => isWaiting(entry, now)),
    {
      patience: readWaitModel(stored?.model, channel).patience,
      expectationSeconds: expectation && seconds(expectation.waitSeconds),
      now,
    },
  );
}
