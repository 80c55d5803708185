import type { ShiftRules } from './shiftRules.ts';

/** A rule that cannot be bent; when all of them clash, the fewest that do are looked for among these. */
export type HardRule =
  | { readonly kind: 'least-agents'; readonly queue: string }
  | { readonly kind: 'least-shifts'; readonly crew: string }
  | { readonly kind: 'most-shifts'; readonly crew: string }
  | { readonly kind: 'rest'; readonly crew: string }
  | { readonly kind: 'crew-size'; readonly crew: string }
  | { readonly kind: 'most-of-shape'; readonly shape: string };

export const ruleKey = (rule: HardRule): string =>
  `${rule.kind} ${'queue' in rule ? rule.queue : 'crew' in rule ? rule.crew : rule.shape}`;

/** Every rule of these that cannot be bent. */
export function hardRulesOf(rules: ShiftRules): HardRule[] {
  return [
    ...rules.leastAgents.map(({ queue }): HardRule => ({ kind: 'least-agents', queue })),
    ...rules.crews.flatMap((crew): HardRule[] => [
      ...(crew.leastShifts > 0 ? [{ kind: 'least-shifts', crew: crew.name } as const] : []),
      ...(crew.mostShifts === undefined ? [] : [{ kind: 'most-shifts', crew: crew.name } as const]),
      { kind: 'rest', crew: crew.name },
      { kind: 'crew-size', crew: crew.name },
    ]),
    ...rules.shapes.flatMap((shape): HardRule[] =>
      shape.most === undefined ? [] : [{ kind: 'most-of-shape', shape: shape.name }],
    ),
  ];
}

/** A rule as a person would say it. */
export function sayRule(rule: HardRule, rules: ShiftRules): string {
  const crew = rules.crews.find(({ name }) => 'crew' in rule && name === rule.crew);
  switch (rule.kind) {
    case 'least-agents': {
      const agents = rules.leastAgents.find(({ queue }) => queue === rule.queue)?.agents;
      return `leastAgents: at least ${agents} on "${rule.queue}" while it is open`;
    }
    case 'least-shifts':
      return `crews "${rule.crew}" leastShifts: ${crew?.leastShifts} shifts for each of its agents`;
    case 'most-shifts':
      return `crews "${rule.crew}" mostShifts: ${crew?.mostShifts} shifts for each of its agents`;
    case 'rest':
      return `crews "${rule.crew}" restMinutes: ${crew?.restMinutes} minutes between two shifts`;
    case 'crew-size':
      return `crews "${rule.crew}" agents: ${crew?.agents} of them`;
    case 'most-of-shape': {
      const most = rules.shapes.find(({ name }) => name === rule.shape)?.most;
      return `shapes "${rule.shape}" most: ${most} on one start`;
    }
    default:
      return rule satisfies never;
  }
}
