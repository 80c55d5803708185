import { expect, test } from 'vitest';
import { createMetricStore } from '../../../local/aws/metrics.ts';
import { drawDashboard } from '../../../local/web/dashboard.ts';
import { outlineOf, partsOf } from '../../../local/web/dashboardBody.ts';
import { settingsWith } from '../../lib/support/center.ts';
import { bodyOf } from '../../lib/support/dashboard.ts';

const minute = 60_000;
const range = { from: 0, to: 10 * minute };
const dimensions = { Queue: 'service', Channel: 'voice' };

function aStore() {
  const store = createMetricStore();
  const put = (name: string, value: number, atMinute: number, queue = 'service') =>
    store.put({ namespace: 'Nohold', name, dimensions: { ...dimensions, Queue: queue } }, value, atMinute * minute);
  for (const [at, waiting] of [3, 5, 4].entries()) put('ContactsWaiting', waiting, at);
  put('ContactsWaiting', 7, 1, 'sales');
  for (const wait of [10, 20, 90]) put('WaitSeconds', wait, 6);
  return store;
}

const draw = async (...widgets: object[]) =>
  (await drawDashboard('Board', JSON.stringify({ widgets }), { store: aStore() }, range)).widgets;
const metric = (properties: object) => ({
  type: 'metric',
  x: 0,
  y: 1,
  width: 8,
  height: 6,
  properties: { title: 'A title', period: 60, stat: 'Maximum', ...properties },
});
const waiting = ['Nohold', 'ContactsWaiting', 'Queue', 'service', 'Channel', 'voice'];

test('a graph has the points of its metrics by period and statistic, its lines to compare with, and its place', async () => {
  const [graph] = await draw(
    metric({
      metrics: [[...waiting, { label: 'Waiting' }]],
      annotations: { horizontal: [{ value: 4, label: 'Expected at most' }] },
    }),
  );
  expect(graph).toMatchObject({
    kind: 'graph',
    title: 'A title',
    x: 0,
    y: 1,
    width: 8,
    annotations: [{ value: 4, label: 'Expected at most' }],
  });
  expect(graph).toHaveProperty('series', [
    {
      label: 'Waiting',
      periodSeconds: 60,
      points: [
        { at: 0, value: 3 },
        { at: minute, value: 5 },
        { at: 2 * minute, value: 4 },
      ],
    },
  ]);
});

test('the shorthand of CloudWatch repeats the row above, cell by cell or all of it', async () => {
  const [graph] = await draw(
    metric({
      metrics: [
        [...waiting, { label: 'Service' }],
        ['.', '.', '.', 'sales', '.', '.', { label: 'Sales' }],
        ['...', { label: 'Sales again' }],
        ['...', 'service', 'Channel', 'voice', { label: 'Service again' }],
      ],
    }),
  );
  const lasts =
    graph?.kind === 'graph' ? graph.series.map((series) => [series.label, series.points.at(-1)?.value]) : [];
  expect(lasts).toEqual([
    ['Service', 4],
    ['Sales', 7],
    ['Sales again', 7],
    ['Service again', 4],
  ]);
});

test('an expression joins metrics that are not shown themselves, in its own period', async () => {
  const [number] = await draw(
    metric({
      view: 'singleValue',
      metrics: [
        [{ expression: 'SUM([service, sales])', label: 'Waiting', id: 'total', period: 300 }],
        [...waiting, { id: 'service', visible: false }],
        ['.', '.', '.', 'sales', '.', '.', { id: 'sales', visible: false }],
      ],
    }),
  );
  expect(number).toMatchObject({
    kind: 'numbers',
    numbers: [{ label: 'Waiting', periodSeconds: 300, figure: { value: 12, at: 0 } }],
  });
});

test('a figure without data is unknown, with no age; a percentile is of the values themselves', async () => {
  const [number] = await draw(
    metric({
      view: 'singleValue',
      metrics: [
        ['Nohold', 'OpenCallbacks', 'Queue', 'service', 'Channel', 'voice', { label: 'Open callbacks' }],
        ['.', 'WaitSeconds', '.', '.', '.', '.', { label: 'Real, 90 %', stat: 'p90' }],
      ],
    }),
  );
  expect(number?.kind === 'numbers' && number.numbers.map(({ figure }) => figure)).toEqual([
    { value: null, at: null },
    { value: 90, at: 6 * minute },
  ]);
});

test('what cannot be drawn is said in its place; the rest of the widget is drawn', async () => {
  const [graph, log, text] = await draw(
    metric({
      metrics: [
        waiting,
        [{ expression: 'ANOMALY_DETECTION_BAND(row0)' }],
        [{ expression: 'loop + 1', id: 'loop' }],
        [...waiting.slice(0, 1), 'WaitSeconds', ...waiting.slice(2), { stat: 'TM(10%:90%)' }],
      ],
    }),
    { type: 'log', properties: { title: 'Errors' } },
    { type: 'text', properties: { markdown: '# Now' } },
  );
  expect(graph).toMatchObject({
    faults: [
      'ANOMALY_DETECTION_BAND(): the local board does not know this function',
      'loop: refers to itself',
      'statistic TM(10%:90%): the local center does not know it',
    ],
  });
  expect(graph?.kind === 'graph' && graph.series).toHaveLength(1);
  expect(log).toMatchObject({ kind: 'unsupported', title: 'Errors', type: 'log' });
  expect(text).toMatchObject({ kind: 'text', markdown: '# Now' });
});

test('the board of a large center, the ten longest waits of all queues, can be drawn', async () => {
  const settings = settingsWith((s) => {
    s.agents = {};
    delete s.staffing;
    for (let number = 1; number <= 20; number++) {
      const { chat } = s.queues.service.expectation;
      s.queues[`more-${number}`] = { ...s.queues.service, channels: ['chat'], expectation: { chat }, offers: [] };
    }
  });
  const { widgets } = await drawDashboard('Board', bodyOf('center', settings), { store: aStore() }, range);
  expect(widgets.flatMap((widget) => ('faults' in widget ? widget.faults : []))).toEqual([]);
  const most = widgets.find((widget) => widget.kind === 'graph' && widget.title === 'Most contacts waiting');
  if (most?.kind !== 'graph') throw new Error('not drawn');
  expect(most.series.map(({ label }) => label)).toEqual([
    expect.stringContaining('sales'),
    expect.stringContaining('service'),
  ]);
});

test('a variable takes the place of its pattern in every widget, and what may be chosen is told', async () => {
  const body = bodyOf('queue', settingsWith());
  expect(outlineOf('Queue', body)).toMatchObject({
    title: 'One queue',
    variables: [
      { label: 'Queue', values: ['service', 'sales', 'billing'], usual: 'service' },
      { label: 'Channel', values: ['voice', 'chat'], usual: 'voice' },
    ],
  });
  const waitingOf = async (chosen: Record<string, string>) => {
    const { widgets } = await drawDashboard('Queue', body, { store: aStore() }, range, chosen);
    const graph = widgets.find((widget) => widget.kind === 'graph' && widget.title === 'Waiting now, contacts');
    if (graph?.kind !== 'graph') throw new Error('not drawn');
    return graph.series[0]?.points.map(({ value }) => value);
  };
  expect(await waitingOf({})).toEqual([3, 5, 4]);
  expect(await waitingOf({ Queue: 'sales' })).toEqual([7]);
  expect(await waitingOf({ Queue: 'sales', Channel: 'chat' })).toEqual([]);
});

test('a long dashboard is looked at part by part, each with the variables that stand in it', () => {
  const parts = partsOf(bodyOf('both', settingsWith())).map((part) => outlineOf('Board', part));
  expect(parts.map(({ title, variables }) => [title, variables.map(({ label }) => label)])).toEqual([
    ['Now and today', []],
    ['One queue', ['Queue', 'Channel']],
  ]);
});

test('SEARCH finds the metrics with exactly these dimensions and this name', async () => {
  const [graph] = await draw(
    metric({
      metrics: [
        [{ expression: `SEARCH('{Nohold,Channel,Queue} MetricName="ContactsWaiting"', 'Maximum', 60)`, label: '' }],
      ],
    }),
  );
  expect(graph?.kind === 'graph' && graph.series.map((series) => series.label)).toEqual([
    'service voice',
    'sales voice',
  ]);
});

test('a custom widget shows what its function draws, asked with its parameters', async () => {
  const asked: unknown[] = [];
  const body = JSON.stringify({
    widgets: [{ type: 'custom', width: 24, properties: { title: 'Today', endpoint: 'arn:f', params: { queue: 'q' } } }],
  });
  const custom = async (...given: unknown[]) => {
    asked.push(given);
    return { light: '<p>Bright</p>', dark: undefined };
  };
  const { widgets } = await drawDashboard('Board', body, { store: aStore(), custom }, range);
  expect(widgets).toMatchObject([
    { kind: 'custom', title: 'Today', html: { light: '<p>Bright</p>', dark: undefined } },
  ]);
  expect(asked).toEqual([['arn:f', { queue: 'q' }]]);
});
