import { agentsOnBoard, callbacksOnBoard, queueRows } from './boardSnapshot.ts';
import type { WebCenter } from './center.ts';
import { createCustomWidgets } from './customWidgets.ts';
import { type DrawCustom, drawDashboard } from './dashboard.ts';
import type { BoardMessage } from './messages.ts';

/** The board, made at most once for all pages that look at it in the same moment. */
export interface Board {
  message(hours: number): Promise<BoardMessage>;
}

/** Younger than this a board is shown again: ten pages must not mean ten evaluations. */
const sharedForMilliseconds = 500;

export function createBoard(center: WebCenter, realNow: () => number): Board {
  const made = new Map<number, { at: number; message: Promise<BoardMessage> }>();
  const openedAt = center.clock.now();
  const custom = createCustomWidgets(center, realNow);
  return {
    message(hours) {
      const latest = made.get(hours);
      if (latest !== undefined && realNow() - latest.at < sharedForMilliseconds) return latest.message;
      const message = boardMessage(center, custom, hours, openedAt);
      made.set(hours, { at: realNow(), message });
      return message;
    },
  };
}

/** A chart of less says little. */
const shortestMinutes = 15;

/** Everything the board shows, its charts over the last `hours`, but not of the time before the center opened. */
async function boardMessage(
  center: WebCenter,
  custom: DrawCustom | undefined,
  hours: number,
  openedAt: number,
): Promise<BoardMessage> {
  const now = center.clock.now();
  const sinceOpening = Math.min(openedAt, now - shortestMinutes * 60_000);
  const range = { from: Math.max(now - hours * 3_600_000, sinceOpening), to: now };
  return {
    type: 'board',
    now,
    queues: queueRows(center),
    callbacks: await callbacksOnBoard(center),
    agents: agentsOnBoard(center),
    dashboards: await Promise.all(
      center.dashboards.map(({ name, body }) => drawDashboard(name, body, { store: center.metrics, custom }, range)),
    ),
  };
}
