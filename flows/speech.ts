import type { Settings } from '../core/settings/schema.ts';
import type { Day, HoursPrompts, Prompts } from './prompts.ts';

type Hours = Settings['hours'][string];

const daysInOrder: readonly Day[] = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** A name or notice from the settings, so that nothing in it, nor a full stop after it, reads as a value for Connect to fill in. */
export function plain(text: string): string {
  return text
    .trim()
    .replaceAll(/\$(?=\.|$)/g, ' dollar')
    .trim();
}

/** The same for an address, which must stay one. */
export function plainLink(link: string): string {
  return link.replaceAll('$', '%24');
}

/** A text inside SSML. */
export function inMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/**
 * Opening hours as people say them: "Monday to Friday, 9 AM to 5 PM". Days with the same hours are said together; holidays are left out,
 * they are not what somebody calling again next week needs.
 */
export function hoursInWords(hours: Hours, prompts: HoursPrompts): string {
  const groups: { first: Day; last: Day; spans: string }[] = [];
  for (const day of daysInOrder) {
    const spans = spansInWords(hours.week[day] ?? [], prompts);
    const previous = groups.at(-1);
    if (spans === previous?.spans) previous.last = day;
    else groups.push({ first: day, last: day, spans });
  }
  const open = groups.filter((group) => group.spans !== '');
  if (open.length === 0) return prompts.none;
  return prompts.list(open.map(({ first, last, spans }) => prompts.of(daysInWords(first, last, prompts), spans)));
}

function daysInWords(first: Day, last: Day, prompts: HoursPrompts): string {
  if (first === 'monday' && last === 'sunday') return prompts.everyDay;
  return first === last ? prompts.days[first] : prompts.dayRange(prompts.days[first], prompts.days[last]);
}

function spansInWords(spans: readonly string[], prompts: HoursPrompts): string {
  const said = [...spans].sort().map((span) => {
    const [from = '', to = ''] = span.split('-');
    return from === '00:00' && to === '24:00'
      ? prompts.allDay
      : prompts.span(timeInWords(from, prompts), timeInWords(to, prompts));
  });
  return prompts.list(said);
}

function timeInWords(time: string, prompts: HoursPrompts): string {
  if (time === '24:00' || time === '00:00') return prompts.midnight;
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return prompts.time(hour, minute);
}

/** Nobody listens to more, and a text that Connect speaks has at most 3,000 characters. */
const mostHoursCharacters = 2000;

/** The hours of some queues: once if they keep the same, else queue by queue; of very many, the hours in which at least one is open. */
export function hoursOfQueues(settings: Settings, queues: readonly string[], prompts: HoursPrompts): string {
  const keepers = new Map<string, string[]>();
  for (const name of queues) {
    const queue = settings.queues[name];
    const hours = queue && settings.hours[queue.hours];
    const said = hours ? hoursInWords(hours, prompts) : prompts.none;
    keepers.set(said, [...(keepers.get(said) ?? []), plain(queue?.spokenName ?? name)]);
  }
  const [only = prompts.none] = keepers.keys();
  if (keepers.size < 2) return only;
  const each = [...keepers].map(([hours, names]) => prompts.ofQueues(prompts.list(names), hours)).join('; ');
  return each.length <= mostHoursCharacters ? each : hoursInWords(hoursOfAny(settings, queues), prompts);
}

/** When at least one of the queues is open: their ranges of each day, those that meet made one. */
function hoursOfAny(settings: Settings, queues: readonly string[]): Hours {
  const kept = queues.flatMap((name) => {
    const queue = settings.queues[name];
    const hours = queue && settings.hours[queue.hours];
    return hours ? [hours] : [];
  });
  const week = Object.fromEntries(
    daysInOrder.map((day) => {
      const spans = kept.flatMap((hours) => hours.week[day] ?? []).map((span) => span.split('-') as [string, string]);
      const merged: [string, string][] = [];
      for (const [from, to] of spans.sort()) {
        const last = merged.at(-1);
        // Times of two digits each are in order as text.
        if (last === undefined || from > last[1]) merged.push([from, to]);
        else if (to > last[1]) last[1] = to;
      }
      return [day, merged.map(([from, to]) => `${from}-${to}`)];
    }),
  );
  return { timeZone: settings.center.timeZone, week, holidays: [] };
}

/**
 * Another way to reach the center when this one is gone: for a caller a page on the web, else a number that leads to other queues; for somebody
 * chatting a number that leads to the same people. Where the settings name none, the honest word is to try again.
 */
export function otherWayThan(
  channel: 'voice' | 'chat',
  settings: Settings,
  queues: readonly string[],
  prompts: Prompts['otherWay'],
): string {
  if (channel === 'voice') {
    const page = pageOf(settings, queues);
    if (page) return prompts.visit(page);
  }
  const number = Object.values(settings.phoneNumbers).find(
    (entry) =>
      entry.number !== undefined && entry.queues.some((queue) => queues.includes(queue)) === (channel === 'chat'),
  )?.number;
  return number ? prompts.call(number) : prompts.again;
}

function pageOf(settings: Settings, queues: readonly string[]): string | undefined {
  const links = [...queues, ...Object.keys(settings.queues)].map((name) => settings.queues[name]?.chatLink);
  const link = links.find((candidate) => candidate !== undefined);
  if (link === undefined) return undefined;
  const { host, pathname } = new URL(plainLink(link));
  return `${host}${pathname === '/' ? '' : pathname}`;
}

/**
 * A message as SSML in the middle of quiet, so that together they last about `cycleSeconds`: nobody is talked at all the time, and the message
 * does not follow on the heels of what was said just before. A sentence takes about four seconds; one pause is at most ten.
 */
export function inQuiet(message: string, cycleSeconds: number): string {
  const before = Math.min(10, Math.floor(cycleSeconds / 3));
  const after = Math.max(1, cycleSeconds - before - 4);
  return `<speak>${pause(before)}${inMarkup(message)}${pause(after)}</speak>`;
}

function pause(lengthSeconds: number): string {
  const longest = '<break time="10s"/>'.repeat(Math.floor(lengthSeconds / 10));
  return lengthSeconds % 10 === 0 ? longest : `${longest}<break time="${lengthSeconds % 10}s"/>`;
}
