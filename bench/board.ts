/**
 * How quickly the local board follows a large center: `npm run bench:board`.
 *
 * 500 contacts wait, 200 agents work; Chromium opens the board. Prints the first paint, what one update costs the page's
 * main thread (Chromium's own account of its tasks, the figure to trust on a busy machine), and how long after a caller
 * hangs up the board says so. Exits 1 where a goal is missed, 3 (NOT RUN) without a Chromium.
 */
import { availableParallelism } from 'node:os';
import type { CDPSession, Page } from 'playwright-core';
import { instant } from '../core/time/units.ts';
import { type Center, startCenter } from '../local/center.ts';
import { createScaledClock } from '../local/clock/scaled.ts';
import { webCenterOf } from '../local/web/center.ts';
import { startWeb } from '../local/web/server.ts';
import { chromiumPath, launchChromium, noChromium } from '../test/browser/chromium.ts';

const contacts = 500;
const agents = 200;
const updates = 20;
const goals = { firstPaintMilliseconds: 1000, updateMilliseconds: 100, delayMilliseconds: 5000 } as const;

const executablePath = chromiumPath();
if (executablePath === undefined) {
  console.log(noChromium);
  process.exit(3);
}

/** A Monday noon on which the shipped queue is open. */
const clock = createScaledClock({
  start: instant(Date.parse('2026-11-23T12:00:00-05:00')),
  speed: 1,
  onFault: () => {},
});
const center = await startCenter({ clock, seed: 1, onFault: () => {} });
const waiting = fill(center);
await settled(center);
const web = await startWeb(webCenterOf(center), { port: 0 });
const browser = await launchChromium(executablePath);
let missed = 0;
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(web.url);
  await page.locator('.card').first().waitFor({ timeout: 120_000 });
  const firstPaint = Number(
    await page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN"),
  );
  await page.locator('.dashboards .widget').first().waitFor({ timeout: 120_000 });
  const update = await mainThreadOf(page);
  const delay = await delayOf(page, center, waiting);
  console.log(`${contacts} contacts wait, ${agents} agents; ${availableParallelism()} cores, Node ${process.version}`);
  say('first paint', firstPaint, goals.firstPaintMilliseconds);
  say('one update on the main thread', update, goals.updateMilliseconds);
  say('from an event to the board', delay, goals.delayMilliseconds);
} finally {
  await browser.close();
  await web.close();
  await center.close();
}
process.exit(missed === 0 ? 0 : 1);

function say(what: string, milliseconds: number, goal: number): void {
  const met = milliseconds <= goal;
  if (!met) missed += 1;
  console.log(
    `${what.padEnd(30)} ${milliseconds.toFixed(0).padStart(6)} ms   goal ${goal} ms   ${met ? 'met' : 'MISSED'}`,
  );
}

/** Callers who talk and wait for an hour, and agents who serve their queue. Gives those who dialled last: they wait. */
function fill({ connect, lines }: Center): string[] {
  const profile = connect.agents.list().find(({ username }) => username === 'iris')?.routingProfile ?? '';
  for (let number = 1; number <= agents; number += 1) {
    connect.agents.add({ username: `agent-${number}`, routingProfile: profile });
    connect.agents.login(`agent-${number}`);
  }
  const to = lines.find(({ id }) => id === 'sales')?.to ?? '';
  return Array.from({ length: contacts + agents }, () =>
    connect.dial({ from: null, to, handleSeconds: 3600, keys: () => '2' }),
  );
}

function queued({ connect }: Center): number {
  return connect.openContacts().filter(({ stage }) => stage === 'queued').length;
}

async function settled(of: Center): Promise<void> {
  for (let tries = 0; tries < 600 && queued(of) < contacts * 0.98; tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 500));
  if (queued(of) < contacts * 0.98) throw new Error(`only ${queued(of)} contacts wait after five minutes`);
}

/** Milliseconds of the main thread for one message of the board, over some of them. */
async function mainThreadOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const before = await busySeconds(session);
  await page.waitForTimeout(updates * 1000);
  return ((await busySeconds(session)) - before) * (1000 / updates);
}

async function busySeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
}

/** The median over five hang-ups of the time until the number of those who wait has gone down on the board. */
async function delayOf(page: Page, { connect }: Center, ids: readonly string[]): Promise<number> {
  const shown = page
    .locator('.card', { hasText: /^sales\s*voice/ })
    .locator('.figure.large .value')
    .first();
  const delays: number[] = [];
  for (const id of ids.slice(-5)) {
    const before = Number(await shown.innerText());
    const began = performance.now();
    connect.hangUp(id);
    while (Number(await shown.innerText()) >= before) await page.waitForTimeout(20);
    delays.push(performance.now() - began);
  }
  return delays.sort((a, b) => a - b)[2] ?? Number.NaN;
}
