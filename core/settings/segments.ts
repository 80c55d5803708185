import * as z from 'zod';
import { advise, listOf, object, text, yesOrNo } from './fields.ts';

const prefixParams = advise('the beginning of telephone numbers in E.164 such as "+44" or "+1212"', (value) => {
  const digits = String(value).replaceAll(/\D/g, '').replace(/^00/, '');
  return /^[1-9]\d{0,13}$/.test(digits) && `+${digits}` !== value ? JSON.stringify(`+${digits}`) : undefined;
});

/** A group of customers who expect something else of the same queue. */
export const segmentSchema = object({
  description: text(1, 250).describe('Who they are; for people who read this file.'),
  numberPrefixes: listOf('beginnings of numbers', z.string(prefixParams).regex(/^\+[1-9]\d{0,13}$/, prefixParams))
    .default([])
    .describe('Customers whose number begins with one of these are in the segment.'),
  repeats: yesOrNo()
    .default(false)
    .describe('So are customers in contact again within seven days about the same matter.'),
});
