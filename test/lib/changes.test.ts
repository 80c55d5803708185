import { describe, expect, test } from 'vitest';
import type { Template } from '../../lib/synth.ts';
import { allOf, settingsWith, shippedTemplate, templateOf, type Written } from './support/center.ts';

/**
 * What must live on through every change, and the properties whose change makes CloudFormation put another in its place.
 * Source: "Update requires: Replacement" in the CloudFormation resource reference.
 */
const lasting: Record<string, string[]> = {
  'AWS::Backup::BackupVault': ['BackupVaultName', 'EncryptionKeyArn'],
  'AWS::Connect::Instance': ['DirectoryId', 'IdentityManagementType', 'InstanceAlias'],
  'AWS::Connect::Queue': [],
  'AWS::Connect::PhoneNumber': ['CountryCode', 'Prefix', 'SourcePhoneNumberArn', 'Type'],
  'AWS::DynamoDB::Table': ['KeySchema', 'LocalSecondaryIndexes', 'TableName'],
  'AWS::KMS::Key': ['KeySpec', 'KeyUsage', 'MultiRegion', 'Origin'],
  'AWS::S3::Bucket': ['BucketName', 'BucketNamePrefix'],
  'AWS::SecretsManager::Secret': ['Name'],
};

/** Resources that `after` has not, or has only as another one. */
function lost(before: Template, after: Template): string[] {
  return allOf(before)
    .filter(({ type }) => type in lasting)
    .filter(({ id, type, properties }) => {
      const later = after.Resources[id];
      return (
        later?.Type !== type ||
        (lasting[type] ?? []).some(
          (name) => JSON.stringify(properties[name]) !== JSON.stringify(later.Properties?.[name]),
        )
      );
    })
    .map(({ id, type }) => `${type} ${id}`);
}

/** A queue needs a number that leads to it. */
function addReturns(settings: Written): void {
  settings.queues.returns = { ...settings.queues.sales, description: 'Returns' };
  settings.phoneNumbers.main.queues.push('returns');
}

const reversed = <Value>(record: Record<string, Value>): Record<string, Value> =>
  Object.fromEntries(Object.entries(record).reverse());

const changes: [string, (settings: Written) => void][] = [
  ['the center’s name', (s) => (s.center.name = 'Contoso')],
  ['its time zone', (s) => (s.center.timeZone = 'America/Los_Angeles')],
  ['its language', (s) => (s.center.language = 'en-GB')],
  ['the recording notice', (s) => (s.center.recordingNotice = 'We record.')],
  ['a number written down', (s) => (s.phoneNumbers.main.number = '+18005550177')],
  ['a number forgotten', (s) => delete s.phoneNumbers.main.number],
  ['where a number leads', (s) => (s.phoneNumbers.sales.queues = ['billing', 'sales'])],
  ['another number', (s) => (s.phoneNumbers.vip = { country: 'US', type: 'DID', queues: ['service'] })],
  ['numbers in another order', (s) => (s.phoneNumbers = reversed(s.phoneNumbers))],
  ['opening hours', (s) => (s.hours.office.week.monday = ['08:00-18:00'])],
  ['a holiday', (s) => s.hours.office.holidays.push({ date: '2027-11-25', name: 'Thanksgiving Day' })],
  ['no holidays', (s) => (s.hours.office.holidays = [])],
  ['other hours for a queue', (s) => (s.queues.billing.hours = 'extended')],
  ['what a queue is for', (s) => (s.queues.service.description = 'Everything')],
  ['how a queue is spoken', (s) => (s.queues.service.spokenName = 'help')],
  [
    'a queue’s channels',
    (s) =>
      (s.queues.sales = {
        ...s.queues.sales,
        channels: ['voice', 'chat'],
        expectation: { voice: { waitSeconds: 45 }, chat: { waitSeconds: 90 } },
      }),
  ],
  ['how many may wait', (s) => (s.queues.service.maxContacts = 50)],
  ['no limit on who may wait', (s) => delete s.queues.service.maxContacts],
  ['the line of business', (s) => (s.queues.service.lineOfBusiness = 'shop')],
  ['the expectation', (s) => (s.queues.service.expectation.voice.waitSeconds = 90)],
  ['the share of promises kept', (s) => (s.queues.service.promiseKeptShare = 0.8)],
  ['no callbacks offered', (s) => (s.queues.service.offers = [])],
  ['another queue', (s) => addReturns(s)],
  ['queues in another order', (s) => (s.queues = reversed(s.queues))],
  ['callback rules', (s) => Object.assign(s.callbacks, { attempts: 1, ringSeconds: 20, dialsPerDay: 50 })],
  ['no callbacks after hours', (s) => (s.callbacks.openAfterHours = false)],
  ['an agent leaving', (s) => delete s.agents.ana],
  ['an agent coming', (s) => (s.agents.zoe = { firstName: 'Zoe', lastName: 'Zhu', queues: ['sales'] })],
  ['an agent’s queues', (s) => (s.agents.ana.queues = ['billing', 'service'])],
  ['an agent becoming manager', (s) => (s.agents.ana.role = 'manager')],
  ['how long contacts are kept', (s) => (s.privacy.contactRetentionDays = 365)],
  [
    'no recording',
    (s) => {
      s.privacy.recordCalls = false;
      s.center.recordingNotice = null;
    },
  ],
  ['calls are analysed', (s) => (s.privacy.analyzeCalls = true)],
  ['who is told of alarms', (s) => (s.alarms.emails = ['ops@example.com'])],
];

describe('a changed setting replaces no instance, queue, number, table, vault, key, bucket or secret', () => {
  test.each(changes)('%s', (_, change) => {
    const after = templateOf(settingsWith(change));
    expect(after).not.toEqual(shippedTemplate());
    expect(lost(shippedTemplate(), after)).toEqual([]);
  });
});

describe('three settings name something else when they change', () => {
  test.each<[string, (settings: Written) => void, RegExp]>([
    ['the alias is the instance', (s) => (s.center.connect.create.alias = 'another'), /^AWS::Connect::Instance /],
    [
      'a number’s type',
      (s) => (s.phoneNumbers.sales = { country: 'US', type: 'TOLL_FREE', queues: ['sales'] }),
      /^AWS::Connect::PhoneNumber /,
    ],
    [
      'a number’s country',
      (s) => (s.phoneNumbers.sales = { country: 'CA', type: 'DID', queues: ['sales'] }),
      /^AWS::Connect::PhoneNumber /,
    ],
  ])('%s: the old one is kept', (_, change, what) => {
    const [gone, ...more] = lost(shippedTemplate(), templateOf(settingsWith(change)));
    expect(gone).toMatch(what);
    expect(more).toEqual([]);
  });
});

test('what holds customers, money or memory stays when the stack goes or replaces it', () => {
  const types = [
    'AWS::Connect::Instance',
    'AWS::Connect::PhoneNumber',
    'AWS::DynamoDB::Table',
    'AWS::KMS::Key',
    'AWS::S3::Bucket',
  ];
  for (const { id, type, resource } of allOf(shippedTemplate())) {
    if (!types.includes(type)) continue;
    expect([id, resource.DeletionPolicy, resource.UpdateReplacePolicy]).toEqual([id, 'Retain', 'Retain']);
  }
  const secret =
    shippedTemplate().Resources[allOf(shippedTemplate()).find(({ id }) => id.startsWith('KeysCustomers'))?.id ?? ''];
  expect(secret?.DeletionPolicy).toBe('Retain');
});

test('a queue taken away takes only itself', () => {
  const before = templateOf(settingsWith(addReturns));
  expect(lost(before, shippedTemplate())).toEqual([
    expect.stringMatching(/^AWS::Connect::Queue ContactCenterQueuesreturns/),
  ]);
});

test('an adopted instance is used, not made, and its storage is left alone', () => {
  const instanceArn = 'arn:aws:connect:us-east-1:123456789012:instance/11111111-2222-3333-4444-555555555555';
  const template = templateOf(settingsWith((s) => (s.center.connect = { adopt: { instanceArn } })));
  const types = new Set(allOf(template).map(({ type }) => type));
  expect(types).not.toContain('AWS::Connect::Instance');
  expect(types).not.toContain('AWS::Connect::InstanceStorageConfig');
  const users = allOf(template).filter(({ properties }) => properties.InstanceArn !== undefined);
  expect(new Set(users.map(({ properties }) => properties.InstanceArn))).toEqual(new Set([instanceArn]));
});
