import * as kpi from '../../core/kpi/figures.ts';
import type { Sums } from '../../core/kpi/sums.ts';
import type { Palette } from './draw-widget.chart.ts';
import type { Day } from './draw-widget.lines.ts';
import { cell, clockTime, nobody, percent, table } from './draw-widget.table.ts';
import type { Html } from './html.ts';

interface Column {
  readonly title: string;
  readonly of: (sums: Sums) => number | undefined;
  readonly show: (value: number) => string;
  readonly basis: (sums: Sums) => string;
}

const ofKnown = (count: (sums: Sums) => number) => (sums: Sums) => `${count(sums)} of ${sums.knownCount} known`;

const columns: readonly Column[] = [
  { title: 'Again within 7 days', of: kpi.repeatShare, show: percent, basis: ofKnown((sums) => sums.repeatCount) },
  { title: 'Passed on', of: kpi.transferShare, show: percent, basis: (sums) => `${sums.transferCount}` },
  { title: 'Changed the channel', of: kpi.switchShare, show: percent, basis: (sums) => `${sums.switchCount}` },
  { title: 'Asked twice', of: kpi.askedTwiceShare, show: percent, basis: ofKnown((sums) => sums.askedTwiceCount) },
  {
    title: 'Waited beyond expectation',
    of: kpi.meanBeyondExpectationSeconds,
    show: clockTime,
    basis: (sums) => `mean, n ${sums.expectationMetLiveCount + sums.expectationMissedLiveCount}`,
  },
  { title: 'Turned away', of: kpi.overflowShare, show: percent, basis: (sums) => `${sums.overflowedCount}` },
];

/** What it cost customers to be served: who had to come again, was passed on, changed the channel or said it twice. */
export function drawEffort({ lines, date, timeZone }: Day, palette: Palette): Html {
  if (lines.length === 0) return nobody(palette);
  return table(
    {
      caption: `${date}, ${timeZone}: contacts about a matter the customer was in touch about in the seven days before, visits an agent passed on, contacts gone on from another channel, customers whom the menu asked what was known. Who withholds the number is in none of the shares of known customers.`,
      columns: ['Queue', 'Offered', ...columns.map(({ title }) => title)],
      rows: lines.map(({ queue, channel, sums }) => ({
        name: `${queue} · ${channel}`,
        cells: [
          { shown: String(sums.offeredCount) },
          ...columns.map(({ of, show, basis }) => cell(of(sums), show, basis(sums))),
        ],
      })),
    },
    palette,
  );
}
