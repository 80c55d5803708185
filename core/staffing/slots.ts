import { addSeconds, type Instant, seconds } from '../time/units.ts';
import type { FreeSlot, PlanExtract } from './freeSlots.ts';
import type { Line } from './line.ts';
import type { PlannedWork } from './plan.ts';
import { RateLaw } from './rates.ts';
import { contactsCarried } from './requirement.ts';

/** Contacts are expected as high as this before a slot counts as free: a promise must hold on most days. */
const cautiousLevel = 0.8;
/** A callback may need a second attempt, and its customer takes a while to answer. */
const contactsPerCallback = 1.15;

/**
 * The slots of one line's plan, in order: callbacks that its scheduled agents could answer beside the contacts expected,
 * still meeting the target. Those booked already are among them: who books counts them against it.
 */
export function freeSlotsOf(planned: readonly PlannedWork[], line: Line): FreeSlot[] {
  return planned.map(({ intervalStart, work, scheduledAgents, requiredAgents }) => {
    const endsAt = addSeconds(intervalStart, seconds(work.intervalSeconds));
    const available = Math.floor(scheduledAgents * line.availableShare + 1e-9);
    // Closed, or nobody expected: nobody is promised a call then.
    if (requiredAgents === 0 || available === 0) return { startsAt: intervalStart, endsAt, free: 0 };
    const carried = contactsCarried(line.target, work, available);
    const room = (carried - new RateLaw(work.contacts).quantile(cautiousLevel)) / contactsPerCallback;
    return { startsAt: intervalStart, endsAt, free: Math.max(0, Math.floor(room)) };
  });
}

/** What a quote needs of one line's plan from `from` on, for so long as the model row should carry. */
export function planExtract(
  planned: readonly PlannedWork[],
  line: Line,
  options: {
    readonly generatedAt: Instant;
    readonly flag: string | undefined;
    readonly from: Instant;
    readonly until: Instant;
  },
): PlanExtract {
  const { generatedAt, flag, from, until } = options;
  const kept = planned.filter(
    ({ intervalStart, work }) => intervalStart + work.intervalSeconds * 1000 > from && intervalStart < until,
  );
  const agents: { startsAt: Instant; agents: number }[] = [];
  for (const { intervalStart, scheduledAgents } of kept) {
    const available = Math.floor(scheduledAgents * line.availableShare + 1e-9);
    if (agents.at(-1)?.agents !== available) agents.push({ startsAt: intervalStart, agents: available });
  }
  return {
    generatedAt,
    ...(flag === undefined ? {} : { flag }),
    agents,
    freeSlots: fullTogether(freeSlotsOf(kept, line)),
  };
}

/** Slots without room that follow one another, as a night's do, in one: every quote reads the extract whole. */
function fullTogether(slots: readonly FreeSlot[]): FreeSlot[] {
  const together: FreeSlot[] = [];
  for (const slot of slots) {
    const before = together.at(-1);
    if (before !== undefined && before.free === 0 && slot.free === 0 && before.endsAt === slot.startsAt)
      together[together.length - 1] = { ...before, endsAt: slot.endsAt };
    else together.push(slot);
  }
  return together;
}
