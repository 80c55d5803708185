import { nameOf, type Proposed } from '../operations/expectation.ts';

const width = 960;
const rowHeight = 260;
const margin = { left: 56, right: 16, top: 44, bottom: 34 };

/** For each queue, channel and segment: who came back, and who would have given up, by the wait. An SVG of its own, without scripts. */
export function expectationPlot(proposals: readonly Proposed[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${proposals.length * rowHeight}" font-family="sans-serif" font-size="12">`,
    '<rect width="100%" height="100%" fill="white"/>',
    ...proposals.map((one, index) => row(one, index * rowHeight)),
    '</svg>',
    '',
  ].join('\n');
}

function row({ currentSeconds, proposal, ...line }: Proposed, top: number): string {
  const { curve, patience } = proposal;
  const longest = Math.max(60, currentSeconds * 1.2, ...curve.map(({ waitSeconds }) => waitSeconds));
  const most = Math.min(1, 1.15 * Math.max(0.1, ...curve.map(({ share }) => share)));
  const height = rowHeight - margin.top - margin.bottom;
  const x = (wait: number) => margin.left + ((width - margin.left - margin.right) * Math.min(wait, longest)) / longest;
  const y = (share: number) => top + margin.top + height * (1 - Math.min(share, most) / most);
  const upright = (wait: number, colour: string, dash: string) =>
    `<line x1="${x(wait).toFixed(1)}" x2="${x(wait).toFixed(1)}" y1="${y(0)}" y2="${y(most)}" stroke="${colour}" stroke-width="2" stroke-dasharray="${dash}"/>`;
  const points = (list: readonly (readonly [number, number])[]) =>
    list.map(([wait, share]) => `${x(wait).toFixed(1)},${y(share).toFixed(1)}`).join(' ');
  const fitted =
    proposal.kind === 'proposed'
      ? [
          [0, proposal.rise.shareBefore],
          [proposal.rise.thresholdSeconds, proposal.rise.shareBefore],
          [proposal.rise.thresholdSeconds + proposal.rise.rampSeconds, proposal.rise.shareAfter],
          [longest, proposal.rise.shareAfter],
        ]
      : [];
  const verdict = proposal.kind === 'proposed' ? `proposed ${proposal.waitSeconds} s (green)` : proposal.why;
  return [
    `<text x="${margin.left}" y="${top + 18}" font-weight="bold">${nameOf(line)}: settings say ${currentSeconds} s (grey, dashed); ${verdict}</text>`,
    `<text x="${margin.left}" y="${top + 34}">came back within 7 days (blue points, fitted line), would have given up (orange), by the wait in seconds</text>`,
    `<text x="6" y="${y(most) + 4}">${Math.round(100 * most)} %</text><text x="6" y="${y(0)}">0</text>`,
    `<line x1="${margin.left}" x2="${width - margin.right}" y1="${y(0)}" y2="${y(0)}" stroke="#57606a"/>`,
    ...[0.25, 0.5, 0.75, 1].map(
      (part) =>
        `<text x="${x(part * longest)}" y="${y(0) + 16}" text-anchor="end">${Math.round(part * longest)}</text>`,
    ),
    `<polyline fill="none" stroke="#d9730d" stroke-width="2" points="${points(patience.map((one) => [one.waitSeconds, one.leftShare]))}"/>`,
    ...curve.map(
      ({ waitSeconds, share }) =>
        `<circle cx="${x(waitSeconds).toFixed(1)}" cy="${y(share).toFixed(1)}" r="4" fill="#1f6fb2"/>`,
    ),
    `<polyline fill="none" stroke="#1f6fb2" stroke-width="1.5" points="${points(fitted as [number, number][])}"/>`,
    upright(currentSeconds, '#57606a', '6 4'),
    ...(proposal.kind === 'proposed' ? [upright(proposal.waitSeconds, '#1a7f37', '')] : []),
  ].join('\n');
}
