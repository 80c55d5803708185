import { readFileSync } from 'node:fs';
import path from 'node:path';

/** A value of a CloudFormation template: JSON, intrinsics not yet resolved. */
export type TemplateValue = unknown;

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, TemplateValue>>;
  readonly DependsOn?: string | readonly string[];
  readonly Condition?: string;
  readonly Metadata?: Readonly<Record<string, TemplateValue>>;
}

/** A CloudFormation template as CDK writes it. */
export interface TemplateBody {
  readonly Parameters?: Readonly<Record<string, { readonly Type: string; readonly Default?: TemplateValue }>>;
  readonly Mappings?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, TemplateValue>>>>>>;
  readonly Conditions?: Readonly<Record<string, TemplateValue>>;
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<
    Record<string, { readonly Value: TemplateValue; readonly Description?: string; readonly Condition?: string }>
  >;
}

/** What `cdk synth` left behind: the one stack and where its assets lie. */
export interface Assembly {
  readonly stackName: string;
  readonly template: TemplateBody;
  /** The folder or file of a Lambda's code; undefined when the assembly has no such asset. */
  assetPath(objectKey: string): string | undefined;
}

interface Manifest {
  artifacts: Record<
    string,
    { type: string; properties?: { templateFile?: string; stackName?: string; file?: string } }
  >;
}

interface AssetManifest {
  files?: Record<string, { source: { path?: string }; destinations: Record<string, { objectKey: string }> }>;
}

const readJson = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T;

/**
 * Reads a cloud assembly (`cdk.out`).
 *
 * Throws when the folder is no assembly or holds more or fewer stacks than one: the local center runs one stack.
 */
export function readAssembly(folder: string): Assembly {
  const manifestPath = path.join(folder, 'manifest.json');
  let manifest: Manifest;
  try {
    manifest = readJson(manifestPath);
  } catch (cause) {
    throw new Error(`${manifestPath}: expected a cloud assembly that "cdk synth" wrote`, { cause });
  }
  const artifacts = Object.entries(manifest.artifacts);
  const stacks = artifacts.filter(([, artifact]) => artifact.type === 'aws:cloudformation:stack');
  const [stack] = stacks;
  if (stack === undefined || stacks.length !== 1) {
    throw new Error(`${folder}: expected one stack, got ${stacks.length} (${stacks.map(([id]) => id).join(', ')})`);
  }
  const [id, { properties }] = stack;
  const template = readJson<TemplateBody>(path.join(folder, properties?.templateFile ?? `${id}.template.json`));

  const pathOf = new Map<string, string>();
  for (const [, artifact] of artifacts) {
    if (artifact.type !== 'cdk:asset-manifest' || artifact.properties?.file === undefined) continue;
    const { files } = readJson<AssetManifest>(path.join(folder, artifact.properties.file));
    for (const { source, destinations } of Object.values(files ?? {})) {
      if (source.path === undefined) continue;
      for (const { objectKey } of Object.values(destinations)) {
        pathOf.set(objectKey, path.resolve(folder, source.path));
      }
    }
  }
  return {
    stackName: properties?.stackName ?? id,
    template,
    assetPath: (objectKey) => pathOf.get(objectKey),
  };
}
