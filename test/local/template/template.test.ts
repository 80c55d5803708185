import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { readAssembly, type TemplateBody } from '../../../local/template/assembly.ts';
import { createResolver } from '../../../local/template/intrinsics.ts';
import { creationOrder } from '../../../local/template/order.ts';
import { createStack } from '../../../local/template/template.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function anAssembly(template: TemplateBody, extraStacks: string[] = []): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'nohold-assembly-'));
  folders.push(folder);
  const stack = (id: string) => ({
    type: 'aws:cloudformation:stack',
    properties: { templateFile: `${id}.template.json` },
  });
  const artifacts = {
    ...Object.fromEntries(['Center', ...extraStacks].map((id) => [id, stack(id)])),
    'Center.assets': { type: 'cdk:asset-manifest', properties: { file: 'Center.assets.json' } },
  };
  writeFileSync(path.join(folder, 'manifest.json'), JSON.stringify({ version: '1', artifacts }));
  writeFileSync(path.join(folder, 'Center.template.json'), JSON.stringify(template));
  const files = { abc: { source: { path: 'asset.abc' }, destinations: { here: { objectKey: 'abc.zip' } } } };
  writeFileSync(path.join(folder, 'Center.assets.json'), JSON.stringify({ files }));
  return folder;
}

const place = { region: 'eu-west-1', accountId: '123456789012', stackName: 'Center' };
const resolverOf = (template: Partial<TemplateBody>) =>
  createResolver({ Resources: {}, ...template }, place, (id) =>
    id === 'Queue' ? { ref: 'https://queue', attributes: { Arn: 'arn:queue', 'Nested.Name': 'nested' } } : undefined,
  );

test('an assembly tells the stack, its template and where each asset lies', () => {
  const folder = anAssembly({ Resources: { Queue: { Type: 'AWS::SQS::Queue' } } });
  const assembly = readAssembly(folder);
  expect(assembly.stackName).toBe('Center');
  expect(Object.keys(assembly.template.Resources)).toEqual(['Queue']);
  expect(assembly.assetPath('abc.zip')).toBe(path.join(folder, 'asset.abc'));
  expect(assembly.assetPath('other.zip')).toBeUndefined();
});

test('an assembly of two stacks, or a folder that is none, is refused by name', () => {
  expect(() => readAssembly(anAssembly({ Resources: {} }, ['Other']))).toThrow(
    'expected one stack, got 2 (Center, Other)',
  );
  expect(() => readAssembly('/nowhere')).toThrow('/nowhere/manifest.json: expected a cloud assembly');
});

test('every intrinsic CDK writes is resolved', () => {
  const { resolve } = resolverOf({ Mappings: { Sizes: { small: { memory: 128 } } } });
  const cases: [unknown, unknown][] = [
    [{ Ref: 'Queue' }, 'https://queue'],
    [{ Ref: 'AWS::Region' }, 'eu-west-1'],
    [{ 'Fn::GetAtt': ['Queue', 'Arn'] }, 'arn:queue'],
    [{ 'Fn::GetAtt': 'Queue.Nested.Name' }, 'nested'],
    [{ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':', { Ref: 'AWS::AccountId' }]] }, 'arn:aws:123456789012'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own syntax
    [{ 'Fn::Sub': '${Queue.Arn}/${AWS::Region}/${!kept}' }, 'arn:queue/eu-west-1/${kept}'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own syntax
    [{ 'Fn::Sub': ['${own}-${Queue}', { own: { Ref: 'AWS::StackName' } }] }, 'Center-https://queue'],
    [{ 'Fn::Select': [1, { 'Fn::Split': ['-', 'a-b-c'] }] }, 'b'],
    [{ 'Fn::FindInMap': ['Sizes', 'small', 'memory'] }, 128],
    [{ 'Fn::Base64': 'hi' }, 'aGk='],
    [{ plain: [1, { Ref: 'AWS::NoValue' }, 2], gone: { Ref: 'AWS::NoValue' } }, { plain: [1, 2] }],
  ];
  for (const [value, expected] of cases) expect(resolve(value)).toEqual(expected);
});

test('conditions choose between values and leave out what does not hold', () => {
  const { resolve, holds } = resolverOf({
    Conditions: {
      Here: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] },
      There: { 'Fn::Not': [{ Condition: 'Here' }] },
      Either: { 'Fn::Or': [{ Condition: 'Here' }, { Condition: 'There' }] },
      Both: { 'Fn::And': [{ Condition: 'Here' }, { Condition: 'There' }] },
    },
  });
  expect([holds('Here'), holds('There'), holds('Either'), holds('Both'), holds(undefined)]).toEqual([
    true,
    false,
    true,
    false,
    true,
  ]);
  expect(resolve({ a: { 'Fn::If': ['There', 1, { Ref: 'AWS::NoValue' }] }, b: { 'Fn::If': ['Here', 2, 3] } })).toEqual({
    b: 2,
  });
});

test('what cannot be resolved is named', () => {
  const { resolve } = resolverOf({ Parameters: { Bare: { Type: 'String' } } });
  expect(() => resolve({ Ref: 'Missing' })).toThrow('Ref Missing: no such resource');
  expect(() => resolve({ 'Fn::GetAtt': ['Queue', 'Colour'] })).toThrow('Fn::GetAtt Queue.Colour');
  expect(() => resolve({ Ref: 'Bare' })).toThrow('Parameters.Bare: the local center needs a default value');
  expect(() => resolve({ 'Fn::Cidr': [] })).toThrow('Fn::Cidr: the local center does not know this intrinsic');
});

test('resources are created after those they refer to, else in the order of the template', () => {
  const order = creationOrder({
    Resources: {
      Mapping: { Type: 'M', Properties: { f: { Ref: 'Function' }, q: { 'Fn::GetAtt': ['Queue', 'Arn'] } } },
      // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own syntax
      Function: { Type: 'F', Properties: { role: { 'Fn::Sub': '${Role.Arn}' } }, DependsOn: ['Policy'] },
      Role: { Type: 'R' },
      Policy: { Type: 'P', Properties: { roles: [{ Ref: 'Role' }] } },
      Queue: { Type: 'Q' },
    },
  });
  expect(order).toEqual(['Role', 'Policy', 'Function', 'Queue', 'Mapping']);
});

test('resources that need each other are refused with the circle', () => {
  const template = {
    Resources: { A: { Type: 'T', DependsOn: 'B' }, B: { Type: 'T', Properties: { a: { Ref: 'A' } } } },
  };
  expect(() => creationOrder(template)).toThrow('resources that need each other: A → B → A');
});

test('a stack is created with resolved properties and its outputs follow', async () => {
  const folder = anAssembly({
    Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
    Resources: {
      Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { queue: { 'Fn::GetAtt': ['Queue', 'Arn'] } } },
      Queue: { Type: 'AWS::SQS::Queue' },
      Other: { Type: 'AWS::SQS::Queue', Condition: 'Never' },
    },
    Outputs: { Dial: { Value: { Ref: 'Queue' }, Description: 'What to dial' } },
  });
  const stack = await createStack(readAssembly(folder), place, ({ logicalId }) => ({
    ref: `ref-${logicalId}`,
    attributes: { Arn: `arn-${logicalId}` },
  }));
  expect(stack.resource('Alarm')?.properties).toEqual({ queue: 'arn-Queue' });
  expect(stack.resource('Other')).toBeUndefined();
  expect(stack.ofType('AWS::SQS::Queue').map((resource) => resource.ref)).toEqual(['ref-Queue']);
  expect(stack.outputs).toEqual({ Dial: { value: 'ref-Queue', description: 'What to dial' } });
});

test('a resource that cannot be created is named with its type', async () => {
  const folder = anAssembly({ Resources: { Queue: { Type: 'AWS::SQS::Queue' } } });
  const failing = createStack(readAssembly(folder), place, () => {
    throw new Error('no room');
  });
  await expect(failing).rejects.toThrow('Resources.Queue (AWS::SQS::Queue): no room');
});
