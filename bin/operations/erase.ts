import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isOpen } from '../../core/callbacks/ledger.ts';
import { callerNumber } from '../../core/numbers/e164.ts';
import { judgeNumber } from '../../core/numbers/judgeNumber.ts';
import { type Erasure, eraseFrom, textOf } from '../../core/operations/erase.ts';
import { type Marks, marksOf } from '../../core/operations/marks.ts';
import type { DeadLetter, StoredRow } from '../../core/operations/ports.ts';
import type { CallbackRow } from '../../core/rows/callback.ts';
import { BadInput } from '../outcome.ts';
import { cancelCallback } from './callbacks.ts';
import { directoryOf, type OperatedCenter } from './center.ts';

export interface EraseOptions {
  number?: string;
  customer?: string;
  /** Folders and files of exports to go through as well. */
  exports?: readonly string[];
}

export interface Erased {
  contactsAnonymized: number;
  callbacksAnonymized: number;
  rowsRemoved: number;
  callbacksCancelled: number;
  lettersRemoved: number;
  filesChanged: number;
  /** What could not be erased yet, because the customer is on the line or a call to them may be. */
  later: Record<string, number>;
  /** Contacts whose records Amazon Connect keeps; their recordings and transcripts lie in its bucket under these ids. */
  contactsAtConnect: string[];
}

/**
 * Erases a customer from every copy Nohold has: rows and their history, dead letters, named exports. Contacts and closed
 * callbacks stay as nobody's, because totals are made of them. Run again it finds nothing, or what had to wait.
 */
export async function eraseCustomer(
  center: OperatedCenter,
  options: EraseOptions,
  onProgress: (text: string) => void = () => {},
): Promise<Erased> {
  const directory = await directoryOf(center);
  const { marks, callbackIds } = await marksOfCustomer(center, options);
  const erased: Erased = {
    contactsAnonymized: 0,
    callbacksAnonymized: 0,
    rowsRemoved: 0,
    callbacksCancelled: 0,
    lettersRemoved: 0,
    filesChanged: 0,
    later: {},
    contactsAtConnect: [],
  };
  for (const callbackId of callbackIds) {
    const { ending } = await cancelCallback(center, callbackId);
    if (!ending) erased.callbacksCancelled += 1;
  }
  let rows = 0;
  for await (const page of center.every.pages()) {
    for (const row of page) await eraseRow(center, row, marks, erased);
    rows += page.length;
    onProgress(`${rows} rows gone through`);
  }
  for (const queue of center.deadLetters(directory)) {
    onProgress(`dead letters of ${queue.place.name}`);
    const left: DeadLetter[] = [];
    try {
      for await (const letter of queue.letters()) {
        if (!marks.isIn(`${letter.body} ${textOf(letter.attributes)}`)) left.push(letter);
        else {
          await queue.takeOut(letter);
          erased.lettersRemoved += 1;
        }
      }
    } finally {
      for (const letter of left) await queue.leave(letter);
    }
  }
  for (const file of (options.exports ?? []).flatMap(filesIn)) erased.filesChanged += eraseFile(file, marks) ? 1 : 0;
  return erased;
}

const tries = 4;

async function eraseRow(center: OperatedCenter, stored: StoredRow, marks: Marks, erased: Erased): Promise<void> {
  let row = stored;
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const erasure = eraseFrom(row, marks, center.clock.now());
    if (await carryOut(center, row, erasure)) return count(row, erasure, erased);
    // Somebody wrote it meanwhile: what is erased is what stands there now.
    const again = await center.every.get(row);
    if (again === undefined) return;
    row = again;
  }
  erased.later['row being written'] = (erased.later['row being written'] ?? 0) + 1;
}

async function carryOut({ every }: OperatedCenter, row: StoredRow, erasure: Erasure): Promise<boolean> {
  const version = typeof row.version === 'number' ? row.version : undefined;
  switch (erasure.kind) {
    case 'keep':
    case 'later':
      return true;
    case 'anonymize':
      return every.replace(erasure.row, version);
    case 'remove':
      if (erasure.instead) await every.replace(erasure.instead, undefined);
      return every.remove(row, version);
    default:
      return erasure satisfies never;
  }
}

function count(row: StoredRow, erasure: Erasure, erased: Erased): void {
  switch (erasure.kind) {
    case 'keep':
      return;
    case 'later':
      erased.later[erasure.reason] = (erased.later[erasure.reason] ?? 0) + 1;
      return;
    case 'anonymize':
      erased.contactsAnonymized += 1;
      erased.contactsAtConnect.push(String(row.contactId));
      return;
    case 'remove':
      if (erasure.instead) erased.callbacksAnonymized += 1;
      else erased.rowsRemoved += 1;
      return;
    default:
      erasure satisfies never;
  }
}

/** What gives the customer away, and their callbacks that are still open. Throws BadInput, never quoting the number. */
async function marksOfCustomer(
  center: OperatedCenter,
  { number, customer }: EraseOptions,
): Promise<{ marks: Marks; callbackIds: string[] }> {
  if ((number === undefined) === (customer === undefined))
    throw new BadInput(
      'Expected either --number, such as +12065550123, or --customer with a key that nohold explain shows.',
    );
  const names = center.customers(await directoryOf(center));
  const keys = new Set<string>();
  const numbers = new Set<string>();
  if (number !== undefined) {
    const e164 = e164Of(center, number);
    numbers.add(e164);
    for (const key of await names.keysOf(e164)) keys.add(key);
  } else if (customer !== undefined) {
    if (!/^[A-Za-z0-9_-]{1,20}\.[A-Za-z0-9_-]{43}$/.test(customer))
      throw new BadInput(
        '--customer: expected a key as nohold explain shows it, such as k1.… with 43 characters after the dot.',
      );
    keys.add(customer);
  }
  const open = new Set<string>();
  for await (const page of center.every.pages()) {
    for (const row of page.filter(({ pk }) => pk.startsWith('callback#'))) {
      const { customerKey, callbackId, state, numberCipher, sk } = row as unknown as CallbackRow & { sk: string };
      if (!keys.has(customerKey)) continue;
      if (sk === 'open' && isOpen(state)) open.add(callbackId);
      // Of a key alone the number is not known; a callback's ciphertext tells it, and with it every other key.
      if (customer === undefined || numbers.size > 0 || !numberCipher) continue;
      const told = await names.decrypt(numberCipher).catch(() => undefined);
      if (told === undefined) continue;
      numbers.add(told);
      for (const key of await names.keysOf(told)) keys.add(key);
    }
  }
  return { marks: marksOf([...keys], [...numbers]), callbackIds: [...open] };
}

/** Throws BadInput on anything but a telephone number. */
export function e164Of(
  { settings }: { settings: Pick<OperatedCenter['settings'], 'callbacks'> },
  text: string,
): string {
  const plain = callerNumber(text.replaceAll(/[\s().-]/g, ''));
  if (plain !== undefined) return plain;
  const verdict = judgeNumber(text, { allowedCountries: settings.callbacks.allowedCountries, ownNumbers: [] });
  if (verdict.kind === 'dialable') return verdict.number;
  throw new BadInput('--number: expected a telephone number with its country code, such as +12065550123.');
}

/** Larger ones are no export of ours. */
const largestBytes = 500_000_000;

function filesIn(place: string): string[] {
  let stats: ReturnType<typeof statSync>;
  try {
    stats = statSync(place);
  } catch {
    throw new BadInput(`--exports ${place}: expected a file or a folder, there is none.`);
  }
  if (!stats.isDirectory()) return stats.size <= largestBytes ? [place] : [];
  return readdirSync(place, { withFileTypes: true })
    .filter((entry) => entry.isFile() || entry.isDirectory())
    .flatMap((entry) => filesIn(path.join(place, entry.name)));
}

function eraseFile(file: string, marks: Marks): boolean {
  const text = readFileSync(file, 'latin1');
  const without = marks.erasedFrom(text);
  if (without === text) return false;
  // Latin-1 there and back leaves every other byte as it is, whatever the file's encoding.
  writeFileSync(file, without, 'latin1');
  return true;
}
