import * as kpi from '../../core/kpi/figures.ts';
import { per } from '../../core/kpi/figures.ts';
import type { Offer } from '../../core/offers/decision.ts';
import type { Palette } from './draw-widget.chart.ts';
import type { Day, Line } from './draw-widget.lines.ts';
import { cell, nobody, percent, table } from './draw-widget.table.ts';
import type { Html } from './html.ts';

const offers: readonly { readonly offer: Offer; readonly title: string }[] = [
  { offer: 'callback', title: 'Callback in their place: served by it' },
  { offer: 'window', title: 'Callback at a time: served by it' },
  { offer: 'text', title: 'Link by text: served by it' },
];

/** What was taken instead of holding, whether it was in time, and whom it served. */
export function drawOffers({ lines, date, timeZone }: Day, palette: Palette): Html {
  if (lines.length === 0) return nobody(palette);
  const rows = lines.map((line) => ({
    name: `${line.queue} · ${line.channel}`,
    cells: [
      cell(kpi.callbackShare(line.sums), percent, `${line.sums.callbackCount}`),
      cell(per(line.sums.movedCount, line.sums.offeredCount), percent, `${line.sums.movedCount}`),
      cell(kpi.callbacksKeptShare(line.sums), percent, `n ${overCount(line)}`),
      cell(kpi.callbacksRungInTimeShare(line.sums), percent, `n ${overCount(line)}`),
      ...offers.map(({ offer }) => served(line, offer)),
    ],
  }));
  const caption = `${date}, ${timeZone}: an offer has served a customer who was not in touch again within a day, and has not where they came back or nobody spoke; it is known two days later, so today’s are still few.`;
  return table(
    {
      caption,
      columns: [
        'Queue',
        'Took a callback',
        'Went on by another channel',
        'Spoke in time',
        'Rung in time',
        ...offers.map(({ title }) => title),
      ],
      rows,
    },
    palette,
  );
}

const overCount = ({ sums }: Line): number => sums.callbacksKeptCount + sums.callbacksBrokenCount;

function served({ intervals }: Line, offer: Offer) {
  const total = (of: 'solved' | 'failed'): number =>
    intervals.reduce((sum, { deflections }) => sum + (deflections?.[offer]?.[of] ?? 0), 0);
  const known = total('solved') + total('failed');
  return cell(per(total('solved'), known), percent, `n ${known}`);
}
