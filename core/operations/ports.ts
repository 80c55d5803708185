import type { Customers } from '../ports.ts';
import type { DeadLetterPlace } from '../rows/center.ts';
import type { RowKey } from '../rows/keys.ts';

/** A row as it is stored, its place in the table included. */
export type StoredRow = RowKey & Record<string, unknown>;

/** Every row of the table, for what must reach all of them. Slow, and paid for by the megabyte: never on a caller's path. */
export interface EveryRow {
  /** Page by page, in no order, strongly consistent; rows that time to live has not deleted yet included. */
  pages(): AsyncIterable<StoredRow[]>;
  get(key: RowKey): Promise<StoredRow | undefined>;
  /** `expectedVersion` undefined: whatever stands there. False when somebody else wrote first. */
  replace(row: StoredRow, expectedVersion: number | undefined): Promise<boolean>;
  remove(key: RowKey, expectedVersion: number | undefined): Promise<boolean>;
}

export interface DeadLetter {
  /** For taking it out; worth something only until it is visible again. */
  receipt: string;
  messageId: string;
  body: string;
  /** When it was sent into the queue it died in; of SQS, epoch milliseconds. */
  sentAt: number;
  /** What EventBridge, Scheduler or Lambda wrote beside it: ERROR_CODE, RULE_ARN. */
  attributes: Record<string, string>;
}

export interface DeadLetterQueue {
  readonly place: DeadLetterPlace;
  /** Each letter once, hidden from others for some minutes. */
  letters(): AsyncIterable<DeadLetter>;
  /** Into the queue the letter came from. Only where there is a `returnsTo`. */
  sendBack(letter: DeadLetter): Promise<void>;
  takeOut(letter: DeadLetter): Promise<void>;
  /** Visible again at once, for whoever looks next. */
  leave(letter: DeadLetter): Promise<void>;
  /** About how many letters lie there. */
  count(): Promise<number>;
}

/** A customer under every version of the key at once: what an erasure must look for. */
export type CustomerNames = Pick<Customers, 'keysOf' | 'decrypt'>;
