import { agentsOnBoard, callbacksOnBoard, queueRows } from './boardSnapshot.ts';
import type { WebCenter } from './center.ts';
import { createCustomWidgets } from './customWidgets.ts';
import { type Chosen, type DrawCustom, drawDashboard, outlineOf } from './dashboard.ts';
import type { BoardMessage } from './messages.ts';

/** The board, made at most once for all pages that look at it in the same moment. */
export interface Board {
  message(look: Look): Promise<BoardMessage>;
}

/** What somebody looks at: charts over the last hours, one dashboard, and what is chosen in it. */
export interface Look {
  readonly hours: number;
  /** Its place among the dashboards of the template, from 0. */
  readonly dashboard: number;
  readonly chosen: Chosen;
}

/** Younger than this a board is shown again: ten pages must not mean ten evaluations. */
const sharedForMilliseconds = 500;

export function createBoard(center: WebCenter, realNow: () => number): Board {
  const made = new Map<string, { at: number; message: Promise<BoardMessage> }>();
  const openedAt = center.clock.now();
  const custom = createCustomWidgets(center, realNow);
  return {
    message(look) {
      const key = JSON.stringify(look);
      const latest = made.get(key);
      if (latest !== undefined && realNow() - latest.at < sharedForMilliseconds) return latest.message;
      const message = boardMessage(center, custom, look, openedAt);
      for (const [old, { at }] of made) if (realNow() - at > sharedForMilliseconds) made.delete(old);
      made.set(key, { at: realNow(), message });
      return message;
    },
  };
}

/** A chart of less says little. */
const shortestMinutes = 15;

/** Everything the board shows; its charts not of the time before the center opened. */
async function boardMessage(
  center: WebCenter,
  custom: DrawCustom | undefined,
  { hours, dashboard, chosen }: Look,
  openedAt: number,
): Promise<BoardMessage> {
  const now = center.clock.now();
  const sinceOpening = Math.min(openedAt, now - shortestMinutes * 60_000);
  const range = { from: Math.max(now - hours * 3_600_000, sinceOpening), to: now };
  const shown = center.dashboards[dashboard];
  return {
    type: 'board',
    now,
    queues: queueRows(center),
    callbacks: await callbacksOnBoard(center),
    agents: agentsOnBoard(center),
    dashboards: center.dashboards.map(({ name, body }) => outlineOf(name, body)),
    shown:
      shown === undefined
        ? null
        : await drawDashboard(shown.name, shown.body, { store: center.metrics, custom }, range, chosen),
  };
}
