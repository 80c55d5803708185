import { agentsOnBoard, callbacksOnBoard, queueRows } from './boardSnapshot.ts';
import type { WebCenter } from './center.ts';
import { drawDashboard } from './dashboard.ts';
import type { BoardMessage } from './messages.ts';

/** The board, made at most once for all pages that look at it in the same moment. */
export interface Board {
  message(hours: number): Promise<BoardMessage>;
}

/** Younger than this a board is shown again: ten pages must not mean ten evaluations. */
const sharedForMilliseconds = 500;

export function createBoard(center: WebCenter, realNow: () => number): Board {
  const made = new Map<number, { at: number; message: Promise<BoardMessage> }>();
  return {
    message(hours) {
      const latest = made.get(hours);
      if (latest !== undefined && realNow() - latest.at < sharedForMilliseconds) return latest.message;
      const message = boardMessage(center, hours);
      made.set(hours, { at: realNow(), message });
      return message;
    },
  };
}

/** Everything the board shows, its charts over the last `hours`. */
export async function boardMessage(center: WebCenter, hours: number): Promise<BoardMessage> {
  const now = center.clock.now();
  const range = { from: now - hours * 3_600_000, to: now };
  return {
    type: 'board',
    now,
    queues: queueRows(center),
    callbacks: await callbacksOnBoard(center),
    agents: agentsOnBoard(center),
    dashboards: center.dashboards.map(({ name, body }) => drawDashboard(name, body, center.metrics, range)),
  };
}
