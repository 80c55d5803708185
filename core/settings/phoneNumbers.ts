import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import * as z from 'zod';
import { advise, listOf, nameOf, object, oneOf } from './fields.ts';

const countryParams = advise('a two-letter country code such as "US"', (value) => {
  const upper = String(value).trim().toUpperCase();
  return upper !== value && isSupportedCountry(upper) ? JSON.stringify(upper) : undefined;
});

/** ISO 3166 two-letter code of a country that has telephone numbers. */
export const country = z.string(countryParams).refine((code) => isSupportedCountry(code), countryParams);

const numberParams = advise('a telephone number in E.164 such as "+12065550100"', (value) => {
  const parsed = parsePhoneNumberFromString(String(value), 'US');
  return parsed?.isPossible() && parsed.number !== value ? JSON.stringify(parsed.number) : undefined;
});

/** Possible, not valid: 555-01xx, the numbers for examples, belong to nobody and are not valid. */
export const e164 = z
  .string(numberParams)
  .regex(/^\+[1-9]\d{6,14}$/, numberParams)
  .refine((number) => parsePhoneNumberFromString(number)?.isPossible() ?? false, numberParams);

export const phoneNumberSchema = object({
  country: country.describe('Country the number is claimed in, as a two-letter code.'),
  type: oneOf(['DID', 'TOLL_FREE']).describe('DID: an ordinary number. TOLL_FREE: the center pays for the call.'),
  number: e164
    .exactOptional()
    .describe(
      'The number itself in E.164: what the local center answers on, and a number the center never calls back. On AWS a free number is claimed; write it here once it is known.',
    ),
  queues: listOf('queue names', nameOf('a queue name'), 1)
    .max(9, advise('at most 9 queues: a menu has the keys 1 to 9'))
    .describe('One queue: callers go straight to it. Several: a menu with the keys 1, 2, … in this order.'),
});
