import type { Page } from 'playwright-core';

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

/** Until the center has said something that matches, and everything it said since it last heard a key. */
export async function hear(page: Page, pattern: RegExp): Promise<string> {
  const line = page.locator('.heard li.center', { hasText: pattern }).last();
  await line.waitFor(patience);
  return (await line.innerText()).replaceAll(/\s+/g, ' ');
}

export const press = (page: Page, key: string): Promise<void> =>
  page.getByRole('group', { name: 'Keypad' }).getByRole('button', { name: key, exact: true }).click();

/** Dials the main number, asks for the first queue of its menu, and hears what is offered. */
export async function dialUntilOffered(page: Page): Promise<string> {
  await turnTo(page, 'Phone');
  await page.getByRole('button', { name: '+1 800 555 0199' }).click();
  await hear(page, /orders and deliveries, press 1/i);
  await press(page, '1');
  return hear(page, /call(ed)? (you )?back.*press \d/i);
}
