import type { Channel } from '../contacts/channel.ts';
import type { Instant, Seconds } from '../time/units.ts';

export const expectationSchemaVersion = 1;

/** What was proposed and accepted for one queue and channel, or one segment of its customers: kept for as long as the center is there. */
export interface ExpectationRow {
  schemaVersion: number;
  version: number;
  queue: string;
  channel: Channel;
  segment?: string;
  /** The latest; accepted or not, the settings decide. */
  proposal?: ProposedExpectation;
  /** Oldest first. */
  changes: ExpectationChange[];
}

export interface ProposedExpectation {
  at: Instant;
  waitSeconds: Seconds;
  betweenSeconds: readonly [number, number];
  shareBefore: number;
  shareAfter: number;
  watchedCount: number;
}

export interface ExpectationChange {
  at: Instant;
  beforeSeconds: Seconds;
  afterSeconds: Seconds;
  /** `proposal`: as proposed. Else a person chose another number, in their own words why. */
  why: string;
}
