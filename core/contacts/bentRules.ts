import type { ContactRow } from '../rows/contact.ts';
import type { Journey } from '../rows/journey.ts';
import type { Instant } from '../time/units.ts';
import { followUpOf } from './effort.ts';
import type { LineOf } from './journey.ts';

/** What became of the customers who were given something. */
export interface GivenCounts {
  given: number;
  /** Whose seven days are over, and of those who came back about the same matter. */
  watched: number;
  cameBack: number;
}

export interface AllowanceReport {
  allowance: string;
  withinRule: GivenCounts;
  beyondRule: GivenCounts;
  /** Of those beyond the rule, how often each reason was given. */
  reasons: Record<string, number>;
}

/**
 * What agents gave by themselves since `since`, rule by rule: where it went beyond, why, and whether the customer had to
 * come back. By rule and never by agent, and of no contact's length.
 */
export function allowanceReport(
  contacts: readonly ContactRow[],
  journeyOf: (customerKey: string) => Journey | undefined,
  lineOf: LineOf,
  { since, now }: { since: Instant; now: Instant },
): AllowanceReport[] {
  const reports = new Map<string, AllowanceReport>();
  for (const row of contacts) {
    const { watchedCount, cameBackCount } = followUpOf([row], journeyOf, lineOf, now);
    for (const { name, at, reason } of row.allowances ?? []) {
      if (at < since) continue;
      const none = (): GivenCounts => ({ given: 0, watched: 0, cameBack: 0 });
      const report = reports.get(name) ?? { allowance: name, withinRule: none(), beyondRule: none(), reasons: {} };
      reports.set(name, report);
      const counts = reason === undefined ? report.withinRule : report.beyondRule;
      counts.given += 1;
      counts.watched += watchedCount;
      counts.cameBack += cameBackCount;
      if (reason !== undefined) report.reasons[reason] = (report.reasons[reason] ?? 0) + 1;
    }
  }
  return [...reports.values()].sort((a, b) => (a.allowance < b.allowance ? -1 : 1));
}
