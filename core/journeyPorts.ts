import type { ContactDigest, Journey } from './rows/journey.ts';
import type { Instant } from './time/units.ts';

/** The journeys of customers: what each was in contact about, one row per customer key. */
export interface JourneyRows {
  /** Of these customers, at most 100; those without one are left out. Strongly consistent. */
  journeys(customerKeys: readonly string[]): Promise<ReadonlyMap<string, Journey>>;
  /** Puts a contact's digest in the place of the one it had. The row is forgotten after `until`. */
  putDigest(customerKey: string, digest: ContactDigest, until: Instant): Promise<void>;
}
