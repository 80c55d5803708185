import { describe, expect, test } from 'vitest';
import { metrics } from '../../core/rows/metrics.ts';
import { connectMetrics } from '../../lib/metrics.ts';
import { onlyOf, resourcesOf, said, settingsWith, shippedTemplate, templateOf } from './support/center.ts';

interface Widget {
  type: string;
  x: number;
  y: number;
  width: number;
  height: number;
  properties: { title?: string; markdown?: string; view?: string; metrics?: unknown[][] };
}

const widgetsOf = (template = shippedTemplate()): Widget[] =>
  JSON.parse(said(onlyOf(template, 'AWS::CloudWatch::Dashboard').properties.DashboardBody)).widgets;

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

const knownOfConnect: string[] = [...connectMetrics.VoiceCalls, ...connectMetrics.Queue];

describe('the dashboard', () => {
  test('shows only metrics somebody writes, with the dimensions they are written with', () => {
    const series = seriesOf(widgetsOf());
    expect(series.length).toBeGreaterThan(50);
    for (const { namespace, name, dimensions } of series) {
      if (namespace === 'Nohold') {
        expect(Object.keys(metrics)).toContain(name);
        expect(Object.keys(dimensions).sort()).toEqual([...metrics[name as keyof typeof metrics].dimensions].sort());
      } else {
        expect(namespace).toBe('AWS/Connect');
        expect(knownOfConnect).toContain(name);
        expect(dimensions).toHaveProperty('InstanceId');
      }
    }
  });

  test('has a row of Now and one of Promises for each queue and channel', () => {
    const titles = widgetsOf().map(({ properties }) => properties.title ?? '');
    const lines = Object.entries(settingsWith().queues).flatMap(([queue, { channels }]) =>
      channels.map((channel) => `${queue} · ${channel}: `),
    );
    expect(lines).toHaveLength(5);
    for (const line of lines) expect(titles.filter((title) => title.startsWith(line))).toHaveLength(6);
  });

  test('is made of text, metric and custom widgets a board can draw, none over another', () => {
    const taken = new Set<string>();
    for (const { type, x, y, width, height, properties } of widgetsOf()) {
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
  });

  test('stays within CloudWatch’s 500 metrics a widget and 2,500 a dashboard at eight queues', () => {
    const widgets = widgetsOf(
      templateOf(
        settingsWith((s) => {
          for (let number = 1; number <= 5; number++) {
            s.queues[`more-${number}`] = { ...s.queues.billing };
            s.phoneNumbers.main.queues.push(`more-${number}`);
          }
        }),
      ),
    );
    for (const { properties } of widgets) expect((properties.metrics ?? []).length).toBeLessThanOrEqual(500);
    expect(seriesOf(widgets).length).toBeLessThanOrEqual(2500);
    expect(widgets.length).toBeLessThanOrEqual(500);
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
