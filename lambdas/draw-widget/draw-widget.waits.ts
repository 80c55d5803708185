import { type PredictorDays, predictorsOfDays } from '../../core/prediction/dayScore.ts';
import type { Palette } from './draw-widget.chart.ts';
import type { Day, Line } from './draw-widget.lines.ts';
import { cell, clockTime, nobody, percent, type Row, table } from './draw-widget.table.ts';
import type { Html } from './html.ts';

/** What people call each predictor. */
const names: Readonly<Record<PredictorDays['predictor'], string>> = {
  nohold: 'Nohold',
  ql: 'Queue length',
  qlm: 'Queue length, patience counted',
  hol: 'Head of the line',
  les: 'Last to enter service',
  average: 'Average wait',
  ewt: "Connect's estimate",
};

/** How far what was foretold lay from what came, ours beside its rivals, each on the same contacts. */
export function drawWaits({ lines, date, timeZone }: Day, palette: Palette): Html {
  const rows = lines.flatMap(rowsOf);
  if (lines.length === 0) return nobody(palette);
  const caption = `${date}, ${timeZone}: waits foretold on arrival against the waits that came. An error is how far the two lay apart at the mean, a bias above 0 foretold too long. Told is the bound of Nohold, of a rival the number it gives.`;
  return table(
    {
      caption,
      columns: [
        'Queue',
        'Foretold by',
        'Error',
        'Bias',
        'Within its 80 % interval',
        'Mean told',
        'Waits no longer than told',
      ],
      rows,
    },
    palette,
  );
}

function rowsOf({ queue, channel, intervals }: Line): Row[] {
  const predictors = predictorsOfDays([{ intervals: [...intervals] }]);
  return predictors.map((one, index) => ({
    name: index === 0 ? `${queue} · ${channel}` : '',
    cells: [
      { shown: names[one.predictor] },
      cell(one.meanAbsoluteSeconds, clockTime, `n ${one.served}`),
      cell(one.biasSeconds, signed),
      cell(one.covered80, percent),
      cell(one.meanToldSeconds, clockTime),
      cell(one.keptShare, percent),
    ],
  }));
}

const signed = (seconds: number): string =>
  `${seconds > 0 ? '+' : seconds < 0 ? '−' : ''}${clockTime(Math.abs(seconds))}`;
