import type { Assembly } from './assembly.ts';
import { createResolver, type Physical, type PseudoParameters } from './intrinsics.ts';
import { creationOrder } from './order.ts';

/** A resource with its properties resolved, as CloudFormation would hand it to the service. */
export interface CreatedResource extends Physical {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The stack once created: every resource with the identity the emulators gave it. */
export interface Template {
  readonly stackName: string;
  readonly region: string;
  readonly accountId: string;
  readonly resources: readonly CreatedResource[];
  resource(logicalId: string): CreatedResource | undefined;
  ofType(type: string): CreatedResource[];
  /** Values by output name, with what they are for. */
  readonly outputs: Readonly<Record<string, { readonly value: string; readonly description: string }>>;
}

/** Creates one resource in an emulator and answers the identity that others refer to. */
export type CreateResource = (resource: {
  logicalId: string;
  type: string;
  properties: Readonly<Record<string, unknown>>;
}) => Physical | Promise<Physical>;

/**
 * Creates every resource whose condition holds, in dependency order, and resolves the outputs.
 *
 * An error names the resource at fault.
 */
export async function createStack(
  assembly: Assembly,
  place: Omit<PseudoParameters, 'stackName'>,
  create: CreateResource,
): Promise<Template> {
  const created = new Map<string, CreatedResource>();
  const { resolve, holds } = createResolver(
    assembly.template,
    { ...place, stackName: assembly.stackName },
    (logicalId) => created.get(logicalId),
  );
  for (const logicalId of creationOrder(assembly.template)) {
    const resource = assembly.template.Resources[logicalId];
    if (resource === undefined || !holds(resource.Condition)) continue;
    try {
      const properties = resolve(resource.Properties ?? {}) as Record<string, unknown>;
      const physical = await create({ logicalId, type: resource.Type, properties });
      created.set(logicalId, { ...physical, logicalId, type: resource.Type, properties });
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`Resources.${logicalId} (${resource.Type}): ${reason}`, { cause });
    }
  }
  const outputs: Record<string, { value: string; description: string }> = {};
  for (const [name, output] of Object.entries(assembly.template.Outputs ?? {})) {
    if (!holds(output.Condition)) continue;
    outputs[name] = { value: String(resolve(output.Value)), description: output.Description ?? '' };
  }
  return {
    stackName: assembly.stackName,
    ...place,
    resources: [...created.values()],
    resource: (logicalId) => created.get(logicalId),
    ofType: (type) => [...created.values()].filter((resource) => resource.type === type),
    outputs,
  };
}
