/** The week that `npm run test:week` replays: its settings, its callers. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSettingsText } from '../../core/settings/parse.ts';
import { dayTraffic } from '../../local/callers/dayTraffic.ts';
import type { Traffic } from '../../local/callers/traffic.ts';
import { readTechnionCalls, technionDay } from '../support/technionDay.ts';

export interface Week {
  readonly days: number;
  /** YYYY-MM-DD. */
  readonly firstDate: string;
}

/** The bank's week begins on a Sunday. */
export const bankWeek = '1999-05-30';
export const surge = { date: '1999-06-01', fromHour: 10, untilHour: 14 };
const [everyNth, everyNthInSurge] = [12, 2];
export const timeZone = 'Asia/Jerusalem';

const dateAfter = (firstDate: string, count: number): string =>
  new Date(Date.parse(`${firstDate}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);

export interface WeekSettings {
  /** @default true */
  readonly offers?: boolean;
  /** Hours of agents of the service queue, as a share of what the settings below give it. In (0, 1]. @default 1 */
  readonly staffedShare?: number;
}

/** The shift of one of several who work `hours`, when only so many of them are there: the last one goes home early. */
function shiftOf(hours: string, place: number, present: number): string | undefined {
  const [from = '', until = ''] = hours.split('-');
  const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  const share = Math.min(1, Math.max(0, present - place));
  const end = Math.round(minutesOf(from) + share * (minutesOf(until) - minutesOf(from)));
  const written = [Math.floor(end / 60), end % 60].map((part) => String(part).padStart(2, '0')).join(':');
  return share === 0 ? undefined : `${from}-${written}`;
}

/** Settings of a small center: the bank's hours, four who serve, three of sales of whom two may help. */
export function writeSettings(folder: string, { offers = true, staffedShare = 1 }: WeekSettings = {}): string {
  const settings = JSON.parse(readFileSync('nohold.config.json', 'utf8'));
  settings.center.timeZone = timeZone;
  const everyDay = (range: string) =>
    Object.fromEntries(
      ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'].map((day) => [day, [range]]),
    );
  settings.hours = { all: { week: everyDay('07:00-24:00') } };
  const { service, sales } = settings.queues;
  delete service.chatLink;
  settings.queues = {
    service: { ...service, channels: ['voice'], hours: 'all', expectation: { voice: service.expectation.voice } },
    sales: { ...sales, hours: 'all' },
  };
  settings.phoneNumbers.main.queues = ['service'];
  const person = (name: string, queue: string, hours: string) => ({
    firstName: name,
    lastName: 'Test',
    queues: [queue],
    shift: { days: Object.keys(everyDay('')), hours },
  });
  const shift = (names: readonly string[], hours: string) =>
    Object.fromEntries(
      names.flatMap((name, place) => {
        const own = shiftOf(hours, place, names.length * staffedShare);
        return own === undefined ? [] : [[name, person(name, 'service', own)]];
      }),
    );
  settings.agents = {
    ...shift(['ana', 'ben'], '07:00-16:00'),
    ...shift(['cleo', 'dan'], '15:00-24:00'),
    ...Object.fromEntries(['iris', 'jack', 'kim'].map((name) => [name, person(name, 'sales', '07:00-24:00')])),
  };
  settings.staffing = { reserve: { 'sales-desk': { agents: ['iris', 'jack'], helps: ['service'] } }, flex: 'on' };
  settings.forecasting = {};
  // The callers' numbers are made up, of another continent than the bank: they may be rung whenever it is open.
  settings.callbacks.allowedHours = '00:00-24:00';
  if (!offers) {
    for (const queue of Object.values(settings.queues) as { offers: string[] }[]) queue.offers = [];
    settings.callbacks.openAfterHours = false;
  }
  const path = join(folder, 'week.json');
  writeFileSync(path, JSON.stringify(settings));
  return path;
}

/** The week's callers as traffic; who works is the settings' to say. */
export function trafficOf(settingsPath: string, { days, firstDate }: Week): Traffic {
  const calls = readTechnionCalls();
  const rows = Array.from({ length: days }, (_, day) => {
    const date = dateAfter(firstDate, day);
    const [, ...lines] = technionDay(date, calls.get(date) ?? [])
      .trim()
      .split('\n');
    return lines.filter((line, index) => {
      const hour = Number(line.split('T')[1]?.slice(0, 2));
      const busy = date === surge.date && hour >= surge.fromHour && hour < surge.untilHour;
      return index % (busy ? everyNthInSurge : everyNth) === 0;
    });
  });
  const header = 'contactId,queue,channel,arrivedAt,queuedAt,answeredAt,endedAt,outcome,agentId';
  const settings = parseSettingsText(readFileSync(settingsPath, 'utf8'), settingsPath);
  const csv = [header, ...rows.flat(), ''].join('\n');
  return { ...dayTraffic({ csv, path: 'the week', settings, seed: 7 }), staffing: undefined };
}
