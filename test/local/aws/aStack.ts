import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { type Instant, instant } from '../../../core/time/units.ts';
import { type LocalAws, startAws } from '../../../local/aws/aws.ts';
import { createVirtualClock, type VirtualClock } from '../../../local/clock/virtual.ts';
import type { ConnectEvent, LocalConnect } from '../../../local/connect/connect.ts';
import { readAssembly, type TemplateResource } from '../../../local/template/assembly.ts';

export interface StackUnderTest {
  readonly aws: LocalAws;
  readonly clock: VirtualClock;
  readonly faults: string[];
  /** Runs the center for so many seconds. */
  pass(seconds: number): Promise<void>;
  close(): Promise<void>;
}

const repository = path.resolve(import.meta.dirname, '../../..');

/** Sources by asset name, bundled as the real ones are; resources refer to them by `<name>.zip`. */
export function anAssembly(resources: Record<string, TemplateResource>, sources: Record<string, string> = {}): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'nohold-stack-'));
  const files: Record<string, unknown> = {};
  for (const [name, contents] of Object.entries(sources)) {
    mkdirSync(path.join(folder, name));
    buildSync({
      stdin: { contents, resolveDir: repository },
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: path.join(folder, name, 'index.mjs'),
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    });
    files[name] = { source: { path: name }, destinations: { here: { objectKey: `${name}.zip` } } };
  }
  const artifacts = {
    Center: { type: 'aws:cloudformation:stack', properties: { templateFile: 'Center.template.json' } },
    'Center.assets': { type: 'cdk:asset-manifest', properties: { file: 'Center.assets.json' } },
  };
  writeFileSync(path.join(folder, 'manifest.json'), JSON.stringify({ artifacts }));
  writeFileSync(path.join(folder, 'Center.assets.json'), JSON.stringify({ files }));
  writeFileSync(path.join(folder, 'Center.template.json'), JSON.stringify({ Resources: resources }));
  return folder;
}

/** A Connect without contacts: these tests are about the other services. */
const silentConnect = {
  metrics: () => [],
  openContacts: () => [],
  log: { facts: [] },
  actionOf: () => undefined,
} as unknown as LocalConnect;

export async function aStack(
  resources: Record<string, TemplateResource>,
  sources: Record<string, string> = {},
  startsAt: Instant = instant(Date.parse('2026-01-05T09:00:00Z')),
): Promise<StackUnderTest> {
  const folder = anAssembly(resources, sources);
  const clock = createVirtualClock(startsAt);
  const faults: string[] = [];
  const aws = await startAws({
    clock,
    seed: 1,
    assembly: readAssembly(folder),
    createConnect: () => silentConnect,
    region: 'us-east-1',
    folder: undefined,
    concurrency: 1,
    onFault: (fault) => faults.push(fault),
  });
  return {
    aws,
    clock,
    faults,
    pass: (seconds) => clock.runUntil(instant(clock.now() + seconds * 1000)),
    async close() {
      await aws.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** A function whose role allows `statements`; its logical ids are `<id>`, `<id>Role` and `<id>Policy`. */
export function aFunction(id: string, statements: unknown[] = [], properties: Record<string, unknown> = {}) {
  return {
    [`${id}Role`]: { Type: 'AWS::IAM::Role', Properties: {} },
    [`${id}Policy`]: {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: { Roles: [{ Ref: `${id}Role` }], PolicyDocument: { Statement: statements } },
    },
    [id]: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Code: { S3Key: `${id}.zip` },
        Handler: 'index.handler',
        Runtime: 'nodejs24.x',
        Role: { 'Fn::GetAtt': [`${id}Role`, 'Arn'] },
        Timeout: 10,
        ...properties,
      },
      DependsOn: [`${id}Policy`],
    },
  } satisfies Record<string, TemplateResource>;
}

export const aTable = {
  Type: 'AWS::DynamoDB::GlobalTable',
  Properties: {
    AttributeDefinitions: ['pk', 'sk', 'waitingKey', 'waitingRank'].map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S',
    })),
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'waiting',
        KeySchema: [
          { AttributeName: 'waitingKey', KeyType: 'HASH' },
          { AttributeName: 'waitingRank', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  },
} satisfies TemplateResource;

export function anEvent(contactId: string, eventType = 'QUEUED'): ConnectEvent {
  return {
    source: 'aws.connect',
    'detail-type': 'Amazon Connect Contact Event',
    detail: { contactId, eventType },
    resources: [],
    time: instant(0),
  };
}
