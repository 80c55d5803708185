import { describe, expect, test } from 'vitest';
import { metrics } from '../../core/rows/metrics.ts';
import { connectMetrics } from '../../lib/metrics.ts';
import { resourcesOf, said, settingsWith, shippedTemplate } from './support/center.ts';
import { bodyOf } from './support/dashboard.ts';

interface Widget {
  type: string;
  x: number;
  y: number;
  width: number;
  height: number;
  properties: { title?: string; markdown?: string; view?: string; metrics?: unknown[][] };
}

interface Body {
  widgets: Widget[];
  variables?: { type: string; pattern: string; values: { value: string }[] }[];
}

const bodiesOf = (template = shippedTemplate()): Body[] =>
  resourcesOf(template, 'AWS::CloudWatch::Dashboard').map(({ properties }) =>
    JSON.parse(said(properties.DashboardBody)),
  );
const widgetsOf = (template = shippedTemplate()): Widget[] => bodiesOf(template).flatMap(({ widgets }) => widgets);

/** [namespace, name, dimensions] of every metric of a dashboard, without metric math. */
const seriesOf = (widgets: Widget[]) =>
  widgets
    .flatMap(({ properties }) => properties.metrics ?? [])
    .filter(([first]) => typeof first === 'string')
    .map((row) => {
      const words = row.filter((word): word is string => typeof word === 'string');
      const dimensions = Object.fromEntries(
        Array.from({ length: (words.length - 2) / 2 }, (_, index) => [words[2 + 2 * index], words[3 + 2 * index]]),
      );
      return { namespace: words[0], name: words[1] as string, dimensions };
    });

const knownOfServices = {
  'AWS/Lambda': ['Invocations', 'Errors', 'Throttles', 'Duration'],
  'AWS/SQS': ['ApproximateAgeOfOldestMessage', 'ApproximateNumberOfMessagesVisible'],
};
const knownOfConnect: string[] = [...connectMetrics.VoiceCalls, ...connectMetrics.Queue];

describe('the dashboard', () => {
  test('is one: each costs', () => {
    expect(bodiesOf()).toHaveLength(1);
  });

  test('shows only metrics somebody writes, with the dimensions they are written with', () => {
    const series = seriesOf(widgetsOf());
    expect(series.length).toBeGreaterThan(60);
    for (const { namespace, name, dimensions } of series) {
      if (namespace === 'Nohold') {
        expect(Object.keys(metrics)).toContain(name);
        expect(Object.keys(dimensions).sort()).toEqual([...metrics[name as keyof typeof metrics].dimensions].sort());
      } else if (namespace === 'AWS/Connect') {
        expect(knownOfConnect).toContain(name);
        expect(dimensions).toHaveProperty('InstanceId');
      } else {
        expect(knownOfServices[namespace as keyof typeof knownOfServices]).toContain(name);
      }
    }
  });

  test('let one choose the queue and its channel, and then name no other', () => {
    const [queue, channel] = bodiesOf().find(({ variables }) => variables !== undefined)?.variables ?? [];
    expect(queue).toMatchObject({ type: 'pattern', pattern: 'ChosenQueue', inputType: 'select', visible: true });
    expect(queue?.values.map(({ value }) => value)).toEqual(Object.keys(settingsWith().queues));
    expect(channel?.values.map(({ value }) => value)).toEqual(['voice', 'chat']);
  });

  test('say what each chart shows: no title twice in one, units where it is no count', () => {
    for (const { widgets } of bodiesOf()) {
      const titles = widgets.filter(({ type }) => type !== 'text').map(({ properties }) => properties.title ?? '');
      expect(titles.filter((title) => title.length < 8)).toEqual([]);
      expect(new Set(titles).size).toBe(titles.length);
    }
  });

  test('are made of text, metric and custom widgets a board can draw, none over another', () => {
    for (const { widgets } of bodiesOf()) expectApart(widgets);
  });

  const expectApart = (widgets: Widget[]): void => {
    const taken = new Set<string>();
    for (const { type, x, y, width, height, properties } of widgets) {
      expect(['text', 'metric', 'custom']).toContain(type);
      if (type === 'metric') expect(['timeSeries', 'singleValue']).toContain(properties.view);
      expect(x + width).toBeLessThanOrEqual(24);
      for (let column = x; column < x + width; column++) {
        for (let row = y; row < y + height; row++) {
          expect(taken).not.toContain(`${column},${row}`);
          taken.add(`${column},${row}`);
        }
      }
    }
  };

  test('stay within CloudWatch’s 500 metrics a widget and 2,500 a dashboard at two hundred queues', () => {
    const queues = Array.from({ length: 200 }, (_, index) => `queue-${index + 1}`);
    const shipped = settingsWith();
    const settings = {
      ...shipped,
      queues: Object.fromEntries(
        queues.map((name) => [name, shipped.queues.service as (typeof shipped.queues)[string]]),
      ),
    };
    const text = bodyOf('both', settings);
    const { widgets } = JSON.parse(text) as Body;
    for (const { properties } of widgets) expect((properties.metrics ?? []).length).toBeLessThanOrEqual(500);
    expect(seriesOf(widgets).length).toBeLessThanOrEqual(2500);
    expect(widgets.length).toBeLessThanOrEqual(500);
    expect(text.length).toBeLessThanOrEqual(100_000);
  });
});

test('met live is a share of everybody, not of those who were not met', () => {
  const expressions = widgetsOf()
    .flatMap(({ properties }) => properties.metrics ?? [])
    .map(([first]) => first as { label?: string; expression?: string })
    .filter(({ label }) => label === 'Met live, %')
    .map(({ expression }) => expression);
  expect(new Set(expressions)).toEqual(
    new Set(['100 * FILL(expectationMetLive, 0) / SUM([expectationMet, expectationMissed])']),
  );
});

test('alarms watch only metrics somebody writes', () => {
  const watched = resourcesOf(shippedTemplate(), 'AWS::CloudWatch::Alarm').flatMap(({ properties }) =>
    properties.MetricName === undefined
      ? properties.Metrics.flatMap((query: { MetricStat?: { Metric: { Namespace: string; MetricName: string } } }) =>
          query.MetricStat === undefined ? [] : [query.MetricStat.Metric],
        )
      : [properties],
  );
  expect(watched.length).toBeGreaterThan(10);
  for (const { Namespace, MetricName } of watched) {
    if (Namespace === 'Nohold') expect(Object.keys(metrics)).toContain(MetricName);
    else if (Namespace === 'AWS/Connect') expect(knownOfConnect).toContain(MetricName);
    else expect(['AWS/SQS', 'AWS/Lambda']).toContain(Namespace);
  }
});

test('silence of the sweep is an alarm, silence of errors is not', () => {
  const missing = Object.fromEntries(
    resourcesOf(shippedTemplate(), 'AWS::CloudWatch::Alarm').map(({ id, properties }) => [
      id.replace(/^Alarms|[0-9A-F]{8}$/g, ''),
      properties.TreatMissingData,
    ]),
  );
  expect(missing.SweepSilent).toBe('breaching');
  expect(Object.values(missing).filter((how) => how === 'breaching')).toHaveLength(1);
});
