import { type Estimate, estimate } from './estimate.ts';
import type { QueueFigures } from './queueFigures.ts';
import type { Scenario } from './scenario.ts';

/** Of one queue: by how much the other scenario's figure is more, over pairs of replications with the same customers. */
export interface QueueDifference {
  readonly queue: string;
  readonly figures: Readonly<Record<string, Estimate>>;
}

/**
 * The other scenario less the first, replication by replication: what chance has in common to both cancels out. Queues
 * are paired by name; a queue that only one scenario has is left out.
 */
export function differences(
  scenarios: readonly [Scenario, Scenario],
  runs: readonly [readonly (readonly QueueFigures[])[], readonly (readonly QueueFigures[])[]],
): QueueDifference[] {
  const [first, other] = scenarios;
  const pairs = Math.min(runs[0].length, runs[1].length);
  return first.queues.flatMap(({ name }, index) => {
    const place = other.queues.findIndex((queue) => queue.name === name);
    if (place < 0) return [];
    const sides = Array.from({ length: pairs }, (_, run) => ({
      first: compared(runs[0][run]?.[index]),
      other: compared(runs[1][run]?.[place]),
    }));
    const names = Object.keys(sides[0]?.first ?? {}).filter((figure) => figure in (sides[0]?.other ?? {}));
    const over = (figure: string): Estimate =>
      estimate(sides.map((side) => (side.other[figure] ?? 0) - (side.first[figure] ?? 0)));
    return [{ queue: name, figures: Object.fromEntries(names.map((figure) => [figure, over(figure)])) }];
  });
}

/** Every figure of a run by its name; those of waits and offers by theirs. */
function compared(run: QueueFigures | undefined): Record<string, number> {
  if (!run) return {};
  const { waitQuantiles, offers, predictors: _predictors, ...counts } = run;
  const { p50, p80, p90, p95 } = waitQuantiles;
  return {
    ...counts,
    waitP50Seconds: p50,
    waitP80Seconds: p80,
    waitP90Seconds: p90,
    waitP95Seconds: p95,
    // What was reached without a policy is what both sides can be compared by.
    served: offers?.served ?? run.answered / Math.max(1, run.offered),
    ...(offers && {
      expectationMet: offers.expectationMet,
      metLive: offers.metLive,
      promisesKept: offers.promisesKept,
    }),
  };
}
