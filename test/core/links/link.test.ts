import { describe, expect, test } from 'vitest';
import { decideUse, newLink, releaseUse, settleUse } from '../../../core/links/link.ts';
import type { LinkResult, LinkRow, LinkUse } from '../../../core/rows/link.ts';
import { addSeconds, hours, type Instant, seconds } from '../../../core/time/units.ts';
import { aLink, noon } from '../../adapters/rows.ts';

const chat: LinkUse = { kind: 'chat' };
const result: LinkResult = { kind: 'chat', chatLinkId: 'chat-1', chatUntil: noon };

const claimed = (row: LinkRow, use: LinkUse, now: Instant = noon): LinkRow => {
  const decision = decideUse(row, use, now);
  if (decision.kind !== 'claim') throw new Error(decision.kind);
  return decision.row;
};

describe('a link', () => {
  test('is claimed by its first use', () => {
    expect(decideUse(aLink(), chat, noon)).toEqual({
      kind: 'claim',
      row: aLink({ version: 2, claimed: { use: chat, at: noon } }),
    });
  });

  test('once claimed goes on with what was claimed, whatever is asked then', () => {
    const row = claimed(aLink(), chat);
    expect(decideUse(row, { kind: 'callback', startsAt: noon }, noon)).toEqual({ kind: 'resume', use: chat });
  });

  test('once used gives its result again, after its end too', () => {
    const used = settleUse(claimed(aLink(), chat), chat, result, noon);
    const later = addSeconds(noon, hours(20));
    expect(decideUse(used, { kind: 'callback', startsAt: noon }, later)).toEqual({ kind: 'used', use: chat, result });
    expect(used).toMatchObject({ version: 3 });
    expect(used).not.toHaveProperty('claimed');
  });

  test('is settled once', () => {
    const used = settleUse(claimed(aLink(), chat), chat, result, noon);
    expect(used && settleUse(used, chat, { kind: 'cancelled' }, noon)).toBeUndefined();
    expect(used && releaseUse(used)).toBeUndefined();
  });

  test('whose wish cannot be had is good for another', () => {
    const released = releaseUse(claimed(aLink(), { kind: 'callback', startsAt: noon }));
    expect(decideUse(released, chat, noon).kind).toBe('claim');
  });

  test.each([
    ['nobody minted', undefined, chat, 'unknown'],
    ['past its time', aLink({ validUntil: noon }), chat, 'expired'],
    [
      'past its time, claimed and never done',
      aLink({ validUntil: noon, claimed: { use: chat, at: noon } }),
      chat,
      'expired',
    ],
    ['for something else', aLink({ purpose: 'manage' }), chat, 'not-for-this'],
    ['for a chat, asked to cancel', aLink({ purpose: 'continue' }), { kind: 'cancel' } as const, 'not-for-this'],
    ['of a running chat', aLink({ purpose: 'chat' }), chat, 'not-for-this'],
  ])('%s is refused', (_, row, use, reason) => {
    expect(decideUse(row, use, noon)).toEqual({ kind: 'refused', reason });
  });

  test('is remembered a day beyond its end, so that a late retry is answered', () => {
    expect(aLink().expiresAt * 1000).toBe(addSeconds(noon, hours(26)));
    expect(newLink({ ...aLink(), validUntil: addSeconds(noon, seconds(1.5)) }).expiresAt * 1000).toBeGreaterThan(noon);
  });
});
