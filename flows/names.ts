import type { Reference } from './language/action.ts';

/** Ids of the flows: also their names in Connect, and stable, because another id is another flow. */
export const flowIds = {
  welcome: (phoneNumber: string) => `Welcome-${phoneNumber}`,
  arrival: 'Arrival',
  waiting: 'Waiting',
  chatWith: (queue: string) => `Chat-${queue}`,
  chat: 'Chat',
  chatWaiting: 'ChatWaiting',
  callbackCreation: 'CallbackCreation',
  callbackOutbound: 'CallbackOutbound',
  connecting: 'Connecting',
  callbackWhisper: 'CallbackWhisper',
  outboundWhisper: 'OutboundWhisper',
  queueTransfer: 'QueueTransfer',
  agentMark: 'AgentMark',
  agentGuide: 'AgentGuide',
  textLink: 'TextLink',
  emailTo: (queue: string) => `Email-${queue}`,
  taskFor: (queue: string) => `Task-${queue}`,
} as const;

/** The Lambdas flows may ask. */
export const flowLambdas = ['quote-wait', 'take-offer', 'bind-callback', 'mark-contact', 'recall-matter'] as const;
export type FlowLambda = (typeof flowLambdas)[number];

export const queueOf = (name: string): Reference => ({ ref: 'queue', name });
export const flowOf = (id: string): Reference => ({ ref: 'flow', name: id });
/** A view of AWS's own, the same in every instance. */
export const viewOf = (name: 'detail'): Reference => ({ ref: 'view', name });
export const lambdaOf = (name: FlowLambda): Reference => ({ ref: 'lambda', name });
