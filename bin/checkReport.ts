import type { Bill } from '../core/costs/bill.ts';
import { type MonthlyCost, type Volume, watchingUsd } from '../core/costs/monthlyCost.ts';
import { pricesAsOf, pricesRegion } from '../core/costs/prices.ts';
import type { QuotaBreach } from '../core/costs/quotas.ts';
import { type Day, days } from '../core/settings/days.ts';
import type { HoursSettings, QueueSettings, Settings } from '../core/settings/schema.ts';

/** All that `nohold check` found, as text for people. */
export interface CheckFindings {
  file: string;
  settings: Settings;
  flowCount: number;
  resources: { type: string; count: number }[];
  volume: Volume;
  costs: MonthlyCost;
  quotas: QuotaBreach[];
}

export function sayCheck(found: CheckFindings): string {
  return [
    `${found.file} and the ${found.flowCount} flows it makes are right.`,
    '',
    ...sayCenter(found.settings),
    '',
    ...sayResources(found.resources),
    '',
    ...sayCosts(found.costs, found.volume),
    '',
    ...sayQuotas(found.quotas),
  ].join('\n');
}

function sayCenter(settings: Settings): string[] {
  const { center, phoneNumbers, queues } = settings;
  const instance =
    'create' in center.connect ? `new Connect instance "${center.connect.create.alias}"` : 'your Connect instance';
  return [
    `${center.name} (${center.timeZone}, ${center.language}) on ${instance}`,
    ...Object.entries(phoneNumbers).map(([id, phone]) => {
      const kind = phone.type === 'TOLL_FREE' ? 'toll-free' : 'ordinary';
      const leads =
        phone.queues.length === 1
          ? phone.queues[0]
          : phone.queues.map((name, index) => `${index + 1} ${name}`).join(', ');
      return `  number ${id}  ${kind}${phone.number === undefined ? '' : ` ${phone.number}`} → ${leads}`;
    }),
    ...Object.entries(queues).map(([name, queue]) => `  queue ${name}  ${sayQueue(settings, name, queue)}`),
  ];
}

function sayQueue(settings: Settings, name: string, queue: QueueSettings): string {
  const expected = queue.channels.map((channel) => `${channel} within ${queue.expectation[channel]?.waitSeconds} s`);
  const people = Object.values(settings.agents).filter((agent) => agent.queues.includes(name)).length;
  const hours = settings.hours[queue.hours];
  return [
    expected.join(', '),
    queue.offers.includes('callback') ? 'else a callback' : 'no offers',
    `target ${Math.round(queue.serviceLevel.ratio * 100)}/${queue.serviceLevel.thresholdSeconds}`,
    ...(hours ? [sayHours(hours)] : []),
    `${people} ${people === 1 ? 'person' : 'people'}`,
  ].join(' · ');
}

/** 'Mon–Thu 09:00-12:30 13:30-17:30, Fri 09:00-12:30': days in a row with the same ranges are written once. */
function sayHours(hours: HoursSettings): string {
  const runs: { first: Day; last: Day; ranges: string }[] = [];
  for (const day of days) {
    const ranges = (hours.week[day] ?? []).join(' ');
    const last = runs.at(-1);
    if (last?.ranges === ranges) last.last = day;
    else runs.push({ first: day, last: day, ranges });
  }
  const short = (day: Day) => `${day[0]?.toUpperCase()}${day.slice(1, 3)}`;
  return runs
    .filter((run) => run.ranges !== '')
    .map(
      (run) => `${run.first === run.last ? short(run.first) : `${short(run.first)}–${short(run.last)}`} ${run.ranges}`,
    )
    .join(', ');
}

function sayResources(resources: CheckFindings['resources']): string[] {
  const total = resources.reduce((sum, entry) => sum + entry.count, 0);
  const named = resources.map(({ type, count }) => `${count} ${type.replace(/^AWS::/, '')}`);
  return [`Deploys ${total} resources:`, ...wrapped(named.join(', '), 116).map((row) => `  ${row}`)];
}

function sayCosts(costs: MonthlyCost, volume: Volume): string[] {
  const contacts = volume.contactsPerMonth.toLocaleString('en-US');
  const bills = [costs.idle, costs.phoneNumbers, costs.contacts, costs.nohold];
  const unverified = bills.some((bill) => bill.lines.some((entry) => !entry.verified));
  return [
    `Costs a month (${pricesRegion}, prices of ${pricesAsOf}, no free tier, before tax):`,
    ...sayBill('when nobody calls', costs.idle),
    ...sayBill('phone numbers', costs.phoneNumbers),
    ...sayBill(`Connect, ${contacts} contacts`, costs.contacts),
    ...sayBill(`Nohold, ${contacts} contacts`, costs.nohold),
    `  ${'in all'.padEnd(44)} ${dollars(costs.totalUsd)}`,
    `  ${'of it metrics, alarms and the dashboard'.padEnd(44)} ${dollars(watchingUsd(costs))}`,
    ...(unverified ? ['  * a rate commonly quoted, not read on a page of AWS: compare before you rely on it'] : []),
  ];
}

function sayBill(title: string, bill: Bill): string[] {
  if (bill.lines.length === 0) return [];
  const shown = bill.lines.filter((entry) => entry.usd >= 0.05);
  const rest = bill.totalUsd - shown.reduce((sum, entry) => sum + entry.usd, 0);
  return [
    `  ${title.padEnd(44)} ${dollars(bill.totalUsd)}`,
    ...shown.map((entry) => `    ${`${entry.what}${entry.verified ? '' : ' *'}`.padEnd(42)} ${dollars(entry.usd)}`),
    ...(rest >= 0.005 ? [`    ${'the rest'.padEnd(42)} ${dollars(rest)}`] : []),
  ];
}

const dollars = (usd: number): string =>
  `$${usd.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`.padStart(12);

function sayQuotas(quotas: readonly QuotaBreach[]): string[] {
  if (quotas.length === 0) return ["Connect's default quotas suffice."];
  return [
    'Raise before you go live (small increases take hours, large ones up to three weeks):',
    ...quotas.flatMap((quota) => [
      `  ${quota.ask}`,
      ...wrapped(`default ${quota.default}; ${quota.because}.`, 110).map((row) => `    ${row}`),
    ]),
  ];
}

function wrapped(text: string, columns: number): string[] {
  const rows: string[] = [''];
  for (const word of text.split(' ')) {
    const last = rows.at(-1) ?? '';
    if (last === '') rows[rows.length - 1] = word;
    else if (last.length + word.length < columns) rows[rows.length - 1] = `${last} ${word}`;
    else rows.push(word);
  }
  return rows;
}
