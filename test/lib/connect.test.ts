import { describe, expect, test } from 'vitest';
import { allOf, type Found, resourcesOf, said, settingsWith, shippedTemplate, templateOf } from './support/center.ts';

const template = shippedTemplate();
const named = (type: string, name: string, from = template): Found => {
  const found = resourcesOf(from, type).find(({ properties }) => properties.Name === name);
  if (found === undefined) throw new Error(`no ${type} is called ${name}`);
  return found;
};

describe('hours of operation', () => {
  const office = named('AWS::Connect::HoursOfOperation', 'office').properties;

  test('a lunch break is two ranges of one day', () => {
    expect(office.Config.filter((range: { Day: string }) => range.Day === 'MONDAY')).toEqual([
      { Day: 'MONDAY', StartTime: { Hours: 9, Minutes: 0 }, EndTime: { Hours: 12, Minutes: 30 } },
      { Day: 'MONDAY', StartTime: { Hours: 13, Minutes: 30 }, EndTime: { Hours: 17, Minutes: 30 } },
    ]);
  });

  test('a day that is left out is closed', () => {
    expect(office.Config.map((range: { Day: string }) => range.Day)).not.toContain('SUNDAY');
  });

  test('midnight as an end is 00:00, never 23:59', () => {
    const extended = named('AWS::Connect::HoursOfOperation', 'extended').properties;
    expect(extended.Config).toHaveLength(7);
    for (const { EndTime } of extended.Config) expect(EndTime).toEqual({ Hours: 0, Minutes: 0 });
  });

  test('a holiday closes its date, or opens it at other hours of its weekday', () => {
    expect(office.HoursOfOperationOverrides).toContainEqual({
      OverrideName: "New Year's Day 2027-01-01",
      OverrideDescription: 'Closed',
      EffectiveFrom: '2027-01-01',
      EffectiveTill: '2027-01-01',
      OverrideConfig: [],
    });
    expect(office.HoursOfOperationOverrides).toContainEqual({
      OverrideName: 'Christmas Eve 2026-12-24',
      OverrideDescription: 'Other hours',
      EffectiveFrom: '2026-12-24',
      EffectiveTill: '2026-12-24',
      // 24 December 2026 is a Thursday.
      OverrideConfig: [{ Day: 'THURSDAY', StartTime: { Hours: 9, Minutes: 0 }, EndTime: { Hours: 12, Minutes: 30 } }],
    });
  });

  test('its own time zone or the center’s', () => {
    expect(office.TimeZone).toBe('America/New_York');
    const west = templateOf(settingsWith((s) => (s.hours.office.timeZone = 'America/Los_Angeles')));
    expect(named('AWS::Connect::HoursOfOperation', 'office', west).properties.TimeZone).toBe('America/Los_Angeles');
  });
});

describe('queues', () => {
  test('hold as many contacts as the settings say', () => {
    expect(named('AWS::Connect::Queue', 'service').properties.MaxContacts).toBe(200);
    expect(named('AWS::Connect::Queue', 'sales').properties.MaxContacts).toBeUndefined();
  });

  test('call back as the center, from the first number that leads to them, and say so first', () => {
    const caller = (queue: string) => named('AWS::Connect::Queue', queue).properties.OutboundCallerConfig;
    expect(said(caller('billing').OutboundCallerIdNumberArn)).toBe('ContactCenterNumbersmainNumber.PhoneNumberArn');
    expect(said(caller('sales').OutboundCallerIdNumberArn)).toBe('ContactCenterNumberssalesNumber.PhoneNumberArn');
    expect(caller('sales').OutboundCallerIdName).toBe('Northwind Outfitters');
    expect(said(caller('sales').OutboundFlowArn)).toBe('ContactCenterFlowsOutboundWhisperFlow.ContactFlowArn');
  });
});

describe('people', () => {
  test('who serve the same queues in the same way share a routing profile', () => {
    const profiles = resourcesOf(template, 'AWS::Connect::RoutingProfile').map(({ properties }) => properties.Name);
    expect(new Set(profiles).size).toBe(profiles.length);
    const profileOf = (username: string) =>
      said(
        resourcesOf(template, 'AWS::Connect::User').find(({ properties }) => properties.Username === username)
          ?.properties.RoutingProfileArn,
      );
    expect(profileOf('chloe')).toBe(profileOf('dan'));
    expect(profileOf('ana')).not.toBe(profileOf('ben'));
  });

  test('take one call, or as many chats as the settings say, from each queue by its own channels', () => {
    const profile = named('AWS::Connect::RoutingProfile', 'billing + sales, 2 chats').properties;
    expect(profile.MediaConcurrencies).toEqual([
      { Channel: 'VOICE', Concurrency: 1 },
      { Channel: 'CHAT', Concurrency: 2 },
    ]);
    const serves = profile.QueueConfigs.map(
      (config: { QueueReference: { Channel: string; QueueArn: unknown } }) =>
        `${config.QueueReference.Channel} ${said(config.QueueReference.QueueArn)}`,
    );
    expect(serves).toEqual([
      'VOICE ContactCenterQueuesbillingQueue.QueueArn',
      'CHAT ContactCenterQueuesbillingQueue.QueueArn',
      'VOICE ContactCenterQueuessalesQueue.QueueArn',
    ]);
  });

  test('find their own states in an instance of their own, and no doubles in an adopted one', () => {
    const names = (from = template) =>
      resourcesOf(from, 'AWS::Connect::AgentStatus').map(({ properties }) => properties.Name);
    expect(names()).toEqual(['Break', 'Training']);
    const instanceArn = 'arn:aws:connect:us-east-1:123456789012:instance/11111111-2222-3333-4444-555555555555';
    expect(names(templateOf(settingsWith((s) => (s.center.connect = { adopt: { instanceArn } }))))).toEqual([]);
  });

  test('are agents or managers', () => {
    const maya = resourcesOf(template, 'AWS::Connect::User').find(({ properties }) => properties.Username === 'maya');
    expect(said(maya?.properties.SecurityProfileArns[0])).toBe('PeopleManagerProfile.SecurityProfileArn');
  });

  test('managed elsewhere leave no user, profile or password behind', () => {
    const types = new Set(
      allOf(templateOf(settingsWith((s) => Object.assign(s, { agents: {}, staffing: {} })))).map(({ id }) =>
        id.replace(/[A-Z].*/, ''),
      ),
    );
    expect([...types].filter((id) => id.startsWith('People'))).toEqual([]);
  });
});

describe('flows', () => {
  test('each number is bound to its own welcome by the deployment’s last step', () => {
    const [settled] = resourcesOf(template, 'Custom::SettleDeployment');
    expect(
      settled?.properties.numbers.map((answer: Record<string, unknown>) => [
        said(answer.phoneNumberArn),
        said(answer.flowArn),
      ]),
    ).toEqual([
      ['ContactCenterNumbersmainNumber.PhoneNumberArn', 'ContactCenterFlowsWelcomemainFlow.ContactFlowArn'],
      ['ContactCenterNumberssalesNumber.PhoneNumberArn', 'ContactCenterFlowsWelcomesalesFlow.ContactFlowArn'],
    ]);
    expect(Object.keys(settled?.properties.queues)).toEqual(['service', 'sales', 'billing']);
    // A new version of the function settles again what has not changed.
    expect(settled?.properties.revision).toMatch(/^[0-9a-f]{16}$/);
  });

  test('each queue’s agents can pass a contact on to every other queue, and mark it', () => {
    const [settled] = resourcesOf(template, 'Custom::SettleDeployment');
    expect(
      settled?.properties.quickConnects.map((to: { queueArn: unknown; quickConnectArn: unknown }) => [
        said(to.queueArn).replace(/^ContactCenterQueues|Queue\.QueueArn$/g, ''),
        said(to.quickConnectArn).replace(/^ContactCenterQuickConnects|QuickConnect\..*$/g, ''),
      ]),
    ).toEqual([
      ['service', 'service'],
      ['sales', 'sales'],
      ['billing', 'billing'],
      ['every queue', 'Mark'],
    ]);
  });

  test('content is flow language with every reference an ARN of this template', () => {
    for (const { properties } of resourcesOf(template, 'AWS::Connect::ContactFlow')) {
      const content = JSON.parse(said(properties.Content));
      expect(content.Version).toBe('2019-10-30');
      expect(content.Actions.length).toBeGreaterThan(0);
    }
  });

  test('wait for the instance to know the functions they invoke', () => {
    for (const { properties, resource } of resourcesOf(template, 'AWS::Connect::ContactFlow')) {
      const invokes = /"LambdaFunctionARN":"(\w+)\.Arn"/.test(said(properties.Content));
      const waits = (resource.DependsOn ?? []).some(
        (id) => template.Resources[id]?.Type === 'AWS::Connect::IntegrationAssociation',
      );
      expect([properties.Name, waits]).toEqual([properties.Name, invokes]);
    }
  });
});

test('recordings and transcripts are encrypted with the key of the template, and forgotten in time', () => {
  const kinds = resourcesOf(template, 'AWS::Connect::InstanceStorageConfig');
  expect(kinds.map(({ properties }) => properties.ResourceType)).toEqual(['CALL_RECORDINGS', 'CHAT_TRANSCRIPTS']);
  for (const { properties } of kinds) {
    expect(said(properties.S3Config.EncryptionConfig.KeyId)).toBe('KeysEncryption.Arn');
  }
  const bucket = resourcesOf(template, 'AWS::S3::Bucket').find(({ id }) => id.startsWith('StorageConversations'));
  expect(bucket?.properties.LifecycleConfiguration.Rules[0].ExpirationInDays).toBe(90);
});

test('calls are analysed only where settings say so: Contact Lens on, and a rule for each way a call may have felt', () => {
  const analysing = templateOf(
    settingsWith((s) => {
      s.privacy.analyzeCalls = true;
    }),
  );
  const attributes = (of: typeof template) =>
    resourcesOf(of, 'AWS::Connect::Instance').map(({ properties }) => properties.Attributes.ContactLens);
  expect([attributes(shippedTemplate()), attributes(analysing)]).toEqual([[false], [true]]);
  expect(resourcesOf(shippedTemplate(), 'AWS::Connect::Rule')).toEqual([]);
  const rules = resourcesOf(analysing, 'AWS::Connect::Rule').map(({ properties }) => properties);
  expect(rules.map(({ Actions }) => Actions.EventBridgeActions)).toEqual([
    [{ Name: 'nohold-felt-positive' }],
    [{ Name: 'nohold-felt-negative' }],
  ]);
  expect(rules.map((rule) => JSON.parse(rule.Function).RuleFunction.Operands[0])).toMatchObject([
    { Operator: 'NumberGreaterOrEqualTo', Operands: [1] },
    { Operator: 'NumberLessOrEqualTo', Operands: [-1] },
  ]);
  const heard = resourcesOf(analysing, 'AWS::Events::Rule').map(({ properties }) => properties.EventPattern);
  expect(heard).toContainEqual(
    expect.objectContaining({
      'detail-type': ['Contact Lens Post Call Rules Matched'],
      detail: expect.objectContaining({ actionName: ['nohold-felt-positive', 'nohold-felt-negative'] }),
    }),
  );
});

test('nothing is recorded unless the settings say so', () => {
  const silent = templateOf(
    settingsWith((s) => {
      s.privacy.recordCalls = false;
      s.center.recordingNotice = null;
    }),
  );
  const kinds = resourcesOf(silent, 'AWS::Connect::InstanceStorageConfig').map(
    ({ properties }) => properties.ResourceType,
  );
  expect(kinds).toEqual(['CHAT_TRANSCRIPTS']);
});
