import { expect, test } from 'vitest';
import { flowsOf } from '../../flows/flows.ts';
import { someSettings } from './anySettings.ts';
import { follow } from './follow.ts';
import { flow, ofType } from './someFlows.ts';

const guided = flowsOf(someSettings({ journey: { stepByStep: true } }));
const answered = (journey: string) => ({ lambdas: [{ journey, repeat: 'yes', say: '', offer: 'none' }] });

test('the guide beside a contact is named where something is known of the customer, and nowhere else', () => {
  const hooks = ofType(flow('Arrival', guided), 'UpdateContactEventHooks').map(({ Parameters }) => Parameters);
  expect(hooks).toContainEqual({ EventHooks: { DefaultAgentUI: { ref: 'flow', name: 'AgentGuide' } } });
  expect(follow(flow('Arrival', guided), answered('Contact number 2 in 7 days.')).steps).toContain('guide');
  expect(follow(flow('Arrival', guided), answered('')).steps).not.toContain('guide');
  const failing = { ...answered('Contact number 2.'), fails: { UpdateContactEventHooks: 'NoMatchingError' } };
  expect(follow(flow('Arrival', guided), failing).last.Type).toBe('TransferContactToQueue');
  expect(flowsOf(someSettings()).map(({ id }) => id)).not.toContain('AgentGuide');
});

test('it shows what came before by a view of Connect, and closes whatever comes of it', () => {
  const guide = flow('AgentGuide', guided);
  expect(guide).toMatchObject({ channel: 'chat', type: 'CONTACT_FLOW' });
  expect(ofType(guide, 'ShowView')[0]?.Parameters).toMatchObject({
    ViewResource: { Id: { ref: 'view', name: 'detail' } },
    ViewData: { Description: '$.Attributes.journey', AttributeBar: [{ Value: '$.Attributes.repeat' }] },
  });
  for (const error of ['NoMatchingCondition', 'NoMatchingError', 'TimeLimitExceeded'])
    expect(follow(guide, { fails: { ShowView: error } }).steps.slice(-2)).toEqual(['show', 'close']);
});
