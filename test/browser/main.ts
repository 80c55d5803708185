/**
 * The local pages as people use them, in the system's Chromium: `npm run test:browser`.
 *
 * One center as `npm start` opens it. Ends with "N passed, N failed"; exits 3 (NOT RUN) when there is no Chromium.
 */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { BoardMessage } from '../../local/web/messages.ts';
import { chromiumPath, launchChromium, noChromium } from './chromium.ts';
import { assertSound, visitor } from './pageCheck.ts';
import { startedCenter } from './startedCenter.ts';
import {
  choose,
  dialAndHold,
  dialUntilOffered,
  ended,
  hear,
  openBoard,
  patience,
  press,
  setSpeed,
  slowNews,
  turnTo,
  waitForSurge,
} from './visit.ts';

const executablePath = chromiumPath();
if (executablePath === undefined) {
  console.log(noChromium);
  process.exit(3);
}

const outcomes = { passed: 0, failed: 0 };
/** Later checks go on from what earlier ones did, so the first that fails is the one to read, with what the caller saw. */
async function check(what: string, run: () => Promise<void>): Promise<void> {
  try {
    await run();
    outcomes.passed += 1;
    console.log(`passed  ${what}`);
  } catch (error) {
    outcomes.failed += 1;
    console.log(`FAILED  ${what}\n        ${error instanceof Error ? error.message : error}`);
    console.log(String(await caller.evaluate('document.body.innerText')).replaceAll(/^/gm, '        | '));
  }
}

const center = await startedCenter({ seed: 1, speed: 10 });
const browser = await launchChromium(executablePath);
const hosts = new Set<string>();
const faults: string[] = [];
const caller = await (await visitor(browser, hosts)).newPage();
try {
  caller.on('pageerror', (error) => faults.push(error.message));
  const ownContact = caller.locator('.call a', { hasText: 'What the center did' });

  await check('a surge shows on the board: a wait beyond what callers expect', async () => {
    await openBoard(caller, center.url);
    await waitForSurge(caller);
    const words = await caller.locator('.card.beyond .first').first().innerText();
    // A unit stays on the line of its number.
    assert.match(words, /beyond the expected \d+\s(s|min)/);
  });
  await check('a manager reads each queue: waiting, a range, the promises with what they rest on', async () => {
    const board = await boardOf(center.url);
    const cards = caller.getByRole('region', { name: 'Queues' }).getByRole('article');
    assert.equal(await cards.count(), board.queues.length);
    for (const [index, { queue, channel }] of board.queues.entries()) {
      const words = (await cards.nth(index).innerText()).replaceAll(/\s+/g, ' ');
      assert.match(words, new RegExp(`^${queue} ${channel} Waiting \\d+ .*Wait of one arriving now`));
      assert.match(words, /Promises kept (\d+ %|unknown) n \d+/);
    }
    assert.match(await cards.first().innerText(), /\d+ to \d+ (s|min)|up to \d+ min|about \d+ min|\d+ (s|min)/);
  });
  for (const [index, title] of (await boardOf(center.url)).dashboards.map((one) => one.title).entries()) {
    await check(`a manager reads the dashboard "${title}": every widget is drawn, and none is in error`, async () => {
      await choose(caller, 'Dashboard', title);
      const { shown } = await boardOf(center.url, index);
      const last = shown?.widgets.findLast((widget) => widget.kind === 'graph' || widget.kind === 'numbers');
      if (last !== undefined && 'title' in last)
        await caller.getByRole('heading', { name: last.title, exact: true }).waitFor(patience);
      assert.equal(await caller.locator('.dashboards .widget').count(), shown?.widgets.length);
      for (const widget of shown?.widgets ?? []) {
        assert.notEqual(widget.kind, 'unsupported');
        if (widget.kind === 'text' || widget.kind === 'unsupported') continue;
        assert.ok(await caller.getByRole('heading', { name: widget.title, exact: true }).count(), widget.title);
      }
      assert.deepEqual(await caller.locator('.dashboards .fault').allInnerTexts(), []);
      assert.equal(await caller.getByText('Its function does not answer').count(), 0);
    });
    await check(`the dashboard "${title}" is sound`, () => assertSound(caller));
  }
  await check('a queue is chosen in a dashboard, and its graphs are of that queue', async () => {
    await choose(caller, 'Dashboard', 'One queue');
    await caller.getByRole('combobox', { name: 'Queue' }).selectOption('sales');
    const { shown } = await boardOf(center.url, 1, { Queue: 'sales' });
    const other = await boardOf(center.url, 1, { Queue: 'billing' });
    assert.notDeepEqual(pointsOf(shown), pointsOf(other.shown));
    await choose(caller, 'Dashboard', 'Now and today');
  });
  await check('charts span the hours that are chosen', async () => {
    await choose(caller, 'Over the last', '3 h');
    await choose(caller, 'Over the last', '1 h');
  });
  await check('the board is sound', () => assertSound(caller));

  await check('a caller is told the wait and offered a callback, and time passes as in their room', async () => {
    const offer = await dialUntilOffered(caller);
    assert.match(offer, /The wait is .*to hold, press \d/i);
    assert.match(await caller.locator('.clock').innerText(), /while you are on the phone/);
    const asked = await caller.locator('.keypad .asked').allInnerTexts();
    assert.deepEqual(asked, [...offer.matchAll(/press (\d)/g)].map(([, key]) => key).sort());
  });
  await check('the phone with an offer is sound', () => assertSound(caller));

  await check('who holds is in the queue, and sees for how long', async () => {
    await press(caller, '2');
    await caller.getByRole('heading', { name: /^Waiting for service/ }).waitFor(patience);
    assert.match(await caller.locator('.stopwatch').innerText(), /^\d+:\d\d$/);
    await caller.getByRole('button', { name: 'Hang up' }).click();
    await ended(caller).waitFor(patience);
  });
  await check('who takes the callback is told by when, and it stands on the board', async () => {
    await dialUntilOffered(caller);
    await press(caller, '1');
    await hear(caller, /number you are calling from, press 1/i);
    await press(caller, '1');
    await hear(caller, /call you back (within|between|before|at)/i);
    await ended(caller).waitFor(patience);
    const id = (await ownContact.getAttribute('href'))?.split('/')[1];
    const { callbacks } = await boardOf(center.url);
    assert.ok(callbacks.some(({ sourceContactId }) => sourceContactId === id));
  });
  await check('what the center did is read in the transcript, with the numbers that were decided on', async () => {
    await ownContact.click();
    const lines = caller.getByRole('region', { name: 'Story' });
    await lines.locator('.center p', { hasText: 'To keep your place and be called back' }).waitFor(patience);
    await lines.getByText('Show the steps of the flow').click();
    await lines.locator('.lambda .values dt').first().waitFor(patience);
    assert.match(await lines.innerText(), /quote-wait/);
  });
  await check('the story is sound', () => assertSound(caller));
  await check('the list of contacts is sound', async () => {
    await turnTo(caller, 'Contacts');
    await caller.locator('.list li').first().waitFor(patience);
    await assertSound(caller);
  });

  await check('the callback rings on whatever page is open, is answered, and an agent speaks', async () => {
    await turnTo(caller, 'Board');
    await setSpeed(caller, 60);
    await caller.getByRole('alert').getByText('is calling you back').waitFor(patience);
    await caller.getByRole('alert').getByRole('button', { name: 'Answer' }).click();
    await hear(caller, /calling you back as promised/);
    await caller.getByRole('heading', { name: /^With / }).waitFor(patience);
    await setSpeed(caller, 5);
    await caller.getByRole('button', { name: 'Hang up' }).click();
  });
  await check('a chat is opened, and what the customer writes is said', async () => {
    await caller.getByRole('button', { name: 'Write to service' }).click();
    await caller.getByLabel('Message').fill('Where is my order?');
    await caller.getByRole('button', { name: 'Send' }).click();
    await caller.locator('.heard .caller', { hasText: 'Where is my order?' }).waitFor(patience);
    await assertSound(caller);
    await caller.getByRole('button', { name: 'Leave the chat' }).click();
  });
  await check(
    'an agent logs in at the desk, takes a contact with what is known of it, and wraps up with a reason',
    async () => {
      const agent = await (await visitor(browser, hosts)).newPage();
      agent.on('pageerror', (error) => faults.push(error.message));
      await openBoard(agent, center.url);
      await turnTo(agent, 'Desk');
      await assertSound(agent);
      await agent.getByLabel('Agent').selectOption('hugo');
      await agent.getByRole('button', { name: 'Log in' }).press('Enter');
      await agent.getByRole('button', { name: 'Accept' }).waitFor(patience);
      await agent.locator('.clock', { hasText: 'while you are on a contact' }).waitFor(patience);
      await assertSound(agent);
      // By keyboard alone.
      await acceptNext(agent);
      await agent.getByRole('heading', { name: 'Promised' }).waitFor(patience);
      await assertSound(agent);
      await agent.getByRole('button', { name: /^(Hang up|End the chat)$/ }).press('Enter');
      await agent.getByRole('button', { name: 'Solved' }).press('Enter');
      await agent.getByRole('button', { name: 'Accept' }).or(agent.getByText('Nobody waits')).first().waitFor(patience);
      await agent.getByRole('button', { name: 'Log out' }).press('Enter');
      await agent.getByRole('button', { name: 'Log in' }).waitFor(patience);
      await agent.close();
    },
  );
  await check('the agent passes a caller on to another queue', async () => {
    const hold = async (): Promise<string | null> => {
      await dialAndHold(caller);
      return ownContact.getAttribute('href');
    };
    await setSpeed(caller, 10);
    let own = await hold();
    const agent = await (await visitor(browser, hosts)).newPage();
    await openBoard(agent, center.url);
    await turnTo(agent, 'Desk');
    await agent.getByLabel('Agent').selectOption('hugo');
    await agent.getByRole('button', { name: 'Log in' }).click();
    for (let contacts = 1; (await acceptNext(agent)) !== own; contacts += 1) {
      assert.ok(contacts < 30, 'thirty contacts came before the one that holds');
      await agent.getByRole('button', { name: /^(Hang up|End the chat)$/ }).click();
      await agent.getByRole('button', { name: 'Solved' }).click();
      if (await caller.getByRole('heading', { name: /^Waiting for / }).count()) continue;
      if (await caller.getByRole('heading', { name: 'With hugo' }).count()) continue;
      // Another agent was quicker: once more.
      const hangUp = caller.getByRole('button', { name: 'Hang up' });
      if (await hangUp.isVisible()) await hangUp.click();
      await ended(caller).waitFor(patience);
      own = await hold();
    }
    await caller.getByRole('heading', { name: 'With hugo' }).waitFor(patience);
    await agent.getByLabel('Pass on to').selectOption('billing');
    await agent.getByRole('button', { name: 'Pass on' }).click();
    await agent.getByRole('group', { name: /^What was it/ }).waitFor(patience);
    // The customer stays on the line, in the other queue.
    await caller.getByRole('heading', { name: /^(Waiting for|With) / }).waitFor(patience);
    await agent.close();
    await caller.getByRole('button', { name: 'Hang up' }).click();
  });
  await check('the pages work by keyboard: the first stop skips to the page', async () => {
    await turnTo(caller, 'Board');
    await caller.reload();
    await caller.getByRole('region', { name: 'Queues' }).waitFor(patience);
    await caller.keyboard.press('Tab');
    await caller.keyboard.press('Enter');
    assert.equal(await caller.evaluate('document.activeElement.id'), 'main');
  });

  await check('who has not the address of this run may look, and is told so', async () => {
    const stranger = await (await visitor(browser, hosts)).newPage();
    await openBoard(stranger, new URL('/', center.url).href);
    await stranger.getByText('You can look.').waitFor(patience);
    assert.equal(await stranger.getByRole('button', { name: 'Pause callers' }).count(), 0);
    await stranger.close();
  });

  const plain = await visitor(browser, hosts, { javaScriptEnabled: false });
  const desk = await plain.newPage();
  await check('the web desk says the wait without a script', async () => {
    await desk.goto(center.deskUrl);
    assert.match(await desk.getByRole('table').innerText(), /orders and deliveries\s+Telephone\s+\S+/i);
  });
  await check('a callback is booked on the web desk', async () => {
    await desk.getByLabel('Your number').first().fill('+1 917 555 0188');
    await desk.getByRole('button', { name: 'Call me' }).first().click();
    await desk.getByText('We have your request').waitFor(patience);
  });
  const chat = { url: '' };
  await check('a chat is opened and written on the web desk', async () => {
    await desk.goto(center.deskUrl);
    await desk.getByLabel('Your name').fill('Robin');
    await desk.getByRole('button', { name: 'Open a chat' }).click();
    await desk.getByLabel('Your message').fill('Where is <my> order?');
    await desk.getByRole('button', { name: 'Send' }).click();
    await desk.frameLocator('iframe').getByText('Where is <my> order?').waitFor(patience);
    chat.url = desk.url();
  });
  await check('the web desk and its chat are sound', async () => {
    // With scripts on, because the checks are scripts; the desk has none of its own.
    const seen = await (await visitor(browser, hosts)).newPage();
    for (const url of [center.deskUrl, chat.url]) {
      await seen.goto(url);
      assert.equal(await seen.locator('script').count(), 0);
      await assertSound(seen, { renewsItself: url === chat.url });
    }
  });

  // Last: what is done here changes what the center can promise.
  await check('in the control room a part is put out and back, and callers are called', async () => {
    await turnTo(caller, 'Control');
    await caller.getByLabel('The quote').check();
    await caller.getByText('The quote is out').waitFor(patience);
    await caller.getByLabel('The quote').uncheck();
    await caller.getByText('The quote is out').waitFor({ state: 'detached', ...patience });
    await caller.getByRole('button', { name: 'Let them call' }).click();
    await caller.getByText(/service until \d\d:\d\d/).waitFor(patience);
  });
  await check('what a person chose stays drawn until the center answers, and a refusal draws it back', async () => {
    const slow = await (await visitor(browser, hosts)).newPage();
    slow.on('pageerror', (error) => faults.push(error.message));
    const news = await slowNews(slow);
    await openBoard(slow, center.url);
    await turnTo(slow, 'Control');
    const [part, speed] = [slow.getByLabel('The sweep'), slow.getByLabel('Speed')];
    await part.waitFor(patience);
    const before = await speed.inputValue();
    const other = before === '2' ? '5' : '2';
    news.hold();
    await part.check();
    await speed.selectOption(other);
    await slow.getByRole('button', { name: 'Pause callers' }).click();
    while (news.staleCount < 6) await slow.waitForTimeout(100);
    assert.deepEqual([await part.isChecked(), await speed.inputValue()], [true, other]);
    assert.ok(await slow.getByRole('button', { name: 'Resume callers', pressed: true }).count());
    news.release();
    await slow.getByText('The sweep is out').waitFor(patience);
    await slow.getByRole('button', { name: 'Resume callers' }).click();
    await slow.getByRole('button', { name: 'Pause callers' }).waitFor(patience);
    news.refuseNext('The center is being mended.');
    await part.click();
    await slow.getByText('The center is being mended.').waitFor(patience);
    await slow.getByRole('checkbox', { name: 'The sweep', checked: true }).waitFor(patience);
    await part.uncheck();
    await speed.selectOption(before);
    await slow.getByText('The sweep is out').waitFor({ state: 'detached', ...patience });
    await slow.close();
  });
  await check('the twin says what an agent more would bring, before and after with their intervals', async () => {
    await caller.getByLabel('Agents more or less').fill('3');
    await caller.getByRole('button', { name: 'Run the twin' }).click();
    await caller.locator('.verdict').waitFor(patience);
    assert.match(await caller.locator('.verdict').innerText(), /service, voice/);
    assert.match(await caller.locator('.outcome td').first().innerText(), /^\d+ ± \d+ s$/);
    await assertSound(caller);
  });

  await check('no script of the pages failed', async () => assert.deepEqual(faults, []));
  await check('no request left this machine', async () => assert.deepEqual([...hosts], ['127.0.0.1']));
} finally {
  await browser.close();
  await center.close();
}
console.log(`${outcomes.passed} passed, ${outcomes.failed} failed`);
process.exit(outcomes.failed === 0 ? 0 : 1);

async function boardOf(url: string, dashboard = 0, chosen: Record<string, string> = {}): Promise<BoardMessage> {
  const query = new URLSearchParams({ dashboard: String(dashboard), ...chosen });
  return (await (await fetch(new URL(`/board.json?${query}`, url))).json()) as BoardMessage;
}

function pointsOf(shown: BoardMessage['shown']): unknown[] {
  return (shown?.widgets ?? []).flatMap((widget) =>
    widget.kind === 'graph' ? widget.series.map(({ points }) => points) : [],
  );
}

/** Takes by keyboard what rings next, and gives where its story is. What rang too long on a slow machine is missed: then the next. */
async function acceptNext(agent: Page): Promise<string | null> {
  const accept = agent.getByRole('button', { name: 'Accept' });
  const missed = agent.getByRole('button', { name: 'Be available' });
  const talks = agent.getByRole('heading', { name: /^With / });
  for (;;) {
    await accept.or(missed).first().waitFor(patience);
    if (await accept.isVisible()) {
      const story = agent.getByRole('link', { name: 'The whole story of this contact' });
      const href = await story.getAttribute('href', { timeout: 10_000 }).catch(() => null);
      await accept.press('Enter', { timeout: 10_000 }).catch(() => undefined);
      await accept.waitFor({ state: 'detached', ...patience });
      await talks.or(missed).or(accept).first().waitFor(patience);
      if (await talks.isVisible()) return href;
    }
    if (await missed.isVisible()) await missed.press('Enter');
  }
}
