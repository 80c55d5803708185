import { z } from 'zod';
import type { DashboardOutline } from './messages.ts';

const defaultPeriodSeconds = 300;

const annotation = z.object({ value: z.number(), label: z.string().default('') });
export const metricOptions = z.object({
  id: z.string().optional(),
  expression: z.string().optional(),
  label: z.string().optional(),
  stat: z.string().optional(),
  period: z.number().optional(),
  visible: z.boolean().default(true),
});
const widgetShape = z.object({
  type: z.string(),
  x: z.number().default(0),
  y: z.number().default(0),
  width: z.number().default(6),
  height: z.number().default(6),
  properties: z
    .object({
      markdown: z.string().default(''),
      endpoint: z.string().default(''),
      params: z.record(z.string(), z.unknown()).default({}),
      title: z.string().default(''),
      view: z.string().default('timeSeries'),
      stacked: z.boolean().default(false),
      stat: z.string().default('Average'),
      period: z.number().default(defaultPeriodSeconds),
      metrics: z.array(z.array(z.unknown())).default([]),
      annotations: z.object({ horizontal: z.array(annotation).default([]) }).default({ horizontal: [] }),
    })
    .prefault({}),
});
const variableShape = z.object({
  type: z.literal('pattern'),
  pattern: z.string(),
  label: z.string().default(''),
  defaultValue: z.string().default(''),
  values: z.array(z.object({ value: z.string() })).default([]),
});
const bodyShape = z.object({
  widgets: z.array(widgetShape).default([]),
  variables: z.array(variableShape).default([]),
});

export type Widget = z.output<typeof widgetShape>;
export type Properties = Widget['properties'];

/** What was chosen for each variable of a dashboard, by its label, such as Queue. */
export type Chosen = Readonly<Record<string, string>>;

const headingOf = ({ properties }: Widget): string | undefined => /^# (.*)$/m.exec(properties.markdown)?.[1];

/**
 * A body's parts, each from one heading of the first rank to the next, as bodies of their own with the variables that
 * stand in them: a long dashboard is looked at, and drawn, part by part.
 */
export function partsOf(body: string): string[] {
  const { widgets, variables } = bodyShape.parse(JSON.parse(body));
  const parts: Widget[][] = [];
  for (const widget of widgets) {
    if (parts.length === 0 || headingOf(widget) !== undefined) parts.push([]);
    parts.at(-1)?.push(widget);
  }
  return parts.map((part) => {
    const text = JSON.stringify(part);
    return JSON.stringify({ widgets: part, variables: variables.filter(({ pattern }) => text.includes(pattern)) });
  });
}

/** What a dashboard is called and what may be chosen in it, without drawing anything. */
export function outlineOf(name: string, body: string): DashboardOutline {
  const { widgets, variables } = bodyShape.parse(JSON.parse(body));
  return {
    name,
    title: widgets.flatMap((widget) => headingOf(widget) ?? [])[0] ?? name,
    variables: variables.map(({ label, values, defaultValue }) => ({
      label,
      values: values.map(({ value }) => value),
      usual: defaultValue,
    })),
  };
}

/** The body with what was chosen, or is usual, where its variables' patterns stand. */
function chosenBody(body: string, chosen: Chosen): string {
  const { variables } = bodyShape.parse(JSON.parse(body));
  return variables.reduce(
    (text, { pattern, label, defaultValue }) =>
      text.replaceAll(pattern, JSON.stringify(chosen[label] ?? defaultValue).slice(1, -1)),
    body,
  );
}

/** The widgets of a body, what was chosen in its place. */
export const widgetsOf = (body: string, chosen: Chosen): Widget[] =>
  bodyShape.parse(JSON.parse(chosenBody(body, chosen))).widgets;
