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
  await page.locator(`nav a[aria-current]`, { hasText: title }).waitFor();
}

export async function setSpeed(page: Page, speed: number): Promise<void> {
  await page.getByLabel('Speed').selectOption(String(speed));
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
