import type { WidgetRequest } from './contract.ts';
import { palettes } from './draw-widget.chart.ts';
import { drawEffort } from './draw-widget.effort.ts';
import { drawLeaving } from './draw-widget.leaving.ts';
import { readDay, type WidgetWorld } from './draw-widget.lines.ts';
import { drawNow } from './draw-widget.now.ts';
import { drawOffers } from './draw-widget.offers.ts';
import { drawPlan } from './draw-widget.plan.ts';
import { drawToday } from './draw-widget.today.ts';
import { drawWaits } from './draw-widget.waits.ts';

const documentation = `## Nohold: the day from the rows
Figures that need sums over contacts, for each queue and channel, recomputed from its contacts every quarter of an hour.

    view: today    # or now, plan, waits, effort, offers; leaving: who waits and is close to giving up`;

/**
 * Draws what CloudWatch's custom widget asks for: *now*, *today*, its *plan*, foretold against real *waits*, customers'
 * *effort*, what *offers* did, who is close to *leaving*.
 */
export function makeDrawWidget(world: WidgetWorld): (request: WidgetRequest) => Promise<string> {
  return async ({ describe, view, widgetContext }) => {
    if (describe) return documentation;
    const palette = palettes[widgetContext?.theme ?? 'light'];
    if (view === 'leaving') return drawLeaving(world, palette);
    const day = await readDay(world);
    switch (view) {
      case 'now':
        return drawNow(day, await world.centerRows.pulse(), world.settings, palette);
      case 'today':
        return drawToday(day, palette);
      case 'plan':
        return drawPlan(day, world, palette);
      case 'waits':
        return drawWaits(day, palette);
      case 'effort':
        return drawEffort(day, palette);
      case 'offers':
        return drawOffers(day, palette);
      default:
        return view satisfies never;
    }
  };
}
