import type { Locator, Page } from 'playwright-core';

/** Real seconds something in the center may take on a machine that is busy with other things. */
export const patience = { timeout: 180_000 } as const;

/** The steps a person takes on the local pages; each is done when the page shows it. */
export async function openBoard(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByRole('region', { name: 'Queues' }).waitFor(patience);
}

export async function turnTo(page: Page, title: 'Board' | 'Phone' | 'Desk' | 'Contacts' | 'Control'): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: title }).click();
  await page.locator(`nav a[aria-current]`, { hasText: title }).waitFor(patience);
}

export async function setSpeed(page: Page, speed: number): Promise<void> {
  await page.getByLabel('Speed').selectOption(String(speed));
}

/** One of a few things side by side; pressed where its words stand, wherever the board has moved them to meanwhile. */
export async function choose(page: Page, group: string, title: string): Promise<void> {
  const choices = page.getByRole('group', { name: group });
  await choices.getByText(title, { exact: true }).click();
  await choices.getByRole('radio', { name: title, exact: true, checked: true }).waitFor(patience);
}

/** A page whose news can be held up; made before the page is opened. */
export interface SlowNews {
  /** From now on the page hears again and again what it had heard before, as if all of that were still under way. */
  hold(): void;
  /** How many old messages the page has heard since. */
  readonly staleCount: number;
  /** Everything held up arrives, and later news at once. */
  release(): void;
  /** The next thing that the page asks is refused with this reason. */
  refuseNext(reason: string): void;
}

export async function slowNews(page: Page): Promise<SlowNews> {
  const held: string[] = [];
  const latest = new Map<string, string>();
  let holding = false;
  let staleCount = 0;
  let refusal: string | undefined;
  let tell: (message: string) => void = () => undefined;
  await page.routeWebSocket('**/live', (socket) => {
    const center = socket.connectToServer();
    tell = (message) => socket.send(message);
    socket.onMessage((asked) => {
      const { number } = JSON.parse(String(asked));
      if (refusal === undefined || number === undefined) return center.send(asked);
      tell(JSON.stringify({ type: 'refused', reason: refusal }));
      tell(JSON.stringify({ type: 'answered', number }));
      refusal = undefined;
    });
    center.onMessage((data) => {
      const message = String(data);
      const { type } = JSON.parse(message) as { type: string };
      if (!holding) {
        latest.set(type, message);
        return tell(message);
      }
      held.push(message);
      const before = latest.get(type);
      if (before === undefined) return;
      staleCount += 1;
      tell(before);
    });
  });
  return {
    hold() {
      holding = true;
      staleCount = 0;
    },
    get staleCount() {
      return staleCount;
    },
    release() {
      holding = false;
      for (const message of held.splice(0)) tell(message);
    },
    refuseNext(reason) {
      refusal = reason;
    },
  };
}

/** Until the board says that a queue's predicted wait lies beyond what its callers expect. */
export async function waitForSurge(page: Page): Promise<void> {
  await page.locator('.card.beyond').first().waitFor(patience);
}

/** What the center says when it offers to call back. */
const offer = /call(ed)? (you )?back.*press \d/i;

const said = (page: Page, pattern: RegExp): Locator => page.locator('.heard li.center', { hasText: pattern }).last();

/** Until the center has said something that matches, and everything it said since it last heard a key. */
export async function hear(page: Page, pattern: RegExp): Promise<string> {
  await said(page, pattern).waitFor(patience);
  return (await said(page, pattern).innerText()).replaceAll(/\s+/g, ' ');
}

export const press = (page: Page, key: string): Promise<void> =>
  page.getByRole('group', { name: 'Keypad' }).getByRole('button', { name: key, exact: true }).click();

/** The call that is shown when it is over. */
export const ended = (page: Page): Locator => page.getByRole('heading', { name: 'The call has ended' });

/** Dials the main number and asks for the first queue of its menu. */
async function dial(page: Page): Promise<void> {
  await turnTo(page, 'Phone');
  await page.getByRole('button', { name: '+1 800 555 0199' }).click();
  // What the call before heard would pass for the menu of this one.
  await ended(page).waitFor({ state: 'hidden', ...patience });
  await hear(page, /orders and deliveries, press 1/i);
  await press(page, '1');
}

/** Dials, and hears what is offered. */
export async function dialUntilOffered(page: Page): Promise<string> {
  await dial(page);
  return hear(page, offer);
}

/** Dials and stays on the line, whether there is an offer or the wait has become too short for one. */
export async function dialAndHold(page: Page): Promise<void> {
  await dial(page);
  const queued = page.getByRole('heading', { name: /^(Waiting for|With) / });
  await said(page, offer).or(queued).first().waitFor(patience);
  if (!(await queued.isVisible())) await press(page, '2');
  await queued.waitFor(patience);
}
