import { describe, expect, test } from 'vitest';
import { functionsOf, resourcesOf, said, shippedTemplate } from './support/center.ts';
import { list, type Statement, statementsOf } from './support/grants.ts';

const template = shippedTemplate();
const statementsIn = (verb: string): Statement[] => statementsOf(template, verb);

/** 'action on resource' for everything but what every function has: its own log group, X-Ray and the key. */
function grantsOf(verb: string): string[] {
  return statementsIn(verb)
    .flatMap((statement) =>
      list(statement.Action).flatMap((action) =>
        list(statement.Resource as unknown[]).map((resource) => `${action} on ${said(resource)}`),
      ),
    )
    .filter((grant) => !/^(logs|xray|kms):/.test(grant))
    .sort();
}

const table = 'TableRows.Arn';
const contacts = 'ConnectInstance.Arn/contact/*';
const defaultBus = 'arn:AWS::Partition:events:AWS::Region:AWS::AccountId:event-bus/default';
const numbers = 'arn:AWS::Partition:connect:AWS::Region:AWS::AccountId:phone-number/*';

describe('each function may do what it does and nothing else', () => {
  test.each([
    [
      'draw-widget',
      [`dynamodb:GetItem on ${table}`, `dynamodb:Query on ${table}`, `dynamodb:Query on ${table}/index/waiting`],
    ],
    [
      'quote-wait',
      [
        `dynamodb:BatchGetItem on ${table}`,
        `dynamodb:Query on ${table}/index/waiting`,
        `dynamodb:UpdateItem on ${table}`,
        'secretsmanager:GetSecretValue on KeysCustomers',
      ],
    ],
    [
      'take-offer',
      [
        `connect:StopContact on ${contacts}`,
        `dynamodb:BatchGetItem on ${table}`,
        `dynamodb:GetItem on ${table}`,
        `dynamodb:PutItem on ${table}`,
        `dynamodb:UpdateItem on ${table}`,
        'secretsmanager:GetSecretValue on KeysCustomers',
      ],
    ],
    [
      'web-desk',
      [
        'connect:StartChatContact on ConnectInstance.Arn/contact-flow/*',
        `connect:StopContact on ${contacts}`,
        `connect:UpdateContactRoutingData on ${contacts}`,
        `dynamodb:BatchGetItem on ${table}`,
        `dynamodb:GetItem on ${table}`,
        `dynamodb:PutItem on ${table}`,
        `dynamodb:Query on ${table}/index/customer`,
        `dynamodb:UpdateItem on ${table}`,
        'secretsmanager:GetSecretValue on KeysCustomers',
      ],
    ],
    [
      'bind-callback',
      [`dynamodb:BatchGetItem on ${table}`, `dynamodb:GetItem on ${table}`, `dynamodb:PutItem on ${table}`],
    ],
    [
      'mark-contact',
      [
        `dynamodb:BatchGetItem on ${table}`,
        `dynamodb:GetItem on ${table}`,
        `dynamodb:PutItem on ${table}`,
        `dynamodb:UpdateItem on ${table}`,
        'secretsmanager:GetSecretValue on KeysCustomers',
      ],
    ],
    ['recall-matter', [`dynamodb:BatchGetItem on ${table}`, 'secretsmanager:GetSecretValue on KeysCustomers']],
    [
      'track-contact',
      [
        `connect:StopContact on ${contacts}`,
        `dynamodb:BatchGetItem on ${table}`,
        `dynamodb:GetItem on ${table}`,
        `dynamodb:PutItem on ${table}`,
        `dynamodb:UpdateItem on ${table}`,
        'sqs:ChangeMessageVisibility on ContactEventsQueue.Arn',
        'sqs:DeleteMessage on ContactEventsQueue.Arn',
        'sqs:GetQueueAttributes on ContactEventsQueue.Arn',
        'sqs:ReceiveMessage on ContactEventsQueue.Arn',
      ],
    ],
    [
      'sweep',
      [
        `connect:DescribeContact on ${contacts}`,
        'connect:GetCurrentMetricData on ConnectInstance.Arn/queue/*',
        'connect:SearchContacts on ConnectInstance.Arn',
        `connect:StopContact on ${contacts}`,
        `dynamodb:GetItem on ${table}`,
        `dynamodb:PutItem on ${table}`,
        `dynamodb:Query on ${table}/index/due`,
        `dynamodb:Query on ${table}/index/interval`,
        `dynamodb:Query on ${table}/index/waiting`,
        `dynamodb:UpdateItem on ${table}`,
        `events:PutEvents on ${defaultBus}`,
        'sqs:SendMessage on CallbacksDueQueue.Arn',
        'sqs:SendMessage on UpkeepSchedulesFailedRuns.Arn',
      ],
    ],
    [
      'dial-callback',
      [
        `connect:DescribeContact on ${contacts}`,
        `connect:StartOutboundVoiceContact on ${contacts}`,
        `connect:StopContact on ${contacts}`,
        `dynamodb:BatchGetItem on ${table}`,
        `dynamodb:GetItem on ${table}`,
        `dynamodb:PutItem on ${table}`,
        `dynamodb:UpdateItem on ${table}`,
        'secretsmanager:GetSecretValue on KeysCustomers',
        'sqs:ChangeMessageVisibility on CallbacksDueQueue.Arn',
        'sqs:DeleteMessage on CallbacksDueQueue.Arn',
        'sqs:GetQueueAttributes on CallbacksDueQueue.Arn',
        'sqs:ReceiveMessage on CallbacksDueQueue.Arn',
      ],
    ],
    [
      'roll-up',
      [
        `dynamodb:BatchGetItem on ${table}`,
        `dynamodb:GetItem on ${table}`,
        `dynamodb:PutItem on ${table}`,
        `dynamodb:Query on ${table}`,
        `dynamodb:Query on ${table}/index/customer`,
        `dynamodb:Query on ${table}/index/interval`,
        `dynamodb:UpdateItem on ${table}`,
        'sqs:SendMessage on UpkeepSchedulesFailedRuns.Arn',
      ],
    ],
    [
      'forecast-volume',
      [
        `dynamodb:BatchWriteItem on ${table}`,
        `dynamodb:GetItem on ${table}`,
        `dynamodb:PutItem on ${table}`,
        `dynamodb:Query on ${table}`,
        'sqs:SendMessage on UpkeepSchedulesFailedRuns.Arn',
      ],
    ],
    [
      'plan-staffing',
      [
        `dynamodb:BatchWriteItem on ${table}`,
        `dynamodb:GetItem on ${table}`,
        `dynamodb:PutItem on ${table}`,
        `dynamodb:Query on ${table}`,
        `dynamodb:UpdateItem on ${table}`,
        `events:PutEvents on ${defaultBus}`,
        'sqs:SendMessage on UpkeepSchedulesFailedRuns.Arn',
      ],
    ],
    [
      'flex-agents',
      [
        'connect:UpdateUserRoutingProfile on ConnectInstance.Arn/agent/*',
        'connect:UpdateUserRoutingProfile on ConnectInstance.Arn/routing-profile/*',
        `dynamodb:GetItem on ${table}`,
        `dynamodb:PutItem on ${table}`,
        `dynamodb:Query on ${table}`,
        `events:PutEvents on ${defaultBus}`,
        'sqs:SendMessage on UpkeepSchedulesFailedRuns.Arn',
      ],
    ],
  ])('%s', (verb, grants) => {
    expect(grantsOf(verb)).toEqual([...grants].sort());
  });

  test('settle-deployment binds numbers, flows, queues and quick connects of the instance', () => {
    const touched = ['ConnectInstance.Arn', 'ConnectInstance.Arn/contact-flow/*', numbers];
    expect(grantsOf('settle-deployment')).toEqual(
      [
        ...touched.map((resource) => `connect:AssociatePhoneNumberContactFlow on ${resource}`),
        ...touched.map((resource) => `connect:DisassociatePhoneNumberContactFlow on ${resource}`),
        'connect:AssociateQueueQuickConnects on ConnectInstance.Arn/queue/*',
        'connect:AssociateQueueQuickConnects on ConnectInstance.Arn/transfer-destination/*',
        `dynamodb:PutItem on ${table}`,
      ].sort(),
    );
  });
});

test('the only wildcards are what the instance holds, numbers, and X-Ray', () => {
  const wild = [...functionsOf(template).keys()]
    .flatMap(statementsIn)
    .flatMap((statement) => list(statement.Resource as unknown[]).map(said))
    .filter((resource) => resource.includes('*'));
  expect([...new Set(wild)].sort()).toEqual(
    [
      '*',
      contacts,
      numbers,
      'ConnectInstance.Arn/contact-flow/*',
      'ConnectInstance.Arn/queue/*',
      'ConnectInstance.Arn/agent/*',
      'ConnectInstance.Arn/routing-profile/*',
      'ConnectInstance.Arn/transfer-destination/*',
    ].sort(),
  );
});

test('no action is granted by wildcard', () => {
  const actions = resourcesOf(template, 'AWS::IAM::ManagedPolicy').flatMap(({ properties }) =>
    (properties.PolicyDocument.Statement as Statement[]).flatMap((statement) => list(statement.Action)),
  );
  expect(actions.filter((action) => action.includes('*'))).toEqual([]);
});

test('the key opens only what a named service asks for on behalf of a function', () => {
  const uses = [...functionsOf(template).keys()]
    .flatMap(statementsIn)
    .filter((statement) => list(statement.Action).some((action) => action.startsWith('kms:')));
  expect(uses.length).toBeGreaterThan(0);
  for (const use of uses) {
    expect(said(use.Condition?.StringEquals?.['kms:ViaService'])).toMatch(
      /^(dynamodb|secretsmanager|sqs)\.AWS::Region/,
    );
  }
});

test('every function has a role of its own, traced, on arm64 with Node 24', () => {
  const functions = [...functionsOf(template).values()];
  expect(functions).toHaveLength(15);
  expect(new Set(functions.map(({ properties }) => said(properties.Role))).size).toBe(15);
  for (const { properties } of functions) {
    expect(properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      TracingConfig: { Mode: 'Active' },
    });
  }
});

test('a function on the flow path ends within Connect’s eight seconds', () => {
  for (const verb of ['quote-wait', 'take-offer', 'bind-callback', 'mark-contact', 'recall-matter']) {
    expect(functionsOf(template).get(verb)?.properties.Timeout).toBeLessThanOrEqual(8);
  }
});

test('API Gateway may invoke the web desk for its own API, and nothing else', () => {
  const admitted = resourcesOf(template, 'AWS::Lambda::Permission').filter(
    ({ properties }) => properties.Principal === 'apigateway.amazonaws.com',
  );
  expect(admitted.map(({ properties }) => [said(properties.FunctionName), said(properties.SourceArn)])).toEqual([
    [
      expect.stringMatching(/^WebDesk\w*Function\.Arn$/),
      expect.stringMatching(/execute-api:AWS::Region:AWS::AccountId:WebDeskApi\/desk\/\*\/\*$/),
    ],
  ]);
});

test('flows may invoke the flow functions of this instance and no other function', () => {
  const admitted = resourcesOf(template, 'AWS::Lambda::Permission').map(({ properties }) => ({
    function: said(properties.FunctionName),
    by: properties.Principal,
    for: said(properties.SourceArn),
  }));
  const ofFlows = admitted.filter(({ by }) => by === 'connect.amazonaws.com');
  expect(ofFlows).toEqual(
    ['QuoteWait', 'TakeOffer', 'BindCallback', 'MarkContact', 'RecallMatter'].map((name) => ({
      function: `FlowLambdas${name}Function.Arn`,
      by: 'connect.amazonaws.com',
      for: 'ConnectInstance.Arn',
    })),
  );
});
