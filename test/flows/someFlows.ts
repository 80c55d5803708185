import { flowsOf } from '../../flows/flows.ts';
import type { FlowAction } from '../../flows/language/action.ts';
import type { Flow } from '../../flows/language/flow.ts';
import { aQueue, someSettings } from './anySettings.ts';
import { follow } from './follow.ts';

/* A center of two queues, of which one answers chats, and what its functions may say: what the flows' tests walk. */

export const both = { voice: { waitSeconds: 60 }, chat: { waitSeconds: 60 } };
export const settings = someSettings({
  center: { recordingNotice: 'Calls are recorded.' },
  privacy: { recordCalls: true },
  phoneNumbers: {
    main: { country: 'US', type: 'DID', queues: ['service', 'sales'] },
    straight: { country: 'US', type: 'DID', number: '+12065550142', queues: ['sales'] },
  },
  queues: {
    service: aQueue({ channels: ['voice', 'chat'], expectation: both, chatLink: 'https://example.com/help' }),
    sales: aQueue({ offers: [] }),
  },
});
export const flows = flowsOf(settings);
export const flow = (id: string, among: readonly Flow[] = flows): Flow => {
  const found = among.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`no flow ${id}`);
  return found;
};
export const ofType = <Type extends FlowAction['Type']>(
  among: Flow,
  type: Type,
): Extract<FlowAction, { Type: Type }>[] =>
  among.actions.filter((action): action is Extract<FlowAction, { Type: Type }> => action.Type === type);

/** What the ways in write onto a contact, which is all the shared flows know of its queue. */
export const ofService = follow(flow('Welcome-main'), { keys: ['1'] }).attributes;
export const ofSales = follow(flow('Welcome-straight')).attributes;
export const ofServiceChat = follow(flow('Chat-service')).attributes;

export const noOffer = { offer: 'none', say: '', ask: '' };
export const callbackOffer = {
  offer: 'callback',
  say: 'The wait is at most ten minutes.',
  ask: 'To be called back, press 1. To hold, press 2.',
};
export const openCallback = { offer: 'open-callback', say: 'We have a callback for you.', ask: 'To keep it, press 1.' };
export const accepted = { result: 'accepted', say: 'We call you back.', number: '+12065550100', place: 'native' };
