import { expect, test } from 'vitest';
import { allowanceReport } from '../../../core/contacts/bentRules.ts';
import { intervalFigures } from '../../../core/contacts/intervals.ts';
import type { AllowanceUse } from '../../../core/rows/journey.ts';
import { addSeconds, hours, minutes, seconds } from '../../../core/time/units.ts';
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

test('what was given at the very beginning counts; the report is in the order of the allowances’ names', () => {
  const contacts = ['sooner', 'credit', 'visit', 'advice'].map((name) =>
    aContact({ contactId: name, allowances: [{ name, at: ago(28) }] }),
  );
  const journeyOf = () => ({ digests: [] });
  const report = (since: typeof noon) =>
    allowanceReport(contacts, journeyOf, (queue) => queue, { since, now: noon }).map(({ allowance }) => allowance);
  expect(report(ago(28))).toEqual(['advice', 'credit', 'sooner', 'visit']);
  expect(report(addSeconds(ago(28), seconds(1)))).toEqual([]);
});

test('no figure ranks agents: whoever had which contact, and for how long, the figures are the same', () => {
  const contacts = (agents: readonly [string, string, string]) =>
    agents.map((agentId, index) =>
      aContact({
        contactId: `contact-${index}`,
        customerKey: `k1.${index}`,
        channel: 'voice',
        queue: 'service',
        askedAt: ago(9),
        answeredAt: addSeconds(ago(9), seconds(10 * index)),
        endedAt: addSeconds(ago(9), minutes(1 + 10 * index)),
        outcome: 'answered',
        agentId,
        allowances: [{ name: 'credit', at: ago(9) }],
      }),
    );
  const figures = (agents: readonly [string, string, string]) => [
    intervalFigures(ago(9), contacts(agents), { thresholdSeconds: seconds(20), shortAbandonSeconds: seconds(5) }),
    allowanceReport(
      contacts(agents),
      () => ({ digests: [] }),
      (queue) => queue,
      { since: ago(28), now: noon },
    ),
  ];
  expect(figures(['ana', 'ben', 'cem'])).toEqual(figures(['cem', 'ana', 'ben']));
});
