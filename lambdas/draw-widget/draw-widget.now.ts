import * as kpi from '../../core/kpi/figures.ts';
import { sumIntervals } from '../../core/kpi/sums.ts';
import type { PulseRow, QueueFigures } from '../../core/rows/center.ts';
import { intervalMinutes } from '../../core/rows/table.ts';
import type { RuntimeSettings } from '../../core/settings/runtime.ts';
import type { Instant } from '../../core/time/units.ts';
import type { Palette } from './draw-widget.chart.ts';
import type { Day } from './draw-widget.lines.ts';
import { clockTime, percent, style } from './draw-widget.table.ts';
import { type Html, html, text } from './html.ts';

const intervalMilliseconds = intervalMinutes * 60_000;
/** A pulse is taken each minute: one that is older says nothing of now, and is greyed. */
const staleAfterSeconds = 180;

interface Figure {
  readonly title: string;
  /** Undefined: not known, which is not zero. */
  readonly shown: string | undefined;
  readonly basis: string;
  readonly stale: boolean;
}

/** Ten numbers of the whole center, each with what it rests on and how old it is. */
export function drawNow(day: Day, pulse: PulseRow | undefined, settings: RuntimeSettings, palette: Palette): Html {
  const cards = [...figuresNow(day.now, pulse, settings), ...figuresToday(day)];
  return html`<div style="${style(palette)};display:flex;flex-wrap:wrap;gap:18px 28px">${cards.map((card) => draw(card, palette))}</div>`;
}

function draw({ title, shown, basis, stale }: Figure, { ink, quiet }: Palette): Html {
  const known = shown !== undefined && !stale;
  const value = html`<div style="font-size:${(known ? '26px' : '20px') as Html};line-height:32px;font-weight:${(known ? '600' : '400') as Html};color:${(known ? ink : quiet) as Html}">${text(shown ?? 'unknown')}</div>`;
  return html`<div style="width:150px"><div style="color:${quiet as Html}">${text(title)}</div>${value}<small style="color:${quiet as Html}">${text(basis)}</small></div>`;
}

function figuresNow(now: Instant, pulse: PulseRow | undefined, { queues }: RuntimeSettings): Figure[] {
  // The pulse may be a moment ahead of whoever looks.
  const ageSeconds = pulse && Math.max(0, (now - pulse.at) / 1000);
  const stale = ageSeconds === undefined || ageSeconds > staleAfterSeconds;
  const age = ageSeconds === undefined ? 'never read' : stale ? `${agoIn(ageSeconds)}, too old` : agoIn(ageSeconds);
  const figures = pulse?.figures ?? [];
  const expected = ({ queue, channel }: QueueFigures): number =>
    queues[queue]?.expectation[channel]?.waitSeconds ?? Number.POSITIVE_INFINITY;
  const waiting = figures.flatMap((line) => line.contactsInQueue ?? []);
  const ages = figures.flatMap((line) => ((line.contactsInQueue ?? 0) > 0 ? (line.oldestAgeSeconds ?? []) : []));
  const beyond = figures.filter(
    (line) => (line.contactsInQueue ?? 0) > 0 && (line.oldestAgeSeconds ?? 0) > expected(line),
  );
  const unserved = figures.filter((line) => (line.contactsInQueue ?? 0) > 0 && line.agentsStaffed === 0);
  const atPulse = (title: string, value: number | undefined, show: (value: number) => string = String): Figure => ({
    title,
    shown: pulse === undefined || value === undefined ? undefined : show(value),
    basis: `n ${figures.length} queues, ${age}`,
    stale,
  });
  return [
    atPulse('Waiting', waiting.length === 0 ? undefined : waiting.reduce((sum, value) => sum + value, 0)),
    atPulse('Longest wait', Math.max(0, ...ages), clockTime),
    atPulse('Queues waiting beyond expectation', beyond.length),
    atPulse('Queues waiting with nobody there', unserved.length),
  ];
}

const agoIn = (seconds: number): string =>
  seconds < 90 ? `${Math.round(seconds)} s ago` : `${Math.round(seconds / 60)} min ago`;

function figuresToday({ lines, now, timeZone }: Day): Figure[] {
  const sums = sumIntervals(lines.flatMap(({ intervals }) => [...intervals]));
  const ends = lines.flatMap(({ intervals }) => intervals.map(({ startsAt }) => startsAt + intervalMilliseconds));
  const until = Math.min(now, Math.max(0, ...ends));
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });
  const age = ends.length === 0 ? '' : `, until ${clock.format(until)}`;
  const live = sums.answeredCount + sums.abandonedCount;
  const today = (title: string, value: number | undefined, n: number, show: (value: number) => string): Figure => ({
    title,
    shown: value === undefined ? undefined : show(value),
    basis: `n ${n}${age}`,
    stale: false,
  });
  const promises = sums.promisesKeptCount + sums.promisesBrokenCount;
  const callbacks = sums.callbacksKeptCount + sums.callbacksBrokenCount;
  return [
    today('Offered today', lines.length === 0 ? undefined : sums.offeredCount, sums.offeredCount, String),
    today('Service level today', kpi.serviceLevels.nohold(sums), live, percent),
    today('Abandoned today', kpi.abandonmentShare(sums), sums.offeredCount, percent),
    today('Met live today', kpi.metLiveShare(sums), live, percent),
    today('Promises kept today', kpi.promisesKeptShare(sums), promises, percent),
    today('Callbacks kept today', kpi.callbacksKeptShare(sums), callbacks, percent),
  ];
}
