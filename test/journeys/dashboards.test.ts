import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { livePromise } from '../../core/contacts/settlement.ts';
import { prices } from '../../core/costs/prices.ts';
import type { ContactRow } from '../../core/rows/contact.ts';
import { minutes, secondsBetween } from '../../core/time/units.ts';
import { drawDashboard } from '../../local/web/dashboard.ts';
import type { Chosen } from '../../local/web/dashboardBody.ts';
import type { DrawnWidget } from '../../local/web/messages.ts';
import { fillLine, picksUp, type Story, tellStory } from './story.ts';

/** An hour in which everything happens that a dashboard shows of an ordinary day. */
let story: Story;
let contacts: ContactRow[];

beforeAll(async () => {
  story = await tellStory({ agents: ['iris', 'jack'] });
  fillLine(story, 6, { handleSeconds: 240 });
  await story.pass(minutes(2));
  story.dial({ presses: ['1', '1'], ...picksUp() });
  story.dial({ presses: ['2', '2', '2'], patienceSeconds: 90, handleSeconds: 60 });
  await story.pass(minutes(20));
  fillLine(story, 2, { handleSeconds: 60 });
  await story.pass(minutes(38));
  const rows = await story.center.rows();
  contacts = rows.filter(({ pk }) => String(pk).startsWith('contact#')) as unknown as ContactRow[];
}, 300_000);
afterAll(() => story?.close());

const chosen: Chosen = { Queue: 'sales', Channel: 'voice' };
const aDay = 86_400;

/** Every widget of every dashboard over the hour as one period, so that it can be compared with sums over the rows. */
async function widgets(): Promise<DrawnWidget[]> {
  const { center } = story;
  const from = Math.floor(center.clock.now() / (aDay * 1000)) * aDay * 1000;
  const drawn = center.dashboards.map(({ name, body }) =>
    drawDashboard(
      name,
      body.replaceAll(/"period":\d+/g, `"period":${aDay}`),
      { store: center.metrics },
      { from, to: center.clock.now() },
      chosen,
    ),
  );
  return (await Promise.all(drawn)).flatMap((one) => one.widgets);
}

async function shown(title: string, label: string): Promise<number | undefined> {
  const widget = (await widgets()).find((one) => 'title' in one && one.title === title);
  if (widget?.kind === 'graph') return widget.series.find((one) => one.label === label)?.points.at(-1)?.value;
  if (widget?.kind === 'numbers') return widget.numbers.find((one) => one.label === label)?.figure.value ?? undefined;
  throw new Error(`no widget "${title}"`);
}

const offered = (): ContactRow[] => contacts.filter(({ askedAt, outcome }) => askedAt && outcome !== 'outbound');
const count = (fits: (row: ContactRow) => boolean): number => offered().filter(fits).length;

describe('what a dashboard shows is what the rows say, each worked out by itself', () => {
  test('contacts by what became of them', async () => {
    const of = (label: string) => shown('Contacts by what became of them', label);
    expect(await of('Offered')).toBe(offered().length);
    expect(await of('Answered')).toBe(count(({ outcome }) => outcome === 'answered'));
    expect(await of('Abandoned')).toBe(count(({ outcome }) => outcome === 'abandoned'));
    expect(await of('Took a callback')).toBe(count(({ outcome }) => outcome === 'callback'));
    expect(offered().length).toBeGreaterThan(9);
  });

  test('promises kept, %', async () => {
    const kept = count((row) => row.outcome !== 'callback' && livePromise(row) === 'kept');
    const broken = count((row) => row.outcome !== 'callback' && livePromise(row) === 'broken');
    expect(kept + broken).toBeGreaterThan(3);
    const share = (100 * kept) / (kept + broken);
    expect(await shown('Promises kept and expectation met, %', 'Promises kept, %')).toBeCloseTo(share, 9);
    expect(await shown('Promises of the whole center, last half hour', 'Promises kept, %')).toBeCloseTo(share, 9);
  });

  test('expectation met, live and with kept callbacks, %', async () => {
    const within = ({ askedAt, answeredAt, expectationSeconds }: ContactRow): boolean =>
      askedAt !== undefined &&
      answeredAt !== undefined &&
      secondsBetween(askedAt, answeredAt) <= (expectationSeconds ?? 0);
    const live = count((row) => row.outcome === 'answered' && within(row));
    const byCallback = count(({ callbackPromise }) => callbackPromise === 'kept');
    // Who took a callback is counted when that is over, and missed where it was not kept.
    const overCallbacks = byCallback + count(({ callbackPromise }) => callbackPromise === 'broken');
    const all = count(({ outcome }) => outcome === 'answered' || outcome === 'abandoned') + overCallbacks;
    const title = 'Promises kept and expectation met, %';
    expect(await shown(title, 'Met live, %')).toBeCloseTo((100 * live) / all, 9);
    expect(await shown(title, 'Expectation met, %')).toBeCloseTo((100 * (live + byCallback)) / all, 9);
  });

  test('told and real wait, seconds', async () => {
    const waits = offered().flatMap(({ askedAt, answeredAt, outcome }) =>
      outcome === 'answered' && askedAt && answeredAt ? [secondsBetween(askedAt, answeredAt)] : [],
    );
    const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
    expect(await shown('Told, predicted and real wait, seconds', 'Real, mean')).toBeCloseTo(mean, 9);
  });

  test('Lambda for 1,000 contacts, dollars', async () => {
    const { metrics, template, clock } = story.center;
    const day = Math.floor(clock.now() / (aDay * 1000)) * aDay * 1000;
    const sum = (name: string, FunctionName: string): number =>
      metrics
        .query({
          namespace: 'AWS/Lambda',
          name,
          dimensions: { FunctionName },
          statistic: 'Sum',
          periodSeconds: aDay,
          from: day as never,
          to: clock.now(),
        })
        .reduce((total, { value }) => total + value, 0);
    const watched = new Set(['quote-wait', 'take-offer', 'bind-callback', 'track-contact', 'dial-callback', 'sweep']);
    for (const planned of ['roll-up', 'forecast-volume', 'plan-staffing']) watched.add(planned);
    const dollars = template.ofType('AWS::Lambda::Function').reduce((total, { ref, properties }) => {
      const verb = (properties.Tags as { Key: string; Value: string }[]).find(({ Key }) => Key === 'nohold:function');
      if (verb === undefined || !watched.has(verb.Value)) return total;
      const gigabyteSeconds = (sum('Duration', ref) / 1000) * (Number(properties.MemorySize) / 1024);
      return (
        total + sum('Invocations', ref) * prices.lambdaRequest.usd + gigabyteSeconds * prices.lambdaArmGbSecond.usd
      );
    }, 0);
    expect(dollars).toBeGreaterThan(0);
    // The formula's prices have 14 decimals.
    const perThousand = (1000 * dollars) / offered().length;
    expect(await shown('Lambda for 1,000 contacts, dollars', 'Dollars')).toBeCloseTo(perThousand, 7);
  });
});

/** What an ordinary hour does not bring: faults, full queues, callbacks that fail, the night's planning. */
const rare = new Set([
  ...['PromisesBroken', 'OverdueCallbacks', 'ContactsOverflowed', 'CallbacksUnanswered', 'CallbacksCancelled'],
  ...['CallbacksExpired', 'CallbackPromisesKept', 'CallbackPromisesBroken', 'SafeAnswers', 'DialsRefused'],
  ...[
    'MarginSeconds',
    'GhostsRemoved',
    'StuckDials',
    'DialsPlaced',
    'EventsIgnored',
    'ReserveHelping',
    'ForecastError',
  ],
]);

test('every metric a dashboard names is written in an ordinary hour, or is one of those that are not', () => {
  const written = new Set(story.center.metrics.list().map(({ namespace, name }) => `${namespace} ${name}`));
  const named = new Set(
    story.center.dashboards.flatMap(({ body }) => {
      const plain = [...body.matchAll(/\["(Nohold|AWS\/\w+)","(\w+)"/g)].map(([, space, name]) => `${space} ${name}`);
      const found = [...body.matchAll(/MetricName=\\+"(\w+)\\+"/g)].map(([, name]) => `Nohold ${name}`);
      return [...plain, ...found];
    }),
  );
  expect(named.size).toBeGreaterThan(45);
  const missing = [...named].filter((name) => !written.has(name)).map((name) => name.split(' ')[1] ?? '');
  expect(missing.filter((name) => !rare.has(name))).toEqual([]);
});
