/**
 * Every local page as people see it, at three widths, light and dark: `npm run screenshots [-- folder [page…]]`.
 *
 * Each picture is measured before it is taken: texts that are cut off, lie over each other, leave the page or are fainter
 * than AA allows, a sideways scroll, a chart without a title. Exits 1 where any of that was found.
 *
 * All pictures go to the folder, .nohold/screenshots unless it is named; the few that README and the guides show are
 * written to docs/pictures when no page is named. The same seed brings the same callers; the moment a picture is taken may
 * differ by seconds. Exits 3 (NOT RUN) when there is no Chromium.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { chromiumPath, launchChromium, noChromium } from './chromium.ts';
import { drawnAt, faultsOfLook, schemes, visitor, widths } from './pageCheck.ts';
import { startedCenter } from './startedCenter.ts';
import {
  choose,
  dialUntilOffered,
  ended,
  hear,
  openBoard,
  patience,
  press,
  setSpeed,
  turnTo,
  waitForSurge,
} from './visit.ts';

const executablePath = chromiumPath();
if (executablePath === undefined) {
  console.log(noChromium);
  process.exit(3);
}

const [folder = '.nohold/screenshots', ...only] = process.argv.slice(2);
const pictures = 'docs/pictures';
mkdirSync(folder, { recursive: true });

let taken = 0;
let faulty = 0;

/** The whole page in every size. */
async function picture(page: Page, name: string): Promise<void> {
  if (only.length > 0 && !only.includes(name)) return;
  const before = faulty;
  for (const width of widths) {
    for (const scheme of schemes) {
      await drawnAt(page, width, scheme);
      const faults = await faultsOfLook(page);
      for (const fault of faults) console.log(`FAULT   ${name} at ${width} px, ${scheme}: ${fault}`);
      faulty += faults.length > 0 ? 1 : 0;
      taken += 1;
      await page.screenshot({ path: join(folder, `${name}-${width}-${scheme}.png`), fullPage: true });
    }
  }
  await drawnAt(page, 1280, 'light');
  console.log(`${name}: ${widths.length * schemes.length} pictures, ${faulty - before} with faults`);
}

/** What is seen without scrolling, small enough to be kept: Chromium writes WebP, Playwright does not. */
async function pictureForDocs(page: Page, name: string, height = 800): Promise<void> {
  if (only.length > 0) return;
  mkdirSync(pictures, { recursive: true });
  await page.setViewportSize({ width: 1280, height });
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 70 });
  await session.detach();
  writeFileSync(join(pictures, `${name}.webp`), Buffer.from(data, 'base64'));
}

const center = await startedCenter({ seed: 1, speed: 10 });
const browser = await launchChromium(executablePath);
try {
  const hosts = new Set<string>();
  const page = await (await visitor(browser, hosts)).newPage();
  await openBoard(page, center.url);
  await waitForSurge(page);
  // A day that has half an hour behind it says more than its first minutes: the rows are rolled up, promises
  // and callbacks are settled.
  await setSpeed(page, 30);
  await page
    .locator('.clock time')
    .filter({ hasText: /^10:(3[2-9]|[45])|^1[1-9]:/ })
    .waitFor({ timeout: 600_000 });
  await setSpeed(page, 1);
  await page.waitForTimeout(3000);
  await picture(page, 'board');
  await pictureForDocs(page, 'board');
  for (const [name, title] of [
    ['board-queue', 'One queue'],
    ['board-health', 'Health and cost'],
  ] as const) {
    await choose(page, 'Dashboard', title);
    await page.getByRole('heading', { name: title, exact: true }).waitFor(patience);
    // What functions draw comes a moment after the graphs.
    await page.locator('.dashboards .widget svg, .dashboards .widget table').first().waitFor(patience);
    await page.waitForTimeout(2000);
    await picture(page, name);
  }
  await choose(page, 'Dashboard', 'Now and today');

  await turnTo(page, 'Contacts');
  await page.locator('.list li').first().waitFor(patience);
  await picture(page, 'contacts');

  await setSpeed(page, 5);
  await turnTo(page, 'Desk');
  await picture(page, 'desk-login');
  await page.getByLabel('Agent').selectOption('hugo');
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('button', { name: 'Accept' }).waitFor(patience);
  await picture(page, 'desk-rings');
  await page.getByRole('button', { name: 'Accept' }).click();
  await page.getByRole('heading', { name: /^With / }).waitFor(patience);
  await picture(page, 'desk');
  await pictureForDocs(page, 'desk', 640);
  await page.getByRole('button', { name: /^(Hang up|End the chat)$/ }).click();
  await page.getByRole('group', { name: /^What was it/ }).waitFor(patience);
  await picture(page, 'desk-wrap-up');
  await page.getByRole('button', { name: 'Solved' }).click();
  await page.getByRole('button', { name: 'Log out' }).click();

  await turnTo(page, 'Control');
  await page.getByRole('heading', { name: 'What if' }).waitFor(patience);
  await page.getByRole('button', { name: 'Run the twin' }).click();
  await page.locator('.verdict').waitFor(patience);
  await picture(page, 'control');
  await pictureForDocs(page, 'what-if');

  await setSpeed(page, 10);
  await turnTo(page, 'Phone');
  await picture(page, 'phone');
  await dialUntilOffered(page);
  await picture(page, 'phone-offer');
  await pictureForDocs(page, 'phone', 760);
  await press(page, '1');
  await hear(page, /number you are calling from, press 1/i);
  await press(page, '1');
  await ended(page).waitFor(patience);
  await page.locator('.call a', { hasText: 'What the center did' }).click();
  await page.getByRole('region', { name: 'Story' }).locator('.promises').waitFor(patience);
  await picture(page, 'story');
  await pictureForDocs(page, 'story');

  const desk = await (await visitor(browser, hosts)).newPage();
  await desk.goto(center.deskUrl);
  await picture(desk, 'web-desk');
  await desk.getByLabel('Your number').first().fill('+1 917 555 0188');
  await desk.getByRole('button', { name: 'Call me' }).first().click();
  await desk.getByText('We have your request').waitFor(patience);
  await picture(desk, 'web-desk-booked');
  await desk.goto(center.deskUrl);
  await desk.getByLabel('Your name').fill('Robin');
  await desk.getByRole('button', { name: 'Open a chat' }).click();
  await desk.getByLabel('Your message').fill('Where is my order?');
  await desk.getByRole('button', { name: 'Send' }).click();
  await desk.frameLocator('iframe').getByText('Where is my order?').waitFor(patience);
  await picture(desk, 'web-desk-chat');

  await turnTo(page, 'Phone');
  await setSpeed(page, 30);
  await page.getByRole('alert').getByText('is calling you back').waitFor(patience);
  await picture(page, 'phone-rings');
} finally {
  await browser.close();
  await center.close();
}
console.log(`${taken} pictures, ${faulty} with faults`);
process.exit(faulty === 0 ? 0 : 1);
