import { expect, test } from 'vitest';
import { allowanceReport } from '../../../core/contacts/bentRules.ts';
import type { AllowanceUse } from '../../../core/rows/journey.ts';
import { addSeconds, hours } from '../../../core/time/units.ts';
import { aContact, aDigest, noon } from '../../adapters/rows.ts';

const ago = (days: number) => addSeconds(noon, hours(-24 * days));

test('managers see what was given, where rules were bent and why, and who came back: by rule, never by agent', () => {
  const given = (contactId: string, days: number, allowances: Omit<AllowanceUse, 'at'>[], customer = contactId) =>
    aContact({
      contactId,
      customerKey: customer,
      queue: 'service',
      askedAt: ago(days),
      outcome: 'answered',
      agentId: 'ana',
      allowances: allowances.map((use) => ({ ...use, at: ago(days) })),
    });
  const ours = 'the mistake was ours';
  const contacts = [
    given('a', 20, [{ name: 'credit' }]),
    given('b', 15, [{ name: 'credit', reason: ours }, { name: 'sooner' }]),
    given('c', 2, [{ name: 'credit', reason: ours }]),
    given('d', 40, [{ name: 'credit', reason: ours }]),
    aContact({ contactId: 'e' }),
  ];
  const cameBack = { digests: [aDigest({ contactId: 'again', at: ago(18) })] };
  const reports = allowanceReport(
    contacts,
    (key) => (key === 'a' ? cameBack : { digests: [] }),
    (queue) => queue,
    { since: ago(28), now: noon },
  );
  expect(reports).toEqual([
    {
      allowance: 'credit',
      withinRule: { given: 1, watched: 1, cameBack: 1 },
      beyondRule: { given: 2, watched: 1, cameBack: 0 },
      reasons: { [ours]: 2 },
    },
    {
      allowance: 'sooner',
      withinRule: { given: 1, watched: 1, cameBack: 0 },
      beyondRule: { given: 0, watched: 0, cameBack: 0 },
      reasons: {},
    },
  ]);
  expect(JSON.stringify(reports)).not.toContain('ana');
});
