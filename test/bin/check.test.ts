import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { MonthlyCost } from '../../core/costs/monthlyCost.ts';

const root = resolve(import.meta.dirname, '../..');
const check = (...args: string[]): string =>
  execFileSync(process.execPath, ['bin/cli.ts', 'check', ...args], { cwd: root, encoding: 'utf8' });

describe('check of the shipped settings', () => {
  let answer: {
    ok: boolean;
    flows: string[];
    resources: { type: string; count: number }[];
    costs: MonthlyCost;
    quotas: { quota: string; needed: number }[];
  };
  let text: string;

  beforeAll(() => {
    answer = JSON.parse(check('--json', '--contacts-per-month', '20000'));
    text = check();
  }, 120_000);

  test('they are right', () => {
    expect(answer.ok).toBe(true);
    expect(answer.flows).toContain('Welcome-main');
    expect(text).toMatch(/^nohold\.config\.json and the \d+ flows it makes are right\.\n/);
  });

  test('a month in which nobody calls costs at most $10 beside the phone numbers', () => {
    expect(answer.costs.idle.totalUsd).toBeGreaterThan(5);
    expect(answer.costs.idle.totalUsd).toBeLessThanOrEqual(10);
    expect(text).toMatch(/when nobody calls +\$\d\.\d\d\n/);
  });

  test('what Nohold adds is small beside what Connect charges', () => {
    const { contacts, nohold, totalUsd, idle, phoneNumbers } = answer.costs;
    expect(nohold.totalUsd / contacts.totalUsd).toBeLessThan(0.02);
    expect(totalUsd).toBeCloseTo(idle.totalUsd + phoneNumbers.totalUsd + contacts.totalUsd + nohold.totalUsd);
  });

  test('the quota of ten calls at once is too small, and it says what to ask for', () => {
    expect(answer.quotas).toContainEqual(
      expect.objectContaining({ quota: 'Concurrent calls per instance', needed: 26 }),
    );
    expect(text).toContain('Service Quotas → Amazon Connect → "Concurrent calls per instance": ask for 26.');
  });

  test('it says who reaches what, when, and what they expect', () => {
    expect(text).toContain('number main  toll-free +18005550199 → 1 service, 2 billing');
    expect(text).toContain(
      'voice within 45 s · else a callback · target 90/15 · Mon–Thu 09:00-12:30 13:30-17:30, Fri 09:00-12:30 13:30-16:00',
    );
    expect(text).toMatch(/Deploys \d+ resources:/);
    expect(answer.resources).toContainEqual({ type: 'AWS::Connect::Queue', count: 3 });
  });
});
