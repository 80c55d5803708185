import type { TemplateBody, TemplateValue } from './assembly.ts';
import { intrinsicOf, substitutionsOf } from './intrinsics.ts';

/** The logical ids a value refers to, by `Ref`, `Fn::GetAtt` or `Fn::Sub`. */
function referencesOf(value: TemplateValue, found: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  const intrinsic = intrinsicOf(value);
  if (intrinsic !== undefined) {
    const { name, argument } = intrinsic;
    if (name === 'Ref' && typeof argument === 'string') found.add(argument);
    if (name === 'Fn::GetAtt')
      found.add(String(Array.isArray(argument) ? argument[0] : argument).split('.')[0] as string);
    if (name === 'Fn::Sub') {
      const pattern: unknown = Array.isArray(argument) ? argument[0] : argument;
      for (const substitution of substitutionsOf(String(pattern))) found.add(substitution.split('.')[0] as string);
    }
    referencesOf(argument, found);
    return;
  }
  for (const entry of Object.values(value)) referencesOf(entry, found);
}

/**
 * Logical ids in an order in which every resource comes after those it refers to or depends on; among equals the
 * template's own order, so that two runs create the same things in the same order.
 *
 * Throws naming the circle when there is one.
 */
export function creationOrder(template: TemplateBody): string[] {
  const needs = new Map<string, string[]>();
  for (const [logicalId, resource] of Object.entries(template.Resources)) {
    const found = new Set<string>();
    referencesOf(resource.Properties, found);
    for (const dependency of [resource.DependsOn ?? []].flat()) found.add(dependency);
    needs.set(
      logicalId,
      [...found].filter((name) => name !== logicalId && name in template.Resources),
    );
  }

  const ordered: string[] = [];
  const state = new Map<string, 'visiting' | 'done'>();
  function visit(logicalId: string, trail: readonly string[]): void {
    if (state.get(logicalId) === 'done') return;
    if (state.get(logicalId) === 'visiting') {
      throw new Error(
        `resources that need each other: ${[...trail.slice(trail.indexOf(logicalId)), logicalId].join(' → ')}`,
      );
    }
    state.set(logicalId, 'visiting');
    for (const dependency of needs.get(logicalId) ?? []) visit(dependency, [...trail, logicalId]);
    state.set(logicalId, 'done');
    ordered.push(logicalId);
  }
  for (const logicalId of needs.keys()) visit(logicalId, []);
  return ordered;
}
