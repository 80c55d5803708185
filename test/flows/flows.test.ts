import { expect, test } from 'vitest';
import { flows } from './someFlows.ts';

test('every flow has its log off before anything else: a log would hold the caller’s number', () => {
  for (const { actions, startAction } of flows) {
    expect(actions[0]).toMatchObject({
      Identifier: startAction,
      Type: 'UpdateFlowLoggingBehavior',
      Parameters: { FlowLoggingBehavior: 'Disabled' },
    });
  }
});

test('a flow stands after those it refers to', () => {
  const made = new Set<string>();
  for (const { id, actions } of flows) {
    for (const [, name] of JSON.stringify(actions).matchAll(/"ref":"flow","name":"([^"]+)"/g))
      expect(made, id).toContain(name);
    made.add(id);
  }
});

test('the flows of a center are known by name', () => {
  expect(flows.map(({ id }) => id)).toEqual([
    'OutboundWhisper',
    'CallbackWhisper',
    'Connecting',
    'QueueTransfer',
    'AgentMark',
    'CallbackCreation',
    'CallbackOutbound',
    'Waiting',
    'Arrival',
    'ChatWaiting',
    'Chat',
    'Chat-service',
    'Welcome-main',
    'Welcome-straight',
  ]);
});
