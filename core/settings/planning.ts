import * as z from 'zod';
import { username } from './agents.ts';
import { calendarDate } from './days.ts';
import { advise, listOf, named, nameOf, object, oneOf, text, whole, wholeMinutes } from './fields.ts';

const intervalParams = advise('15, 30 or 60 minutes');

const specialDaysParams = advise('a list of special days { "date": …, "name": … }');

export const forecastingSchema = object({
  intervalMinutes: z
    .union([z.literal(15), z.literal(30), z.literal(60)], intervalParams)
    .default(30)
    .describe('Length of the intervals that are forecast and staffed.'),
  specialDays: z
    .array(
      object({
        date: calendarDate.describe('The day, as YYYY-MM-DD.'),
        name: text(1, 60).describe(
          'What moves the volume: days of one name are learned from together, such as "catalogue sent".',
        ),
      }),
      specialDaysParams,
    )
    .default([])
    .describe(
      'Days, past and to come, on which more or fewer contacts come than on others. Holidays are known already.',
    ),
  drivers: listOf('driver names', nameOf('a driver name'))
    .default([])
    .describe(
      'Daily figures that foretell volume and are known ahead, such as "orders": columns of a history, and of drivers.csv in the planning bucket.',
    ),
});

const reserveSchema = object({
  agents: listOf('user names', username, 1).describe('Who may be called. They keep their own queues.'),
  helps: listOf('queue names', nameOf('a queue name'), 1).describe('Queues they serve as well while they help.'),
  mostAgents: whole('agents', 1, 500).exactOptional().describe('Most of them who help at once. Default: all of them.'),
});

export const staffingSchema = object({
  target: oneOf(['expectation', 'service-level'])
    .default('expectation')
    .describe("What agents are planned for: each queue's expectation, or its service level."),
  schedule: oneOf(['settings', 'bucket', 'measured'])
    .exactOptional()
    .describe(
      'Where it is known from who works when. "settings": the agents\' shifts here. "bucket": schedule.csv in the planning bucket. "measured": who worked at the same time of the last weeks. Default: "settings" where an agent has a shift, else "measured".',
    ),
  reserve: named('pool', reserveSchema)
    .default({})
    .describe('Agents who help other queues when theirs can spare them, by pool.'),
  flex: oneOf(['off', 'dry-run', 'on'])
    .default('dry-run')
    .describe('Whether the reserve is called and released by itself. "dry-run" only says what it would do.'),
  dwellMinutes: wholeMinutes(10, 240)
    .default(30)
    .describe('Nobody of the reserve is moved again before that. 30 makes at most two moves an hour.'),
});
