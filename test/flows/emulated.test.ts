import fc from 'fast-check';
import { expect, test } from 'vitest';
import { flowsOf } from '../../flows/flows.ts';
import type { Reference } from '../../flows/language/action.ts';
import { renderFlow } from '../../flows/language/render.ts';
import { blockNamed } from '../../local/connect/blocks/catalogue.ts';
import { parseFlow } from '../../local/connect/language.ts';
import { type ACenter, aCenter, CALLER, type CenterOptions, FUNCTION_ARN, LINE } from '../local/connect/aCenter.ts';
import { anySettings, aQueue, someSettings } from './anySettings.ts';

// Two readings of the same documentation, written apart: what one takes and the other refuses is a mistake in one of them.
test('the emulated Connect takes every flow the checker accepts', () => {
  fc.assert(
    fc.property(anySettings, (settings) => {
      for (const flow of flowsOf(settings)) {
        const content = renderFlow(
          flow,
          ({ ref, name }) => `arn:aws:connect:us-east-1:111122223333:instance/1/${ref}/${name}`,
        );
        expect(() =>
          parseFlow({ id: flow.id, arn: flow.id, name: flow.id, type: flow.type }, content, blockNamed),
        ).not.toThrow();
      }
    }),
    { numRuns: 20 },
  );
});

const settings = someSettings({
  center: { recordingNotice: 'Calls are recorded.' },
  privacy: { recordCalls: true },
  queues: {
    service: aQueue({
      channels: ['voice', 'chat'],
      expectation: { voice: { waitSeconds: 60 }, chat: { waitSeconds: 60 } },
      chatLink: 'https://example.com/help',
    }),
  },
});

type Parameters = Record<string, string>;

/** A center whose line leads into Nohold's own flows; `answers` plays the Lambdas. */
async function aCenterWithFlows(
  answers: (parameters: Parameters) => Parameters | 'fault',
  options: CenterOptions = {},
): Promise<ACenter> {
  const center = aCenter({
    ...options,
    lambda: (payload: { Details: { Parameters: Parameters } }) => {
      const answer = answers(payload.Details.Parameters);
      return answer === 'fault' ? { kind: 'fault', cause: 'down' } : { kind: 'answer', payload: answer };
    },
  });
  const made = new Map<string, string>();
  const resolve = ({ ref, name }: Reference): string =>
    ({
      queue: center.arns.queue,
      lambda: FUNCTION_ARN,
      flow: made.get(name) ?? name,
      view: `arn:aws:connect:us-east-1:aws:view/${name}:1`,
    })[ref];
  for (const flow of flowsOf(settings)) made.set(flow.id, center.flow(flow.id, renderFlow(flow, resolve), flow.type));
  center.connect.provision('AWS::Connect::Queue', 'service', {
    Name: 'service',
    InstanceArn: center.arns.instance,
    HoursOfOperationArn: center.arns.hours,
    OutboundCallerConfig: {
      OutboundFlowArn: made.get('OutboundWhisper'),
      OutboundCallerIdNumberArn: center.arns.number,
    },
    ...(options.maxContacts === undefined ? {} : { MaxContacts: options.maxContacts }),
  });
  await center.answerWith(made.get('Welcome-main') ?? '');
  return center;
}

const quiet = { offer: 'none', say: '', ask: '', reason: '', toldBoundSeconds: '' };
const said = (center: ACenter, contactId: string): string[] => center.facts('said', contactId).map(({ text }) => text);
const asked = (center: ACenter, contactId: string): string[] =>
  center.facts('asked', contactId).map(({ text }) => text);

test('in the emulated Connect a caller with a short wait hears the greeting and an agent', async () => {
  const center = await aCenterWithFlows(() => quiet, { agents: ['ann'] });
  const caller = center.connect.dial({ from: CALLER, to: LINE, handleSeconds: 60 });
  await center.run(300);
  // The first comfort message may begin while the agent's telephone rings.
  expect(said(center, caller).filter((text) => !text.startsWith('<speak>'))).toEqual([
    'Welcome to Northwind. Calls are recorded.',
  ]);
  expect(center.facts('connected', caller)).toHaveLength(1);
});

test('in the emulated Connect a caller takes a callback, and customer and agent speak', async () => {
  const center = await aCenterWithFlows(
    ({ purpose, choice }) => {
      if (purpose)
        return {
          ...quiet,
          offer: 'callback',
          say: 'The wait is at most ten minutes.',
          ask: 'To be called back, press 1.',
        };
      if (choice === 'callback')
        return { result: 'accepted', say: 'We call you back within ten minutes.', number: CALLER, place: 'native' };
      return { bind: 'go', queue: 'service' };
    },
    { agents: [] },
  );
  const caller = center.connect.dial({
    from: CALLER,
    to: LINE,
    keys: () => '1',
    pickup: () => ({ kind: 'answer', afterSeconds: 5 }),
    handleSeconds: 100,
  });
  await center.run(200);
  expect(asked(center, caller)[0]).toBe('The wait is at most ten minutes. To be called back, press 1.');
  expect(said(center, caller).at(-1)).toBe('We call you back within ten minutes. Goodbye.');
  center.connect.agents.add({ username: 'ann', routingProfile: 'everything' });
  center.connect.agents.login('ann');
  await center.run(900);
  const callback = center.facts('callback-created', caller)[0]?.callbackContactId ?? '';
  expect(center.facts('connected', callback)).toHaveLength(1);
  expect(said(center, callback)).toContain(
    'Hello, this is Northwind, calling you back as promised. Calls are recorded.',
  );
  expect(said(center, callback)).toContain('Callback');
});

test('in the emulated Connect a caller who waits is asked about every half minute, and told what there is to tell', async () => {
  let looks = 0;
  const center = await aCenterWithFlows(({ purpose }) => {
    if (purpose === 'arrival') return quiet;
    looks += 1;
    return looks === 3 ? { ...quiet, say: 'It is taking longer than we told you.' } : quiet;
  });
  const caller = center.connect.dial({ from: CALLER, to: LINE, patienceSeconds: 150 });
  await center.run(400);
  expect(looks).toBeGreaterThanOrEqual(4);
  expect(looks).toBeLessThanOrEqual(5);
  expect(said(center, caller)).toContain('It is taking longer than we told you.');
  expect(center.facts('ended', caller)[0]?.reason).toBe('CUSTOMER_DISCONNECT');
});

test('in the emulated Connect a caller is simply queued while the Lambdas are down', async () => {
  const center = await aCenterWithFlows(() => 'fault');
  const caller = center.connect.dial({ from: CALLER, to: LINE, patienceSeconds: 200 });
  await center.run(150);
  expect(center.facts('queued', caller)).toHaveLength(1);
  expect(center.facts('ended', caller)).toEqual([]);
});

test('in the emulated Connect a full queue without Lambdas ends in the honest message', async () => {
  const center = await aCenterWithFlows(() => 'fault', { maxContacts: 1 });
  center.connect.dial({ from: null, to: LINE });
  await center.run(60);
  const second = center.connect.dial({ from: CALLER, to: LINE });
  await center.run(200);
  expect(said(center, second).at(-1)).toMatch(
    /We are open Monday to Friday, 9 AM to 5 PM\. You can also reach us on the web at example\.com\/help\./,
  );
  expect(center.facts('ended', second)[0]?.reason).toBe('CONTACT_FLOW_DISCONNECT');
});

test('in the emulated Connect a chat gets its quote and link as text, and news while it waits', async () => {
  const center = await aCenterWithFlows(({ purpose, channel }) => {
    expect(channel).toBe('chat');
    return { ...quiet, say: purpose === 'arrival' ? 'The wait is at most ten minutes.' : 'It takes a little longer.' };
  });
  const chat = center.connect.startChat({ flow: 'Chat-service', displayName: 'Zoë', patienceSeconds: 50 });
  await center.run(40);
  const texts = center.facts('chat-message', chat).map(({ text }) => text);
  expect(texts).toEqual([
    'The wait is at most ten minutes. You can also go on here: https://example.com/help',
    'It takes a little longer.',
  ]);
});

test('in the emulated Connect a caller meets the hours of the queue chosen', async () => {
  const center = await aCenterWithFlows(() => quiet);
  const night = center.connect.provision('AWS::Connect::HoursOfOperation', 'night', {
    Name: 'night',
    InstanceArn: center.arns.instance,
    TimeZone: 'America/New_York',
    Config: [{ Day: 'MONDAY', StartTime: { Hours: 20, Minutes: 0 }, EndTime: { Hours: 22, Minutes: 0 } }],
  }).ref;
  center.connect.provision('AWS::Connect::Queue', 'service', {
    Name: 'service',
    InstanceArn: center.arns.instance,
    HoursOfOperationArn: night,
  });
  const caller = center.connect.dial({ from: CALLER, to: LINE, keys: () => '2' });
  await center.run(120);
  expect(asked(center, caller)[0]).toMatch(/^Our line for service is closed now\./);
  expect(center.facts('queued', caller)).toEqual([]);
  expect(center.facts('attributes', caller)[0]?.attributes).toMatchObject({ queue: 'service', offers: 'callback' });
});
