import * as kpi from '../../core/kpi/figures.ts';
import type { Sums } from '../../core/kpi/sums.ts';
import type { Palette } from './draw-widget.chart.ts';
import type { Day } from './draw-widget.lines.ts';
import { cell, clockTime, nobody, percent, style, table } from './draw-widget.table.ts';
import { type Html, html, text } from './html.ts';

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

const outOfFive = (mean: number): string => `${mean.toFixed(1)} of 5`;
const ofAnswers = ({ surveyAnsweredCount }: Sums): string => `n ${surveyAnsweredCount}`;

const answers: readonly Column[] = [
  {
    title: 'Answered, of those asked',
    of: kpi.surveyResponseShare,
    show: percent,
    basis: ({ surveyAnsweredCount, surveyedCount }) => `${surveyAnsweredCount} of ${surveyedCount}`,
  },
  { title: 'Solved, by their own word', of: kpi.surveySolvedShare, show: percent, basis: ofAnswers },
  { title: 'Easy, 5 is very easy', of: kpi.surveyEasyMean, show: outOfFive, basis: ofAnswers },
];

/** What customers said of their own accord after the contact: beside each figure how many it rests on. */
function drawAnswers(day: Day, palette: Palette): Html {
  const asked = day.lines.filter(({ sums }) => sums.surveyedCount > 0);
  if (asked.length === 0)
    return html`<p style="${style(palette)}">${text('No customer was asked whether it is solved and was easy (settings: survey.share).')}</p>`;
  return table(
    {
      caption:
        'What customers answered to two questions after a contact that an agent had marked, each at most once in 30 days.',
      columns: ['Queue', 'Asked', ...answers.map(({ title }) => title)],
      rows: asked.map(({ queue, channel, sums }) => ({
        name: `${queue} · ${channel}`,
        cells: [
          { shown: String(sums.surveyedCount) },
          ...answers.map(({ of, show, basis }) => cell(of(sums), show, basis(sums))),
        ],
      })),
    },
    palette,
  );
}

/** What it cost customers to be served: who had to come again, was passed on, changed the channel or said it twice. */
export function drawEffort(day: Day, palette: Palette): Html {
  const { lines, date, timeZone } = day;
  if (lines.length === 0) return nobody(palette);
  const effort = table(
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
  return html`${effort}<div style="padding-top:16px">${drawAnswers(day, palette)}</div>`;
}
