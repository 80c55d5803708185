import { expect, test } from 'vitest';
import {
  allOf,
  functionsOf,
  onlyOf,
  resourcesOf,
  said,
  settingsWith,
  shippedTemplate,
  templateOf,
} from './support/center.ts';

const template = shippedTemplate();
const queues = resourcesOf(template, 'AWS::SQS::Queue');
const rules = resourcesOf(template, 'AWS::Events::Rule');
const targets = rules.flatMap(({ properties }) => properties.Targets);

const isQueueArn = (value: unknown): boolean => queues.some(({ id }) => named(value) === id);
const named = (value: unknown): string => (value as { 'Fn::GetAtt'?: [string, string] })?.['Fn::GetAtt']?.[0] ?? '';

/** Wherever the template sends what failed: redrive policies, event targets, schedules, functions. */
const deadLetters = new Set(
  allOf(template)
    .flatMap(({ properties }) => [
      properties.RedrivePolicy?.deadLetterTargetArn,
      properties.DeadLetterConfig?.TargetArn,
      properties.Target?.DeadLetterConfig?.Arn,
      ...(properties.Targets ?? []).map(
        (target: { DeadLetterConfig?: { Arn: unknown } }) => target.DeadLetterConfig?.Arn,
      ),
    ])
    .filter(isQueueArn)
    .map(named),
);

test('there are four places for what failed, and each is alarmed', () => {
  expect(deadLetters.size).toBe(4);
  const alarmed = resourcesOf(template, 'AWS::CloudWatch::Alarm')
    .filter(({ properties }) => properties.MetricName === 'ApproximateNumberOfMessagesVisible')
    .map(({ properties }) => named(properties.Dimensions[0].Value));
  expect(alarmed.sort()).toEqual([...deadLetters].sort());
});

test('every alarm tells somebody when it rings and when it stops', () => {
  const topic = onlyOf(template, 'AWS::SNS::Topic').id;
  for (const { properties } of resourcesOf(template, 'AWS::CloudWatch::Alarm')) {
    expect(properties.AlarmActions).toEqual([{ Ref: topic }]);
    expect(properties.OKActions).toEqual([{ Ref: topic }]);
    expect(properties.AlarmDescription.length).toBeGreaterThan(40);
  }
});

test('dead letters are kept 14 days, longer than any queue keeps its messages', () => {
  for (const { id, properties } of queues) {
    if (deadLetters.has(id)) expect(properties.MessageRetentionPeriod).toBe(14 * 24 * 3600);
    else expect(properties.MessageRetentionPeriod).toBeLessThan(14 * 24 * 3600);
  }
});

test('a message is hidden for six timeouts of the function that works on it, and failures return one by one', () => {
  const mappings = resourcesOf(template, 'AWS::Lambda::EventSourceMapping');
  expect(mappings).toHaveLength(2);
  for (const { properties } of mappings) {
    const queue = template.Resources[named(properties.EventSourceArn)]?.Properties as { VisibilityTimeout: number };
    const worker = template.Resources[properties.FunctionName.Ref]?.Properties as { Timeout: number };
    expect(queue.VisibilityTimeout).toBeGreaterThanOrEqual(6 * worker.Timeout);
    expect(properties.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
  }
});

test('the dialler works on one callback at a time, two at once', () => {
  const dialler = functionsOf(template).get('dial-callback')?.id;
  const mapping = resourcesOf(template, 'AWS::Lambda::EventSourceMapping').find(
    ({ properties }) => properties.FunctionName.Ref === dialler,
  );
  expect(mapping?.properties).toMatchObject({ BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } });
});

test('queues and buckets answer over TLS only', () => {
  const closed = [...resourcesOf(template, 'AWS::SQS::QueuePolicy'), ...resourcesOf(template, 'AWS::S3::BucketPolicy')]
    .filter(({ properties }) =>
      properties.PolicyDocument.Statement.some(
        (statement: { Effect: string; Condition?: { Bool?: Record<string, string> } }) =>
          statement.Effect === 'Deny' && statement.Condition?.Bool?.['aws:SecureTransport'] === 'false',
      ),
    )
    .flatMap(({ properties }) => (properties.Queues ?? [properties.Bucket]).map((ref: { Ref: string }) => ref.Ref));
  const open = [...queues, ...resourcesOf(template, 'AWS::S3::Bucket')].filter(({ id }) => !closed.includes(id));
  expect(open.map(({ id }) => id)).toEqual([]);
});

test('EventBridge may put into every queue it delivers to, and use the key that encrypts it', () => {
  const delivered = targets.flatMap((target: { Arn: unknown; DeadLetterConfig: { Arn: unknown } }) => [
    named(target.Arn),
    named(target.DeadLetterConfig.Arn),
  ]);
  // Contact events and their dead letters; of what wakes a function, the dead letters.
  const queueIds = delivered.filter((id) => template.Resources[id]?.Type === 'AWS::SQS::Queue');
  expect(queueIds).toHaveLength(3);
  for (const id of queueIds) {
    const queue = template.Resources[id]?.Properties as { KmsMasterKeyId: unknown };
    const policies = resourcesOf(template, 'AWS::SQS::QueuePolicy').filter(({ properties }) =>
      properties.Queues.some((ref: { Ref: string }) => ref.Ref === id),
    );
    const admitted = policies
      .flatMap(({ properties }) => properties.PolicyDocument.Statement)
      .find((statement) => statement.Principal?.Service === 'events.amazonaws.com');
    expect(admitted).toMatchObject({ Effect: 'Allow', Action: 'sqs:SendMessage' });
    expect(rules.map((rule) => rule.id)).toContain(named(admitted.Condition.ArnEquals['aws:SourceArn']));
    expect(keyStatement(named(queue.KmsMasterKeyId), 'events.amazonaws.com')).toMatchObject({
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
    });
  }
});

test('alarms may publish to the encrypted topic and use its key', () => {
  const topic = onlyOf(template, 'AWS::SNS::Topic');
  const statements = onlyOf(template, 'AWS::SNS::TopicPolicy').properties.PolicyDocument.Statement;
  expect(statements).toContainEqual(
    expect.objectContaining({
      Effect: 'Allow',
      Action: 'sns:Publish',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
    }),
  );
  expect(keyStatement(named(topic.properties.KmsMasterKeyId), 'cloudwatch.amazonaws.com')).toBeDefined();
});

test('an alarm whose mail cannot be handed over is kept, told of by the command line and not by the same mails', () => {
  const told = templateOf(
    settingsWith((settings) => (settings.alarms.emails = ['ops@example.com', 'lead@example.com'])),
  );
  const subscriptions = resourcesOf(told, 'AWS::SNS::Subscription').map(({ properties }) => properties);
  expect(subscriptions.map(({ Endpoint }) => Endpoint)).toEqual(['ops@example.com', 'lead@example.com']);
  const [kept, ...more] = new Set(subscriptions.map(({ RedrivePolicy }) => named(RedrivePolicy.deadLetterTargetArn)));
  expect(more).toEqual([]);
  const undelivered = told.Resources[kept ?? '']?.Properties;
  expect(undelivered).toMatchObject({ MessageRetentionPeriod: 14 * 24 * 3600 });
  expect(keyStatement(named(undelivered?.KmsMasterKeyId), 'sns.amazonaws.com')).toMatchObject({
    Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
  });
  const [policy] = resourcesOf(told, 'AWS::SQS::QueuePolicy').filter(({ properties }) =>
    properties.Queues.some((ref: { Ref: string }) => ref.Ref === kept),
  );
  const admitted = policy?.properties.PolicyDocument.Statement.filter(
    (statement: { Effect: string }) => statement.Effect === 'Allow',
  );
  expect(admitted).toEqual([
    expect.objectContaining({
      Action: 'sqs:SendMessage',
      Principal: { Service: 'sns.amazonaws.com' },
      Condition: {
        ArnEquals: { 'aws:SourceArn': { Ref: onlyOf(told, 'AWS::SNS::Topic').id } },
        StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
      },
    }),
  ]);
  const { deadLetters: places } = onlyOf(told, 'Custom::SettleDeployment').properties.operations;
  expect(places.at(-1)).toMatchObject({ name: 'UndeliveredAlarms', url: { Ref: kept }, holds: 'alarms' });
  const watched = resourcesOf(told, 'AWS::CloudWatch::Alarm').map(({ properties }) => JSON.stringify(properties));
  expect(watched.filter((alarm) => alarm.includes(kept ?? ''))).toEqual([]);
});

test('logs may use the key for log groups of this account', () => {
  const [group] = resourcesOf(template, 'AWS::Logs::LogGroup');
  const statement = keyStatement(named(group?.properties.KmsKeyId), 'logs.AWS::Region.amazonaws.com');
  expect(said(statement?.Condition?.ArnLike?.['kms:EncryptionContext:aws:logs:arn'])).toMatch(/log-group:\*$/);
});

test('log groups are encrypted and forget after a month', () => {
  const groups = resourcesOf(template, 'AWS::Logs::LogGroup');
  // And two of API Gateway: who asked what, and what went wrong.
  expect(groups).toHaveLength(functionsOf(template).size + 2);
  for (const { properties } of groups) expect(properties.RetentionInDays).toBe(30);
});

test('one rule takes contact events of this instance only, the other our own events of margins', () => {
  expect(rules.map(({ properties }) => properties.EventPattern)).toEqual([
    {
      source: ['aws.connect'],
      'detail-type': ['Amazon Connect Contact Event'],
      detail: { instanceArn: [{ 'Fn::GetAtt': [onlyOf(template, 'AWS::Connect::Instance').id, 'Arn'] }] },
    },
    { source: ['nohold'], 'detail-type': ['MarginShrinking'] },
  ]);
});

test('the sweep runs each minute, what sums up and plans at its times, and a run that fails is kept', () => {
  const schedules = resourcesOf(template, 'AWS::Scheduler::Schedule').map(({ properties }) => [
    [...functionsOf(template)].find(([, { id }]) => id === named(properties.Target.Arn))?.[0],
    properties.ScheduleExpression,
  ]);
  expect(schedules).toEqual([
    ['sweep', 'rate(1 minute)'],
    ['roll-up', 'rate(15 minutes)'],
    ['forecast-volume', 'cron(4,34 * * * ? *)'],
    ['plan-staffing', 'cron(7,37 * * * ? *)'],
    ['flex-agents', 'rate(5 minutes)'],
  ]);
  for (const verb of ['sweep', 'roll-up', 'forecast-volume', 'plan-staffing', 'flex-agents']) {
    expect(deadLetters).toContain(named(functionsOf(template).get(verb)?.properties.DeadLetterConfig.TargetArn));
  }
});

interface KeyStatement {
  Action: string | string[];
  Condition?: { ArnLike?: Record<string, unknown> };
}

function keyStatement(keyId: string, service: string): KeyStatement | undefined {
  const key = template.Resources[keyId]?.Properties as { KeyPolicy: { Statement: unknown[] } };
  return (key.KeyPolicy.Statement as (KeyStatement & { Principal: { Service?: unknown } })[]).find(
    (statement) => said(statement.Principal.Service) === service,
  );
}

test('a margin that shrinks wakes the function that calls the reserve, and that rule alone may', () => {
  const rule = rules.find(({ properties }) => properties.EventPattern.source.includes('nohold'));
  const [target] = rule?.properties.Targets ?? [];
  const woken = template.Resources[named(target.Arn)]?.Properties as { Tags: { Value: string }[] };
  expect(woken.Tags.map(({ Value }) => Value)).toContain('flex-agents');
  const permitted = resourcesOf(template, 'AWS::Lambda::Permission').filter(
    ({ properties }) => properties.Principal === 'events.amazonaws.com',
  );
  expect(permitted.map(({ properties }) => [named(properties.FunctionName), named(properties.SourceArn)])).toEqual([
    [named(target.Arn), rule?.id],
  ]);
});
