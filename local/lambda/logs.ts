import type { Instant } from '../../core/time/units.ts';

export interface LogLine {
  readonly at: Instant;
  readonly functionId: string;
  readonly text: string;
}

/** The last lines the functions wrote; older ones are forgotten. */
export interface FunctionLogs {
  add(line: LogLine): void;
  /** Oldest first; of one function when named. */
  recent(functionId?: string): readonly LogLine[];
}

const LINES_KEPT = 5_000;

export function createFunctionLogs(linesKept = LINES_KEPT): FunctionLogs {
  const ring: LogLine[] = [];
  let next = 0;
  const inOrder = (): LogLine[] => [...ring.slice(next), ...ring.slice(0, next)];
  return {
    add(line) {
      ring[next] = line;
      next = (next + 1) % linesKept;
    },
    recent: (functionId) => inOrder().filter((line) => functionId === undefined || line.functionId === functionId),
  };
}
