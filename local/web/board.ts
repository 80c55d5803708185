import { agentsOnBoard, callbacksOnBoard, queueRows } from './boardSnapshot.ts';
import type { WebCenter } from './center.ts';
import { createCustomWidgets } from './customWidgets.ts';
import { type DrawCustom, drawDashboard } from './dashboard.ts';
import { type Chosen, outlineOf, partsOf } from './dashboardBody.ts';
import type { BoardMessage } from './messages.ts';

/** The board, made at most once for all pages that look at it in the same moment. */
export interface Board {
  message(look: Look): Promise<BoardMessage>;
}

/** What somebody looks at: charts over the last hours, one part of a dashboard, and what is chosen in it. */
export interface Look {
  readonly hours: number;
  /** Its place among the parts of the template's dashboards, from 0. */
  readonly dashboard: number;
  readonly chosen: Chosen;
}

/** Younger than this a board is shown again: ten pages must not mean ten evaluations. */
const sharedForMilliseconds = 500;

export function createBoard(center: WebCenter, realNow: () => number): Board {
  const made = new Map<string, { at: number; message: Promise<BoardMessage> }>();
  const openedAt = center.clock.now();
  const custom = createCustomWidgets(center, realNow);
  const parts = center.dashboards.flatMap(({ name, body }) => partsOf(body).map((part) => ({ name, body: part })));
  return {
    message(look) {
      const key = JSON.stringify(look);
      const latest = made.get(key);
      if (latest !== undefined && realNow() - latest.at < sharedForMilliseconds) return latest.message;
      const message = boardMessage(center, parts, custom, look, openedAt);
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
  parts: WebCenter['dashboards'],
  custom: DrawCustom | undefined,
  { hours, dashboard, chosen }: Look,
  openedAt: number,
): Promise<BoardMessage> {
  const now = center.clock.now();
  const sinceOpening = Math.min(openedAt, now - shortestMinutes * 60_000);
  const range = { from: Math.max(now - hours * 3_600_000, sinceOpening), to: now };
  const shown = parts[dashboard];
  return {
    type: 'board',
    now,
    queues: queueRows(center),
    callbacks: await callbacksOnBoard(center),
    agents: agentsOnBoard(center),
    dashboards: parts.map(({ name, body }) => outlineOf(name, body)),
    shown:
      shown === undefined
        ? null
        : await drawDashboard(shown.name, shown.body, { store: center.metrics, custom }, range, chosen),
  };
}
