import { decideUse, releaseUse, settleUse } from '../core/links/link.ts';
import type { Clock, LinkRows } from '../core/ports.ts';
import type { LinkResult, LinkRow, LinkUse } from '../core/rows/link.ts';

export interface LinkWorld {
  links: LinkRows;
  clock: Clock;
}

/** What doing it came to. `impossible`: nothing was done, and the link stays good for another try. */
export type Performed = { kind: 'done'; result: LinkResult } | { kind: 'impossible'; reason: string };

export type Used =
  | { kind: 'used'; use: LinkUse; result: LinkResult }
  | { kind: 'impossible'; reason: string }
  | { kind: 'refused'; reason: 'unknown' | 'expired' | 'not-for-this' };

/** Of many at once one gets on in each round, and a link has three states. */
const tries = 8;

/**
 * Uses a link once. It is claimed first, so that of two different wishes one is done; `perform` must be idempotent in the
 * link's id, because whoever comes with a claimed link does it again, to finish what a crash may have left undone. Everybody
 * is given the result that was written, never their own.
 */
export async function useLink(
  world: LinkWorld,
  linkId: string,
  wanted: LinkUse,
  perform: (row: LinkRow, use: LinkUse) => Promise<Performed>,
): Promise<Used> {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const row = await world.links.get(linkId);
    const decision = decideUse(row, wanted, world.clock.now());
    switch (decision.kind) {
      case 'refused':
      case 'used':
        return decision;
      case 'claim':
        if ((await world.links.replace(decision.row, row?.version)) === 'conflict') continue;
        return finish(world, decision.row, wanted, perform);
      case 'resume':
        if (row) return finish(world, row, decision.use, perform);
        continue;
      default:
        return decision satisfies never;
    }
  }
  throw new Error(`link row changed ${tries} times while it was being used`);
}

async function finish(
  world: LinkWorld,
  claimed: LinkRow,
  use: LinkUse,
  perform: (row: LinkRow, use: LinkUse) => Promise<Performed>,
): Promise<Used> {
  const performed = await perform(claimed, use);
  const row =
    performed.kind === 'done' ? settleUse(claimed, use, performed.result, world.clock.now()) : releaseUse(claimed);
  if (row && (await world.links.replace(row, claimed.version)) === 'written') return saidOf(performed, use);
  // Another was faster; what it wrote is what everybody is told.
  const now = await world.links.get(claimed.linkId);
  return now?.used ? { kind: 'used', use: now.used.use, result: now.used.result } : saidOf(performed, use);
}

const saidOf = (performed: Performed, use: LinkUse): Used =>
  performed.kind === 'done' ? { kind: 'used', use, result: performed.result } : performed;
