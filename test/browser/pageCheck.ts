import assert from 'node:assert/strict';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { faintTexts, unreadableTexts } from './pageText.js';
import { patience } from './visit.ts';

/** Phone, desk and wall, in pixels. */
export const widths = [360, 1280, 2560] as const;
export const schemes = ['light', 'dark'] as const;

const heights: Readonly<Record<number, number>> = { 360: 740, 1280: 900, 2560: 1440 };

/** A visitor with a browser window of their own; the host of everything their pages ask for goes into `hosts`. */
export async function visitor(
  browser: Browser,
  hosts: Set<string>,
  options: { javaScriptEnabled?: boolean } = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(patience.timeout);
  const note = (url: string) => {
    if (/^(http|ws)s?:/.test(url)) hosts.add(new URL(url).hostname);
  };
  context.on('request', (request) => note(request.url()));
  context.on('page', (page) => page.on('websocket', (socket) => note(socket.url())));
  return context;
}

/** The page drawn at this width and scheme, settled enough to be looked at. */
export async function drawnAt(page: Page, width: number, scheme: (typeof schemes)[number]): Promise<void> {
  await page.emulateMedia({ colorScheme: scheme });
  await page.setViewportSize({ width, height: heights[width] ?? 900 });
  // Two frames: the first lays out, the second draws the charts that were told of their new size.
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))');
  // What a function drew for the other scheme is exchanged a moment later.
  await page
    .locator(`[data-scheme]:not([data-scheme="${scheme}"])`)
    .first()
    .waitFor({ state: 'detached', ...patience });
}

/** What a person would find wrong with the page as it is drawn now, in words. */
export async function faultsOfLook(page: Page): Promise<string[]> {
  const scroll = Number(
    await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
  );
  const untitled = Number(
    await page.evaluate(`[...document.querySelectorAll('.widget:has(svg, canvas), figure:has(svg, canvas)')].filter(
      (box) => box.querySelector('h1, h2, h3, h4, figcaption, caption') === null && box.closest('.widget')?.querySelector('h3') == null,
    ).length`),
  );
  return [
    ...(scroll > 0 ? [`it scrolls sideways by ${scroll} px`] : []),
    ...(untitled > 0 ? [`${untitled} charts have no title`] : []),
    ...((await page.evaluate(unreadableTexts)) as string[]),
    ...((await page.evaluate(faintTexts)) as string[]),
  ];
}

/**
 * Throws naming what is wrong: a sideways scroll, texts that cannot be read, or what axe finds serious or worse.
 * `renewsItself`: the page of a chat without a script, whose lines are real time and can only be renewed so.
 */
export async function assertSound(page: Page, { renewsItself = false } = {}): Promise<void> {
  for (const width of widths) {
    await drawnAt(page, width, 'light');
    const scroll = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    assert.ok(Number(scroll) <= 0, `at ${width} px the page scrolls sideways by ${scroll} px`);
    assert.deepEqual(await page.evaluate(unreadableTexts), [], `texts at ${width} px`);
  }
  for (const [width, scheme] of [
    [360, 'light'],
    [1280, 'dark'],
  ] as const) {
    await drawnAt(page, width, scheme);
    assert.deepEqual(await seriousFindings(page, renewsItself), [], `axe at ${width} px, ${scheme}`);
  }
  await drawnAt(page, 1280, 'light');
}

async function seriousFindings(page: Page, renewsItself: boolean): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (renewsItself ? axe.disableRules('meta-refresh') : axe).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}
