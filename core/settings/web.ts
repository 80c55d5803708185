import * as z from 'zod';
import { advise, listOf, nameOf, object, oneOf, text, whole } from './fields.ts';

const addressParams = advise('an https address without a path such as "https://www.example.com"', (value) =>
  /^http:\/\//.test(String(value)) ? JSON.stringify(String(value).replace('http:', 'https:')) : undefined,
);
const isOrigin = (value: string): boolean =>
  URL.canParse(value) && new URL(value).origin === value && value.startsWith('https:');
const origin = z.string(addressParams).refine(isOrigin, addressParams);

const linkParams = advise('an https address without blanks such as "https://www.example.com/callback"');
const httpsLink = z
  .string(linkParams)
  .refine((value) => /^https:\/\/[^\s?#]+$/.test(value) && URL.canParse(value), linkParams);

const arn = (service: string, rest: RegExp, example: string) => {
  const params = advise(`an ARN such as "${example}"`);
  return z.string(params).regex(new RegExp(`^arn:aws[a-z-]*:${service}:[a-z0-9-]+:\\d{12}:${rest.source}$`), params);
};

export const webSchema = object({
  address: httpsLink
    .exactOptional()
    .describe(
      'Where the web desk is reached when a domain of your own leads to it. Default: the address that API Gateway gives it.',
    ),
  origins: listOf('web addresses', origin)
    .default([])
    .describe('Your web sites whose pages may ask the web desk by script, each exactly as the browser names it.'),
  bookings: oneOf(['anyone', 'customers', 'nobody'])
    .default('customers')
    .describe(
      'Who may book a callback on the web. "customers": with a link from a call or chat, or logged in. "anyone": also whoever writes down a number; such a call is confirmed by a key before an agent is troubled.',
    ),
  requestsPerSecond: whole('requests a second', 1, 5000)
    .default(20)
    .describe('Requests a second the web desk answers over all visitors; beyond, it asks them to try again.'),
  chatsPerAddressPerHour: whole('chats', 1, 1000)
    .default(5)
    .describe('Most chats started in an hour from one address of the web.'),
  firewallArn: arn('wafv2', /regional\/webacl\/.+/, 'arn:aws:wafv2:us-east-1:123456789012:regional/webacl/name/id')
    .exactOptional()
    .describe('A web ACL of AWS WAF to put in front; AWS charges for it by the month.'),
  login: object({
    issuer: httpsLink.describe('Who issues the tokens: their "iss", to the letter.'),
    audience: text(1, 200).describe('For whom: their "aud", or "client_id" where they have none.'),
    keys: httpsLink.describe('Where the issuer publishes its keys (JWKS).'),
    segmentClaim: text(1, 100)
      .exactOptional()
      .describe(
        'The claim that names the segment of the customer, by its name in "segments"; it goes onto the chats they start. Default: tokens name none.',
      ),
  })
    .exactOptional()
    .describe(
      'How your logged-in customers are known: JSON Web Tokens with a verified "phone_number". Default: nobody logs in.',
    ),
  texts: object({
    numberArn: arn('connect', /phone-number\/.+/, 'arn:aws:connect:us-east-1:123456789012:phone-number/id').describe(
      "The number texts come from: one of the instance's own, enabled for SMS.",
    ),
  })
    .exactOptional()
    .describe('Links by text message; needs "text" among a queue\'s offers. Default: none are sent.'),
  emails: object({
    from: nameOf('the name of an e-mail address').describe('Name of an entry of "emailAddresses": who writes.'),
  })
    .exactOptional()
    .describe(
      'Letters of the center: to whoever wrote, when they have an answer, and to callers who want it a link. Default: none are sent.',
    ),
});
