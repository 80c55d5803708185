import type { Channel } from '../contacts/channel.ts';
import { type Instant, instant } from '../time/units.ts';
import { type LocalMs, localClock } from '../time/zoneOffset.ts';
import { type BaselineMethod, baselineMethods, forecastByBaseline } from './baseline.ts';
import { borrowedHistory } from './borrowedHistory.ts';
import type { Widths } from './conformalWidth.ts';
import { contactTraits, guessedAhtSeconds, type TraitsAt } from './contactTraits.ts';
import { type CountLaw, countQuantile, type Level, levelOf, meanCount } from './countLaw.ts';
import { type DriverLag, type DriverSeries, driversOf } from './driver.ts';
import type { ForecastFlag, IntervalForecast, VolumeForecast } from './forecast.ts';
import type { HistoryRow } from './history.ts';
import { opensWithin, type QueueHours } from './openSlots.ts';
import type { SpecialDay } from './operatingDays.ts';
import { forecastSeries, type IntervalPlace, type SeriesRequest } from './seriesForecast.ts';
import { gridOf, rowSecondsOf, type SeriesGrid } from './seriesGrid.ts';

const dayMs = 86_400_000;

/** Ours; the number rises when its figures change, so that accuracy is kept apart. */
export const ourMethod = 'nohold-1';
export type ForecastMethod = typeof ourMethod | BaselineMethod;
export const forecastMethods: readonly ForecastMethod[] = [ourMethod, ...baselineMethods];

export interface ForecastRequest {
  readonly history: readonly HistoryRow[];
  /** First and end of the intervals to forecast. */
  readonly from: Instant;
  readonly until: Instant;
  /** Rows that end later are not looked at, drivers excepted: those of days to come are plans. Default: `from`. */
  readonly knownUntil?: Instant;
  readonly generatedAt: Instant;
  /** 300, 900, 1800 or 3600. */
  readonly intervalSeconds: number;
  /** IANA zone of the days and hours by which customers call. */
  readonly timeZone: string;
  /** Probabilities as they shall be written. Default: 0.1, 0.5 and 0.9. */
  readonly quantiles?: readonly string[];
  /** Queues to forecast though the history may not know them, and the hours of those that have some. */
  readonly queues?: readonly ForecastQueue[];
  readonly specialDays?: readonly (SpecialDay & { readonly queues?: readonly string[] })[];
  readonly drivers?: readonly { readonly name: string; readonly queues?: readonly string[] }[];
  /** Contacts a day of a queue nobody knows anything of. */
  readonly guessedContactsPerDay?: number;
  /** Stands in where the history holds nothing that can be used. */
  readonly lastGood?: VolumeForecast;
  /** Default: ours. The others are there to be compared with. */
  readonly method?: ForecastMethod;
}

export interface ForecastQueue {
  readonly queue: string;
  readonly channel: Channel;
  readonly hours?: QueueHours;
}

export const usualQuantiles = ['0.1', '0.5', '0.9'] as const;
const usualGuessPerDay = 100;
/** A forecast of more intervals than a year of the finest would have is a mistake of the asker. */
const longestMs = 400 * dayMs;

/** A forecast with what was learned on the way. */
export interface MadeForecast extends VolumeForecast {
  /** How drivers were found to reach each queue. */
  readonly driverLags: readonly ({ readonly queue: string; readonly channel: Channel } & DriverLag)[];
}

/**
 * Volume, handle time, patience, callbacks and returns of every queue and interval from `from` to `until`.
 *
 * Pure and always an answer: whatever is wrong with the history is done without and flagged. Throws RangeError for a request
 * that is wrong itself: `until` not after `from`, more than 400 days, an interval other than 5, 15, 30 or 60 minutes.
 */
export function forecastVolume(request: ForecastRequest): MadeForecast {
  checkRequest(request);
  const knownUntil = request.knownUntil ?? request.from;
  const { localOf, flags } = localTime(request.timeZone);
  const places = placesOf(request, localOf);
  const levels = (request.quantiles ?? usualQuantiles).map((key) => ({ key, level: levelOf(Number(key)) }));
  const rowSeconds = rowSecondsOf(request.history, request.intervalSeconds);
  const driverLags: MadeForecast['driverLags'][number][] = [];
  const intervals: IntervalForecast[] = [];
  let useful = 0;
  const shape = { localOf, intervalSeconds: request.intervalSeconds, rowSeconds, knownUntil };
  const known = queuesOf(request).map(([queue, rows]) => ({ queue, grid: gridOf(rows, shape) }));
  for (const { queue, grid } of known) {
    const others = known.flatMap((other) => (other.grid && other.grid !== grid ? other.grid : []));
    const made =
      grid === undefined ? guess(request, queue, places) : forecastOf(request, queue, grid, others, places, localOf);
    if (grid !== undefined) useful++;
    for (const flag of made.flags) flags.add(flag);
    for (const lag of made.lags) driverLags.push({ queue: queue.queue, channel: queue.channel, ...lag });
    for (const [index, place] of places.entries())
      intervals.push(intervalOf(queue, place, made, made.laws[index], levels));
  }
  if (useful === 0 && request.lastGood) return { ...lastGood(request, knownUntil), driverLags: [] };
  if (useful === 0) flags.add('no-history');
  return {
    schemaVersion: 1,
    method: request.method ?? ourMethod,
    generatedAt: request.generatedAt,
    intervalSeconds: request.intervalSeconds,
    knownUntil,
    flags: [...flags].sort(),
    intervals,
    driverLags,
  };
}

function checkRequest({ from, until, intervalSeconds }: ForecastRequest): void {
  if (!(until > from && until - from <= longestMs))
    throw new RangeError(`expected until after from and within 400 days, got ${until - from} ms`);
  if (![300, 900, 1800, 3600].includes(intervalSeconds))
    throw new RangeError(`expected an interval of 300, 900, 1800 or 3600 seconds, got ${intervalSeconds}`);
}

/** A zone nobody knows is a mistake in the settings of somebody who still needs a plan: UTC, and said. */
function localTime(timeZone: string): { localOf: (at: Instant) => LocalMs; flags: Set<ForecastFlag> } {
  try {
    return { localOf: localClock(timeZone), flags: new Set() };
  } catch {
    return { localOf: (at) => at, flags: new Set(['zone-unknown']) };
  }
}

/** Intervals begin on the local clock's whole intervals. */
function placesOf(
  { from, until, intervalSeconds }: ForecastRequest,
  localOf: (at: Instant) => LocalMs,
): IntervalPlace[] {
  const stepMs = 1000 * intervalSeconds;
  const local = localOf(from);
  const first = from + (((-local % stepMs) + stepMs) % stepMs);
  const places: IntervalPlace[] = [];
  for (let at = first; at < until; at += stepMs) {
    const wall = localOf(instant(at));
    const date = Math.floor(wall / dayMs);
    places.push({ at: instant(at), date, slot: Math.floor((wall - date * dayMs) / stepMs) });
  }
  return places;
}

/** Every queue and channel of the request or its history, by name, with its rows. */
function queuesOf({ history, queues = [] }: ForecastRequest): [ForecastQueue, HistoryRow[]][] {
  const byName = new Map<string, [ForecastQueue, HistoryRow[]]>();
  for (const queue of queues) byName.set(`${queue.queue}#${queue.channel}`, [queue, []]);
  for (const row of history) {
    // Drivers of the whole center stand in rows of no queue.
    if (row.queue === '') continue;
    const name = `${row.queue}#${row.channel}`;
    let entry = byName.get(name);
    if (!entry) {
      entry = [{ queue: row.queue, channel: row.channel }, []];
      byName.set(name, entry);
    }
    entry[1].push(row);
  }
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}

interface QueueForecast {
  readonly laws: readonly (CountLaw | undefined)[];
  readonly widths: Widths;
  readonly traits: TraitsAt;
  readonly flags: ReadonlySet<ForecastFlag>;
  readonly lags: readonly DriverLag[];
  readonly drivers: readonly DriverSeries[];
}

const coldStartDates = 14;
const staleDates = 7;

function forecastOf(
  request: ForecastRequest,
  { queue, hours }: ForecastQueue,
  grid: SeriesGrid,
  others: readonly SeriesGrid[],
  places: readonly IntervalPlace[],
  localOf: (at: Instant) => LocalMs,
): QueueForecast {
  const concerns = (thing: { readonly queues?: readonly string[] }) => thing.queues?.includes(queue) ?? true;
  const drivers = driversOf(
    request.history.filter((row) => row.queue === queue || row.queue === ''),
    (request.drivers ?? []).filter(concerns).map(({ name }) => name),
    (row) => Math.floor(localOf(row.intervalStart) / dayMs),
  );
  const method = request.method ?? ourMethod;
  const alike = others.filter(({ channel }) => channel === grid.channel);
  const series: SeriesRequest = {
    grid: method === ourMethod ? borrowedHistory(grid, alike) : grid,
    places,
    intervalSeconds: request.intervalSeconds,
    specialDays: (request.specialDays ?? []).filter(concerns),
    hours,
    drivers,
  };
  const made = method === ourMethod ? forecastSeries(series) : forecastByBaseline(method, series);
  const flags = new Set(made.flags);
  if (grid.dates < coldStartDates) flags.add('cold-start');
  if ((places[0]?.date ?? 0) - (grid.firstDate + grid.dates) >= staleDates) flags.add('stale-history');
  return { ...made, flags, traits: contactTraits(grid), drivers };
}

/** Local hours in which a queue of which nothing is known is taken to be open. */
const guessedHours = { from: 9, until: 17 };
/** Doubt of a guess as a share of the root: the count may well be half or double. */
const guessDoubt = 0.3;

function guess(request: ForecastRequest, { hours }: ForecastQueue, places: readonly IntervalPlace[]): QueueForecast {
  const perHour = 3600 / request.intervalSeconds;
  const open = ({ at, slot }: IntervalPlace): boolean =>
    hours === undefined
      ? slot >= guessedHours.from * perHour && slot < guessedHours.until * perHour
      : opensWithin(hours, at, request.intervalSeconds);
  const openPerDay = new Map<number, number>();
  for (const place of places) if (open(place)) openPerDay.set(place.date, (openPerDay.get(place.date) ?? 0) + 1);
  const usualOpen = Math.max(...openPerDay.values(), 1);
  const mean = (request.guessedContactsPerDay ?? usualGuessPerDay) / usualOpen;
  const doubt = guessDoubt ** 2 * mean;
  const law = { root: Math.sqrt(mean - Math.min(doubt, mean)), variance: 0.25 + doubt };
  return {
    laws: places.map((place) => (open(place) ? law : undefined)),
    widths: () => 1,
    traits: () => ({ ahtSeconds: guessedAhtSeconds }),
    flags: new Set(['no-history']),
    lags: [],
    drivers: [],
  };
}

function intervalOf(
  { queue, channel }: ForecastQueue,
  { at, slot, date }: IntervalPlace,
  { widths, traits, drivers }: QueueForecast,
  law: CountLaw | undefined,
  levels: readonly { key: string; level: Level }[],
): IntervalForecast {
  const mean = law === undefined ? 0 : meanCount(law);
  const quantiles = levels.map(
    ({ key, level }) => [key, law === undefined ? 0 : countQuantile(law, level, widths(level))] as const,
  );
  const known = drivers.flatMap(({ name, values }) => (values.has(date) ? [[name, values.get(date)] as const] : []));
  return {
    intervalStart: at,
    queue,
    channel,
    mean,
    quantiles: Object.fromEntries(quantiles),
    ...traits(slot),
    ...(known.length === 0 ? {} : { drivers: Object.fromEntries(known) as Record<string, number> }),
  };
}

/** The intervals of the last good forecast that lie in the range asked for; flagged, and still of its own method and time. */
function lastGood({ from, until, lastGood }: ForecastRequest, knownUntil: Instant): VolumeForecast {
  const last = lastGood as VolumeForecast;
  return {
    ...last,
    knownUntil: Math.min(last.knownUntil, knownUntil) as Instant,
    flags: [...new Set<ForecastFlag>([...last.flags, 'last-good'])].sort(),
    intervals: last.intervals.filter(({ intervalStart }) => intervalStart >= from && intervalStart < until),
  };
}
