/** Per service: its name, what answers, which operations, and how it differs from AWS. For SUPPORTED.md. */
export const services: readonly (readonly [string, string, string, string])[] = [
  [
    'DynamoDB',
    'dynalite',
    'tables, items, batches, Query, Scan, UpdateItem with conditions',
    'no transactions, PartiQL, streams or time to live; a failed condition does not return the item',
  ],
  ['SQS', 'fauxqs, on the center’s time', 'all of queues and messages', 'no StartMessageMoveTask'],
  ['S3', 'ours', 'GetObject and PutObject, addressed by path', 'no versions, listing or multipart uploads'],
  ['Secrets Manager', 'ours', 'GetSecretValue', 'one version per secret'],
  ['Connect', 'ours (local/connect)', 'listed below', 'see docs/assumptions.md'],
  [
    'Lambda',
    'ours: a Runtime API and a process per function',
    'the bundles that deploy',
    'time limits pass in real time, and are generous in virtual time',
  ],
  [
    'EventBridge',
    'ours',
    'PutEvents on the default bus, rules, retries, dead letters; events lost, doubled or late on demand',
    'no delay of its own',
  ],
  ['EventBridge Scheduler', 'ours', 'rate, cron and at, in a time zone', 'cron’s L, W and # are refused'],
  [
    'CloudWatch',
    'ours',
    'embedded metrics, AWS/Lambda, AWS/SQS, AWS/Connect; alarms with a fixed threshold',
    'one-minute resolution, kept 15 days; alarms tell nobody',
  ],
  [
    'IAM',
    'ours',
    'Allow and Deny, wildcards, Not-elements, string, ARN and Bool conditions',
    'other operators are refused',
  ],
  ['KMS', 'ours', 'who may use a key, through which service', 'nothing is encrypted'],
  ['CloudFormation', 'ours', 'one stack, created at each start; custom resources', 'no updates, no drift, no rollback'],
];
