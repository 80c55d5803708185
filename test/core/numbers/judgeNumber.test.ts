import examples from 'libphonenumber-js/examples.mobile.json' with { type: 'json' };
import { getCountries, getExampleNumber } from 'libphonenumber-js/max';
import { describe, expect, test } from 'vitest';
import { callerNumber } from '../../../core/numbers/e164.ts';
import { judgeNumber, type NumberRefusal, sayRefusal } from '../../../core/numbers/judgeNumber.ts';
import { callableCountries, zonesOf, zonesOfNumber } from '../../../core/numbers/zones.ts';

const rules = { allowedCountries: ['US'], ownNumbers: ['+12065550100'] };

describe('which numbers are called', () => {
  test.each(['+12065550123', '2065550123', '(206) 555-0123', '1-206-555-0123', '2065550123#', ' +1 206 555 0123 '])(
    '%s is, under one spelling',
    (text) => {
      expect(judgeNumber(text, rules)).toEqual({
        kind: 'dialable',
        number: '+12065550123',
        prefix: '12065',
        mayBeMobile: true,
        country: 'US',
        zones: ['America/Los_Angeles'],
      });
    },
  );

  test.each<[string | null, NumberRefusal]>([
    ['anonymous', 'anonymous'],
    ['', 'anonymous'],
    [null, 'anonymous'],
    ['+266696687', 'anonymous'],
    ['sip:someone@example.com', 'not-a-number'],
    ['Timeout', 'not-a-number'],
    ['٢٠٦٥٥٥٠١٢٣', 'not-a-number'],
    ['911', 'not-valid'],
    ['12', 'not-a-number'],
    ['+120655501234567', 'not-valid'],
    ['+870773111632', 'no-country'],
    ['+17672255555', 'country-not-allowed'],
    ['+18765551234', 'country-not-allowed'],
    ['+447911123456', 'country-not-allowed'],
    ['+19005551234', 'type-not-allowed'],
    ['+18005551234', 'type-not-allowed'],
    ['+12065550100', 'own-number'],
    ['+12065550123;ext=9', 'not-a-number'],
  ])('%s is not: %s', (text, reason) => {
    expect(judgeNumber(text, rules)).toEqual({ kind: 'refused', reason });
    expect(sayRefusal(reason)).toMatch(/^[A-Z].*\.$/);
  });

  test('of every region’s example only those of the allowed country pass', () => {
    for (const country of getCountries()) {
      const number = getExampleNumber(country, examples)?.number;
      if (number) expect(judgeNumber(number, rules).kind === 'dialable').toBe(country === 'US');
    }
  });

  test('each callable country accepts its own mobile numbers', () => {
    for (const country of callableCountries) {
      const number = getExampleNumber(country as 'US', examples)?.number;
      if (!number) throw new Error(`no example of ${country}`);
      expect(judgeNumber(number, { allowedCountries: [country], ownNumbers: [] })).toMatchObject({
        kind: 'dialable',
        country,
      });
    }
  });
});

describe('where a number may be', () => {
  test('an area code that straddles a border may be on either side', () => {
    expect(zonesOf('+18505550123', 'US')).toEqual(['America/New_York', 'America/Chicago']);
  });

  test('an area code nobody knows yet may be anywhere in its country', () => {
    expect(zonesOf('+12225550123', 'US')).toContain('Pacific/Honolulu');
    expect(zonesOf('+12225550123', 'US')).toContain('America/New_York');
  });

  test('the quick reading of a caller’s number agrees with the thorough one', () => {
    for (const country of callableCountries) {
      const number = getExampleNumber(country as 'US', examples)?.number;
      if (number) expect(zonesOfNumber(number)).toEqual(zonesOf(number, country));
    }
    expect(zonesOfNumber('+870773111632')).toEqual([]);
  });

  test('every zone is one that clocks know', () => {
    for (let code = 200; code < 1000; code += 1) {
      for (const timeZone of zonesOf(`+1${code}5550123`, 'US')) {
        expect(() => new Intl.DateTimeFormat('en-US', { timeZone })).not.toThrow();
      }
    }
  });
});

test('a caller’s address is a number or nobody', () => {
  expect(callerNumber('+12065550123')).toBe('+12065550123');
  for (const address of [null, undefined, '', 'anonymous', '+266696687', 'sip:a@b', '12065550123', '+0123456789']) {
    expect(callerNumber(address)).toBeUndefined();
  }
});
