import { type PriceName, prices } from './prices.ts';

/** One line of a monthly bill. */
export interface BillLine {
  /** What is counted: 'alarms', 'SQS polling'. */
  what: string;
  quantity: number;
  /** What one of them is, in the words of the price. */
  per: string;
  usd: number;
  /** False: the price was not read on a page of AWS. */
  verified: boolean;
}

export interface Bill {
  lines: BillLine[];
  totalUsd: number;
}

/** A line for `quantity` units of a price; lines of nothing are left out by `billOf`. */
export function line(what: string, quantity: number, name: PriceName): BillLine {
  const { usd, per, verified } = prices[name];
  return { what, quantity, per, usd: quantity * usd, verified };
}

export function billOf(lines: readonly BillLine[]): Bill {
  const counted = lines.filter((entry) => entry.quantity > 0);
  return { lines: counted, totalUsd: counted.reduce((sum, entry) => sum + entry.usd, 0) };
}
