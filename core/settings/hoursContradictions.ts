import { type Day, days } from './days.ts';
import type { HoursSettings, Settings } from './schema.ts';
import type { SettingsProblem } from './settingsError.ts';

/** Hours nobody uses, ranges that overlap, holidays written twice, hours that never open. */
export function hoursContradictions({ hours, queues }: Settings): SettingsProblem[] {
  return Object.entries(hours).flatMap(([name, open]) => {
    const path = `hours.${name}`;
    const problems = days.flatMap((day) => overlaps(`${path}.week.${day}`, open.week[day] ?? []));
    const dates = new Set<string>();
    open.holidays.forEach((holiday, index) => {
      problems.push(...overlaps(`${path}.holidays[${index}].open`, holiday.open ?? []));
      if (dates.has(holiday.date)) {
        problems.push({
          path: `${path}.holidays[${index}].date`,
          value: holiday.date,
          expected: 'each date once',
          write: 'the other entry of this date only',
        });
      }
      dates.add(holiday.date);
    });
    if (!days.some((day) => (open.week[day] ?? []).length > 0)) {
      problems.push({
        path: `${path}.week`,
        value: open.week,
        expected: 'at least one day with opening hours',
        write: '{ "monday": ["09:00-17:00"] }',
      });
    }
    if (!Object.values(queues).some((queue) => queue.hours === name)) {
      problems.push({
        path,
        value: name,
        expected: 'hours that a queue refers to',
        write: `"${name}" in the hours of a queue, or nothing here`,
      });
    }
    return problems;
  });
}

/** Ranges of one day must come in order and leave room between them: touching ranges are one. */
function overlaps(path: string, ranges: readonly string[]): SettingsProblem[] {
  const sorted = [...ranges].sort();
  const clash = sorted.findIndex(
    (range, index) => index > 0 && range.slice(0, 5) <= (sorted[index - 1] ?? '').slice(6),
  );
  if (clash > 0) {
    const [first = '', second = ''] = sorted.slice(clash - 1);
    const ends = [first.slice(6), second.slice(6)].sort();
    const joined = `${first.slice(0, 5)}-${ends[1]}`;
    return [
      {
        path,
        value: ranges,
        expected: `ranges with a break between them; "${first}" and "${second}" touch`,
        write: JSON.stringify([...sorted.slice(0, clash - 1), joined, ...sorted.slice(clash + 1)]),
      },
    ];
  }
  if (sorted.every((range, index) => range === ranges[index])) return [];
  return [{ path, value: ranges, expected: 'ranges in the order of the day', write: JSON.stringify(sorted) }];
}

/** Whether a daily range of local time meets opening hours on any of the given weekdays. Holidays do not count. */
export function overlapsAnyDay(hours: HoursSettings, range: string, on: readonly Day[] = days): boolean {
  return on.some((day) =>
    (hours.week[day] ?? []).some((open) => open.slice(0, 5) < range.slice(6) && range.slice(0, 5) < open.slice(6)),
  );
}
