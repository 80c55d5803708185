import { describe, expect, test } from 'vitest';
import type { Template } from '../../lib/synth.ts';
import { resourcesOf, said, settingsWith, shippedTemplate, templateOf, type Written } from './support/center.ts';

// Rules of our own, for what the five packs do not look at. Each gives the resources that break it.

interface KeyStatement {
  Effect: string;
  Principal: { Service?: string | string[]; AWS?: unknown };
  Condition?: Record<string, Record<string, unknown>>;
}
interface RolePolicyStatement {
  Effect: string;
  Principal?: { Service?: unknown };
  Condition?: Record<string, Record<string, unknown>>;
}

const named = (value: unknown): string => (value as { 'Fn::GetAtt'?: [string, string] })?.['Fn::GetAtt']?.[0] ?? '';
const isOfTemplate = (template: Template, value: unknown): boolean => template.Resources[named(value)] !== undefined;
const ids = (found: readonly { id: string }[]): string[] => found.map(({ id }) => id);

/** Where what failed goes: of queues, rules' targets, schedules and functions. */
function deadLetterQueues(template: Template): Set<string> {
  const arns = Object.values(template.Resources).flatMap(({ Properties: given = {} }) => {
    // biome-ignore lint/suspicious/noExplicitAny: properties are as CloudFormation's many types have them
    const properties = given as any;
    return [
      properties.RedrivePolicy?.deadLetterTargetArn,
      properties.DeadLetterConfig?.TargetArn,
      properties.Target?.DeadLetterConfig?.Arn,
      ...(Array.isArray(properties.Targets) ? properties.Targets : []).map(
        (target: { DeadLetterConfig?: { Arn: unknown } }) => target.DeadLetterConfig?.Arn,
      ),
    ];
  });
  return new Set(arns.map(named).filter(Boolean));
}

const rules: Record<string, (template: Template) => string[]> = {
  'every queue is encrypted with the key of the template': (template) =>
    ids(
      resourcesOf(template, 'AWS::SQS::Queue').filter(
        ({ properties }) => !isOfTemplate(template, properties.KmsMasterKeyId),
      ),
    ),
  'every queue has a dead-letter queue, or is one': (template) => {
    const ends = deadLetterQueues(template);
    return ids(
      resourcesOf(template, 'AWS::SQS::Queue').filter(
        ({ id, properties }) => !ends.has(id) && !isOfTemplate(template, properties.RedrivePolicy?.deadLetterTargetArn),
      ),
    );
  },
  'a message stays hidden for six timeouts of the function that works on it': (template) =>
    ids(
      resourcesOf(template, 'AWS::Lambda::EventSourceMapping').filter(({ properties }) => {
        const queue = template.Resources[named(properties.EventSourceArn)]?.Properties as {
          VisibilityTimeout?: number;
        };
        const worker = template.Resources[properties.FunctionName.Ref]?.Properties as { Timeout: number };
        return (queue.VisibilityTimeout ?? 30) < 6 * worker.Timeout;
      }),
    ),
  'a service uses a key for this account only': (template) =>
    resourcesOf(template, 'AWS::KMS::Key').flatMap(({ id, properties }) =>
      (properties.KeyPolicy.Statement as KeyStatement[])
        .filter(({ Effect, Principal, Condition }) => {
          const bounds = Object.values(Condition ?? {}).flatMap((one) => Object.keys(one));
          const bound = bounds.some((name) => /^(aws:Source(Account|Arn)|kms:EncryptionContext:)/.test(name));
          return Effect === 'Allow' && Principal.Service !== undefined && !bound;
        })
        .map(({ Principal }) => `${id} ${said(Principal.Service)}`),
    ),
  'a queue lets a service in for one resource of this account only': (template) =>
    resourcesOf(template, 'AWS::SQS::QueuePolicy').flatMap(({ id, properties }) =>
      (properties.PolicyDocument.Statement as RolePolicyStatement[])
        .filter(({ Effect, Principal, Condition }) => {
          const bounds = Object.values(Condition ?? {}).flatMap((one) => Object.keys(one));
          const bound = ['aws:SourceArn', 'aws:SourceAccount'].every((name) => bounds.includes(name));
          return Effect === 'Allow' && Principal?.Service !== undefined && !bound;
        })
        .map(() => id),
    ),
  'a service that invokes a function does so for one resource of this account': (template) =>
    ids(
      resourcesOf(template, 'AWS::Lambda::Permission').filter(
        ({ properties }) =>
          properties.Principal === '*' || properties.SourceArn === undefined || properties.SourceAccount === undefined,
      ),
    ),
  'what an instance of Connect keeps is encrypted with the key of the template': (template) =>
    ids(
      resourcesOf(template, 'AWS::Connect::InstanceStorageConfig').filter(
        ({ properties }) => !isOfTemplate(template, properties.S3Config?.EncryptionConfig?.KeyId),
      ),
    ),
  'every queue of Connect has hours of the template': (template) =>
    ids(
      resourcesOf(template, 'AWS::Connect::Queue').filter(
        ({ properties }) => !isOfTemplate(template, properties.HoursOfOperationArn),
      ),
    ),
  'flows log nothing around a question to a function': (template) =>
    resourcesOf(template, 'AWS::Connect::ContactFlow').flatMap(({ id, properties }) => {
      const content = said(properties.Content);
      const [asks, logs] = [/"InvokeLambdaFunction"/.exec(content), /"FlowLoggingBehavior":"Enabled"/.exec(content)];
      return asks && logs ? [id] : [];
    }),
};

/** What breaks each of them: a rule that finds nothing must be able to find something. */
const breaks: Record<string, [type: string, change: (properties: Written) => void]> = {
  'every queue is encrypted with the key of the template': [
    'AWS::SQS::Queue',
    (queue) => {
      queue.KmsMasterKeyId = 'alias/aws/sqs';
    },
  ],
  'every queue has a dead-letter queue, or is one': [
    'AWS::SQS::Queue',
    (queue) => {
      queue.RedrivePolicy = undefined;
    },
  ],
  'a message stays hidden for six timeouts of the function that works on it': [
    'AWS::SQS::Queue',
    (queue) => {
      queue.VisibilityTimeout = 60;
    },
  ],
  'a service uses a key for this account only': [
    'AWS::KMS::Key',
    ({ KeyPolicy }) => {
      for (const statement of KeyPolicy.Statement) statement.Condition = undefined;
    },
  ],
  'a queue lets a service in for one resource of this account only': [
    'AWS::SQS::QueuePolicy',
    ({ PolicyDocument }) => {
      for (const statement of PolicyDocument.Statement) statement.Condition = undefined;
    },
  ],
  'a service that invokes a function does so for one resource of this account': [
    'AWS::Lambda::Permission',
    (permission) => {
      permission.SourceArn = undefined;
    },
  ],
  'what an instance of Connect keeps is encrypted with the key of the template': [
    'AWS::Connect::InstanceStorageConfig',
    ({ S3Config }) => {
      S3Config.EncryptionConfig = undefined;
    },
  ],
  'every queue of Connect has hours of the template': [
    'AWS::Connect::Queue',
    (queue) => {
      queue.HoursOfOperationArn = undefined;
    },
  ],
  'flows log nothing around a question to a function': [
    'AWS::Connect::ContactFlow',
    (flow) => {
      flow.Content = '{"Type":"InvokeLambdaFunction"},{"FlowLoggingBehavior":"Enabled"}';
    },
  ],
};

const adopted = 'arn:aws:connect:us-east-1:123456789012:instance/11111111-2222-3333-4444-555555555555';
const templates = {
  'the shipped settings': shippedTemplate(),
  'an adopted instance, its people managed elsewhere, planning files in a bucket': templateOf(
    settingsWith((written) => {
      written.center.connect = { adopt: { instanceArn: adopted } };
      written.agents = {};
      written.staffing = { schedule: 'bucket' };
      written.forecasting.drivers = ['orders'];
    }),
  ),
};

describe.each(Object.entries(templates))('of %s', (_, template) => {
  test.each(Object.entries(rules))('%s', (_rule, found) => {
    expect(found(template)).toEqual([]);
  });
});

test.each(Object.entries(rules))('"%s" finds what breaks it', (rule, found) => {
  const template = structuredClone(shippedTemplate());
  const [type, change] = breaks[rule] ?? ['', () => {}];
  for (const { properties } of resourcesOf(template, type)) change(properties);
  expect(found(template).length).toBeGreaterThan(0);
});
