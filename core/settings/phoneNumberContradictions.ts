import { type CountryCode, getCountryCallingCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { own, reference } from './names.ts';
import type { PhoneNumberSettings, Settings } from './schema.ts';
import type { SettingsProblem } from './settingsError.ts';

/** Numbers that lead nowhere, twice, or are not of the country and kind they are said to be. */
export function phoneNumberContradictions({ phoneNumbers, queues }: Settings): SettingsProblem[] {
  const seen = new Map<string, string>();
  return Object.entries(phoneNumbers).flatMap(([id, phone]) => {
    const path = `phoneNumbers.${id}`;
    const problems = phone.queues.flatMap((name, index) => {
      const missing = reference(`${path}.queues[${index}]`, name, 'a queue', queues);
      if (missing.length > 0 || own(queues, name)?.channels.includes('voice')) return missing;
      return [
        {
          path: `${path}.queues[${index}]`,
          value: name,
          expected: 'a queue with the channel "voice": calls arrive at a telephone number',
          write: `"voice" into queues.${name}.channels, or another queue here`,
        },
      ];
    });
    problems.push(...kindContradictions(path, phone));
    const other = phone.number === undefined ? undefined : seen.get(phone.number);
    if (other !== undefined) {
      problems.push({
        path: `${path}.number`,
        value: phone.number ?? '',
        expected: `a number of its own: phoneNumbers.${other}.number is the same`,
        write: 'one of the two only, with all its queues',
      });
    }
    if (phone.number !== undefined) seen.set(phone.number, id);
    return problems;
  });
}

function kindContradictions(path: string, phone: PhoneNumberSettings): SettingsProblem[] {
  const parsed = phone.number === undefined ? undefined : parsePhoneNumberFromString(phone.number);
  if (!parsed) return [];
  const callingCode = getCountryCallingCode(phone.country as CountryCode);
  if (parsed.countryCallingCode !== callingCode) {
    return [
      {
        path: `${path}.number`,
        value: parsed.number,
        expected: `a number of ${path}.country (${phone.country}), beginning with +${callingCode}`,
        write: parsed.country === undefined ? `a number of ${phone.country}` : `"${parsed.country}" in ${path}.country`,
      },
    ];
  }
  // Unknown for example numbers (555-01xx), which are nobody's.
  const kind = parsed.getType();
  if (kind === undefined || (kind === 'TOLL_FREE') === (phone.type === 'TOLL_FREE')) return [];
  const write = kind === 'TOLL_FREE' ? '"TOLL_FREE"' : '"DID"';
  return [{ path: `${path}.type`, value: phone.type, expected: `the kind that ${parsed.number} is`, write }];
}
