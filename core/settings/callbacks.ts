import { timeRange } from './days.ts';
import { listOf, object, oneOf, whole, wholeMinutes, wholeSeconds, yesOrNo } from './fields.ts';
import { country } from './phoneNumbers.ts';

export const callbacksSchema = object({
  attempts: whole('attempts', 1, 5).default(3).describe('Times a customer is called before a callback is given up.'),
  retryMinutes: wholeMinutes(1, 1440).default(15).describe('Minutes between two attempts.'),
  allowedCountries: listOf('country codes', country, 1)
    .default(['US'])
    .describe('Countries whose numbers are called. The first is assumed for numbers keyed in without a country.'),
  allowedHours: timeRange
    .default('08:00-21:00')
    .describe(
      "Local time at the customer's place in which the telephone may ring; in the US the law says 08:00-21:00.",
    ),
  openAfterHours: yesOrNo().default(true).describe('When the queue is closed, offer a callback for its next opening.'),
  perNumberPerDay: whole('calls', 1, 20).default(3).describe('Most calls to one number in a day.'),
  perPrefixPerHour: whole('calls', 1, 10_000)
    .default(50)
    .describe(
      'Most calls an hour to numbers that share the country code and four digits: a range that is pumped ends here.',
    ),
  perPrefixPerDay: whole('calls', 1, 100_000).default(200).describe('The same for a day.'),
  perAddressPerHour: whole('requests', 1, 1000)
    .default(5)
    .describe('Most callbacks asked for in an hour from one address of the web.'),
  whenClosing: oneOf(['move', 'expire'])
    .default('move')
    .describe(
      'What becomes of a callback that was not made before the queue closed. "move": promised anew for the next opening, and told. "expire": it ends.',
    ),
  ringSeconds: wholeSeconds(15, 60)
    .default(30)
    .describe(
      'Seconds the telephone rings before an attempt counts as unanswered. Outside campaigns Connect may ring 60 seconds whatever stands here.',
    ),
  dialsPerSecond: whole('dials a second', 1, 20)
    .default(2)
    .describe("Dialler's pace over all queues. Connect allows 2 a second unless an increase was granted."),
  dialsPerHour: whole('dials an hour', 1, 72_000).default(200).describe('Most dials of an hour over all queues.'),
  dialsPerDay: whole('dials a day', 1, 100_000)
    .default(500)
    .describe('Most dials of a day over all queues: the budget that bounds the cost of a mistake.'),
});
