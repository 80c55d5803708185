/** Agents who serve the same lines. */
export interface AgentGroup {
  /** Keys of the lines (queue and channel) served; at least one. */
  readonly lines: readonly string[];
  readonly agents: number;
}

/** Rounds at most; each halves the imbalance at least. */
const rounds = 200;
/** Shares that move by less do not change who is where. */
const settledAgents = 1e-4;

/**
 * Splits agents with several skills among the lines they serve, so that the worst-off line has as large a share of its
 * need as it can; each agent counts once. Whole agents: a group's fractions go to where most was lost in rounding.
 *
 * `needs` holds agents by line. A line nobody needs takes nobody from one that somebody does. Proportional balancing: each
 * round a group leans to its lines with the smaller supply for their need; this converges to the max-min split, which for
 * groups that overlap in a chain is the one a linear program finds.
 */
export function shareAgents(
  groups: readonly AgentGroup[],
  needs: Readonly<Record<string, number>>,
): Record<string, number> {
  const need = (line: string) => Math.max(needs[line] ?? 0, 1e-6);
  const shares = groups.map(({ lines, agents }) => {
    const total = lines.reduce((sum, line) => sum + need(line), 0);
    return new Map(lines.map((line) => [line, (agents * need(line)) / total]));
  });
  let moved = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds && moved > settledAgents; round++) {
    const supply = supplies(shares);
    moved = 0;
    for (const [index, { agents }] of groups.entries()) {
      const share = shares[index];
      if (!share || share.size < 2) continue;
      const leaned = [...share].map(([line, part]) => [line, (part * need(line)) / (supply[line] || 1)] as const);
      const total = leaned.reduce((sum, [, part]) => sum + part, 0);
      if (total <= 0) continue;
      for (const [line, part] of leaned) {
        const next = (agents * part) / total;
        moved = Math.max(moved, Math.abs(next - (share.get(line) ?? 0)));
        share.set(line, next);
      }
    }
  }
  return supplies(shares.map(wholeAgents));
}

function supplies(shares: readonly ReadonlyMap<string, number>[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const share of shares) for (const [line, part] of share) total[line] = (total[line] ?? 0) + part;
  return total;
}

/** Largest remainders: the sum stays what it was, as far as it was whole. */
function wholeAgents(share: ReadonlyMap<string, number>): Map<string, number> {
  const entries = [...share].map(([line, part]) => ({ line, whole: Math.floor(part + 1e-9), rest: part % 1 }));
  let left = Math.round([...share.values()].reduce((sum, part) => sum + part, 0));
  left -= entries.reduce((sum, entry) => sum + entry.whole, 0);
  for (const entry of [...entries].sort((a, b) => b.rest - a.rest)) {
    if (left <= 0) break;
    entry.whole += 1;
    left -= 1;
  }
  return new Map(entries.map(({ line, whole }) => [line, whole]));
}
