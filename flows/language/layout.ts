import { edgesOf } from './edges.ts';
import type { Flow } from './flow.ts';

export interface Position {
  readonly x: number;
  readonly y: number;
}

// The editor draws a block about 200 wide and, with all its branches, up to 200 high.
const columnWidth = 280;
const rowHeight = 230;

/** Left to right by the shortest way from the start, top to bottom in the order told. */
export function positionsOf(flow: Flow): Record<string, Position> {
  const columns = columnsOf(flow);
  const filled: number[] = [];
  return Object.fromEntries(
    flow.actions.map(({ Identifier }) => {
      const column = columns.get(Identifier) ?? 0;
      const row = filled[column] ?? 0;
      filled[column] = row + 1;
      return [Identifier, { x: 180 + column * columnWidth, y: 20 + row * rowHeight }];
    }),
  );
}

function columnsOf(flow: Flow): Map<string, number> {
  const columns = new Map([[flow.startAction, 0]]);
  const leadingFrom = edgesOf(flow);
  const waiting = [flow.startAction];
  for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
    for (const { to } of leadingFrom.get(at) ?? []) {
      if (columns.has(to)) continue;
      columns.set(to, (columns.get(at) ?? 0) + 1);
      waiting.push(to);
    }
  }
  return columns;
}
