/** A synthesized template as far as costs and quotas read it. */
export interface Template {
  Resources: { readonly [logicalId: string]: Resource };
}

export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

export interface NamedResource {
  logicalId: string;
  properties: Readonly<Record<string, unknown>>;
}

export function resourcesOf(template: Template, ...types: string[]): NamedResource[] {
  return Object.entries(template.Resources)
    .filter(([, resource]) => types.includes(resource.Type))
    .map(([logicalId, resource]) => ({ logicalId, properties: resource.Properties ?? {} }));
}

/** The logical id a property refers to by Ref or Fn::GetAtt; undefined for anything else. */
export function referredTo(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { Ref: ref, 'Fn::GetAtt': attribute } = value as { Ref?: unknown; 'Fn::GetAtt'?: unknown };
  const id = ref ?? (Array.isArray(attribute) ? attribute[0] : undefined);
  return typeof id === 'string' ? id : undefined;
}

/** How many resources there are of each type, most first. */
export function countByType(template: Template): { type: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { Type } of Object.values(template.Resources)) counts.set(Type, (counts.get(Type) ?? 0) + 1);
  return [...counts].map(([type, count]) => ({ type, count })).sort((a, b) => b.count - a.count);
}
