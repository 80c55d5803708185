import type { ContactRow } from '../rows/contact.ts';
import type { AllowanceUse, Journey } from '../rows/journey.ts';
import { addSeconds, hours, type Instant } from '../time/units.ts';

export interface AllowanceRule {
  perCustomer: number;
  days: number;
  raisesPriority: boolean;
}

export type AllowanceDecision =
  | { kind: 'given'; use: AllowanceUse }
  /** As often as the rule allows: only with a reason. */
  | { kind: 'needs-reason' }
  /** Asked again for the same key press. */
  | { kind: 'given-already'; use: AllowanceUse };

/** A key press that a flow repeats comes within seconds; the same thing given again on purpose does not. */
const repeatedSeconds = hours(1 / 120);

/**
 * Whether an agent gives a customer what `rule` allows, counted over the customer's journey and the contact itself. Beyond
 * the rule it is given with a reason, which is kept: a rule may be bent, not silently.
 */
export function decideAllowance(
  { name, reason, at }: { name: string; reason: string | undefined; at: Instant },
  rule: AllowanceRule,
  row: ContactRow,
  journey: Journey,
): AllowanceDecision {
  const own = row.allowances ?? [];
  const repeated = own.find(
    (use) => use.name === name && use.at > addSeconds(at, -repeatedSeconds as typeof repeatedSeconds),
  );
  if (repeated) return { kind: 'given-already', use: repeated };
  const since = addSeconds(at, hours(-24 * rule.days));
  const earlier = journey.digests
    .filter(({ contactId }) => contactId !== row.contactId)
    .flatMap(({ allowances = [] }) => allowances);
  const count = [...earlier, ...own].filter((use) => use.name === name && use.at > since).length;
  const use: AllowanceUse = { name, at, ...(rule.raisesPriority ? { raisesPriority: true as const } : {}) };
  if (count < rule.perCustomer) return { kind: 'given', use };
  return reason === undefined ? { kind: 'needs-reason' } : { kind: 'given', use: { ...use, reason } };
}
