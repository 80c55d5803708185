import type { PlanExtract } from '../staffing/freeSlots.ts';
import { addSeconds, type Instant, seconds, secondsBetween } from '../time/units.ts';
import type { PlannedStaffing } from './queueState.ts';

/** Beyond this no wait reaches that is worth foretelling. */
const horizonSeconds = seconds(2 * 3600);
/** Reality is taken to keep its distance from the plan, up to this factor either way. */
const mostApart = 2;

/**
 * The changes of staffing that the shift plan has ahead, restated for the `servingNow` agents that are really there: with
 * nine at work of ten planned, a step from ten to twenty is one from nine to eighteen. Empty where there is no plan for
 * now. A step to nobody is left out: the queue then closes, and hours are not the plan's matter.
 */
export function plannedStaffing(plan: PlanExtract | undefined, now: Instant, servingNow: number): PlannedStaffing[] {
  const current = plan?.agents.findLast((step) => step.startsAt <= now);
  if (!plan || !current || !(current.agents > 0) || !(servingNow > 0)) return [];
  const presence = Math.min(mostApart, Math.max(1 / mostApart, servingNow / current.agents));
  return plan.agents
    .filter((step) => step.startsAt > now && step.startsAt <= addSeconds(now, horizonSeconds) && step.agents > 0)
    .map((step) => ({ inSeconds: secondsBetween(now, step.startsAt), agents: step.agents * presence }));
}
