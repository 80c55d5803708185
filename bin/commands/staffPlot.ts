import { lineKey } from '../../core/staffing/line.ts';
import type { PlannedInterval } from '../../core/staffing/plan.ts';
import type { ProposedInterval } from '../../core/staffing/shiftProposal.ts';
import { toIso } from '../../core/time/units.ts';

const width = 960;
const rowHeight = 180;
const margin = { left: 48, top: 28, bottom: 22 };

/** Required, scheduled and, where there is a roster, proposed agents as steps, one row a queue and channel; without scripts. */
export function staffPlot(planned: readonly PlannedInterval[], proposed: readonly ProposedInterval[] = []): string {
  const lines = [...Map.groupBy(planned, ({ queue, channel }) => `${queue} ${channel}`)];
  const rows = lines.map(([name, intervals], index) => row(name, intervals, index * rowHeight, proposed));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${lines.length * rowHeight}" font-family="sans-serif" font-size="12">`,
    '<rect width="100%" height="100%" fill="white"/>',
    ...rows,
    '</svg>',
    '',
  ].join('\n');
}

function row(
  name: string,
  intervals: readonly PlannedInterval[],
  top: number,
  proposed: readonly ProposedInterval[],
): string {
  const roster = new Map(proposed.map((one) => [`${one.line}#${one.intervalStart}`, one.proposedAgents]));
  const proposedOf = ({ queue, channel, intervalStart }: PlannedInterval): number =>
    roster.get(`${lineKey(queue, channel)}#${intervalStart}`) ?? 0;
  const most = Math.max(1, ...intervals.flatMap((one) => [one.requiredAgents, one.scheduledAgents, proposedOf(one)]));
  const height = rowHeight - margin.top - margin.bottom;
  const x = (index: number) => margin.left + ((width - margin.left - 12) * index) / intervals.length;
  const y = (agents: number) => top + margin.top + height * (1 - agents / most);
  const steps = (agentsOf: (one: PlannedInterval) => number) =>
    intervals
      .map(
        (one, index) =>
          `${x(index).toFixed(1)},${y(agentsOf(one)).toFixed(1)} ${x(index + 1).toFixed(1)},${y(agentsOf(one)).toFixed(1)}`,
      )
      .join(' ');
  const [first, last] = [intervals[0], intervals.at(-1)];
  return [
    `<text x="${margin.left}" y="${top + 18}">${name}: required (orange), scheduled (blue)${proposed.length > 0 ? ', proposed (green)' : ''}, agents</text>`,
    `<text x="4" y="${y(most) + 4}">${most}</text><text x="4" y="${y(0)}">0</text>`,
    `<polyline fill="none" stroke="#1f6fb2" stroke-width="2" points="${steps((one) => one.scheduledAgents)}"/>`,
    `<polyline fill="none" stroke="#d9730d" stroke-width="2" points="${steps((one) => one.requiredAgents)}"/>`,
    proposed.length > 0
      ? `<polyline fill="none" stroke="#2e8540" stroke-width="2" points="${steps(proposedOf)}"/>`
      : '',
    first && last
      ? `<text x="${margin.left}" y="${y(0) + 16}">${toIso(first.intervalStart)}</text><text x="${width - 12}" y="${y(0) + 16}" text-anchor="end">${toIso(last.intervalStart)}</text>`
      : '',
  ].join('\n');
}
