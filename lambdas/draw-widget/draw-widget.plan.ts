import { intervalsOfDay } from '../../core/kpi/sums.ts';
import type { Instant } from '../../core/time/units.ts';
import { type Palette, type PlannedDay, planChart } from './draw-widget.chart.ts';
import { type Day, type Line, utcDates, type WidgetWorld } from './draw-widget.lines.ts';
import { nobody, style } from './draw-widget.table.ts';
import { type Html, html, text } from './html.ts';

/** So many pairs of charts fit a screen; the busiest lines have them. */
export const mostPlans = 6;

/** Forecast with its band, what came, agents required and scheduled: two charts a line, each said in a sentence. */
export async function drawPlan(day: Day, world: WidgetWorld, palette: Palette): Promise<Html> {
  if (day.lines.length === 0) return nobody(palette);
  const shown = day.lines.slice(0, mostPlans);
  const parts = await Promise.all(
    shown.map(async (line) => drawLine(line, await planOf(line, day, world), day, palette)),
  );
  const more =
    day.lines.length > mostPlans
      ? html`<p style="${style(palette)}">${text(`The ${mostPlans} busiest of ${day.lines.length}.`)}</p>`
      : html``;
  return html`<div style="${style(palette)}">${parts}${more}</div>`;
}

async function planOf({ queue, channel, intervals }: Line, day: Day, world: WidgetWorld): Promise<PlannedDay> {
  const dates = utcDates(day.now);
  const [from = '', until = ''] = [dates[0], dates.at(-1)];
  const plans = await world.planningRows.plans(queue, channel, from, until);
  const method = plans.at(-1)?.method;
  const forecasts = method === undefined ? [] : await world.planningRows.forecasts(queue, channel, method, from, until);
  return {
    came: intervals.map(({ startsAt, offeredCount }) => ({ startsAt, offeredCount })),
    forecast: intervalsOfDay(
      forecasts.flatMap((row) => row.intervals),
      day.date,
      day.timeZone,
    ).map(({ startsAt, mean, quantiles }) => ({
      startsAt,
      mean,
      low: quantiles['0.1'] ?? mean,
      high: quantiles['0.9'] ?? mean,
    })),
    agents: intervalsOfDay(
      plans.flatMap((row) => row.intervals.map((interval) => ({ ...interval, startsAt: interval.intervalStart }))),
      day.date,
      day.timeZone,
    ).map(({ startsAt, requiredAgents, scheduledAgents, gapAgents }) => ({
      startsAt,
      requiredAgents,
      scheduledAgents,
      gapAgents,
    })),
    now: day.now,
  };
}

function drawLine({ queue, channel }: Line, plan: PlannedDay, { timeZone }: Day, palette: Palette): Html {
  const title = html`<h4 style="margin:12px 0 2px;font-size:14px">${text(`${queue} · ${channel}`)}</h4>`;
  if (plan.forecast.length === 0)
    return html`${title}<p style="margin:0;color:${palette.quiet as Html}">${text(
      `${countOf(plan.came)} contacts so far. There is no forecast yet: it needs a day of contacts to begin with.`,
    )}</p>`;
  return html`${title}<p style="margin:0 0 6px;color:${palette.quiet as Html}">${text(sentence(plan, timeZone))}</p>${planChart(plan, timeZone, palette)}`;
}

const countOf = (came: PlannedDay['came']): number => came.reduce((sum, { offeredCount }) => sum + offeredCount, 0);

function sentence({ came, forecast, agents, now }: PlannedDay, timeZone: string): string {
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });
  const at = (when: Instant): string => clock.format(when);
  const total = (of: (one: PlannedDay['forecast'][number]) => number): number =>
    Math.round(forecast.reduce((sum, one) => sum + of(one), 0));
  const gap = agents.find(({ startsAt, gapAgents }) => startsAt + 1_800_000 > now && gapAgents > 0);
  const lacking =
    gap === undefined
      ? 'No agent is lacking in what is left of the day.'
      : `${Math.ceil(gap.gapAgents)} more needed at ${at(gap.startsAt)}.`;
  return `${countOf(came)} contacts so far, ${total(({ mean }) => mean)} forecast for the whole day. ${lacking}`;
}
