import { isOpen } from '../callbacks/ledger.ts';
import type { CallbackRow } from '../rows/callback.ts';
import type { ContactRow } from '../rows/contact.ts';
import type { RowKey } from '../rows/keys.ts';
import { addSeconds, hours, type Instant } from '../time/units.ts';
import type { Marks } from './marks.ts';
import type { StoredRow } from './ports.ts';

/** What an erasure does to one row. */
export type Erasure =
  | { kind: 'keep' }
  /** The row stays and says of nobody whom it is about: totals are made of it. */
  | { kind: 'anonymize'; row: StoredRow }
  /** The row goes; `instead`, written first, is the same row under a name that is nobody's. */
  | { kind: 'remove'; instead?: StoredRow }
  /** The customer is on the line, or a call to them may be: erased when that is over. */
  | { kind: 'later'; reason: 'contact in progress' | 'callback open' };

/** A contact whose end was never told is settled by the sweep long before. */
const inProgressSeconds = hours(24);
/** Under this slot's name lie closed callbacks of customers who asked to be forgotten. */
const nobody = 'callback#erased';

/** What becomes of `row` when the customer of `marks` is erased. The same row asked again gives the same answer. */
export function eraseFrom(row: StoredRow, marks: Marks, now: Instant): Erasure {
  if (!marks.isIn(textOf(row))) return { kind: 'keep' };
  if (row.pk.startsWith('contact#')) return eraseContact(row, marks, now);
  if (row.pk.startsWith('callback#')) return eraseCallback(row, marks);
  // Budgets, links, whatever else is kept under a customer's key: it serves that customer alone.
  return { kind: 'remove' };
}

function eraseContact(row: StoredRow, marks: Marks, now: Instant): Erasure {
  const { endedAt, initiatedAt, quotedAt } = row as unknown as ContactRow;
  const since = initiatedAt ?? quotedAt ?? now;
  if (endedAt === undefined && addSeconds(since, inProgressSeconds) > now)
    return { kind: 'later', reason: 'contact in progress' };
  const { version } = row as unknown as ContactRow;
  return { kind: 'anonymize', row: { ...without(row, marks), erased: true, version: version + 1 } };
}

function eraseCallback(row: StoredRow, marks: Marks): Erasure {
  const callback = row as unknown as CallbackRow;
  if (row.sk === 'open') {
    // The slot is a copy of the newest row of its history, kept so that a repeated key press meets it.
    return isOpen(callback.state) ? { kind: 'later', reason: 'callback open' } : { kind: 'remove' };
  }
  const instead: StoredRow & { numberCipher?: unknown } = {
    ...without(row, marks),
    ...erasedCallbackKey(callback.callbackId),
    callbackKey: nobody,
    customerKey: 'erased',
    recentAcceptances: [],
  };
  delete instead.numberCipher;
  return { kind: 'remove', instead };
}

const erasedCallbackKey = (callbackId: string): RowKey => ({ pk: nobody, sk: `closed#${callbackId}` });

/** The row without the attributes that name the customer. Its place stays. */
function without(row: StoredRow, marks: Marks): StoredRow {
  const { pk, sk } = row;
  const kept = Object.entries(row).filter(([, value]) => !marks.isIn(textOf(value)));
  return { ...Object.fromEntries(kept), pk, sk };
}

/** All of a stored value as text, sets included. */
export const textOf = (value: unknown): string =>
  JSON.stringify(value, (_name, part: unknown) => (part instanceof Set ? [...part] : part)) ?? '';
