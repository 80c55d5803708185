import { type Channel, channels } from '../../core/contacts/channel.ts';
import type { ActionType, FlowAction, FlowType } from './action.ts';

/**
 * What Connect accepts of each action, where its editor and its publishing API refuse or ignore the rest.
 * Source: the action's page in the Connect developer guide (restrictions, errors, results) and the block's page in the administrator guide
 * (flow types, channels); where a page is silent, flows exported from live instances.
 */
export interface Rule {
  readonly flowTypes: readonly FlowType[];
  readonly channels: readonly Channel[];
  /** Conditions the action must have, all with Equals; or how a free set of them is bounded. */
  readonly conditions: readonly string[] | 'none' | 'keys' | 'any';
  readonly terminal?: true;
}

const beforeQueue: readonly FlowType[] = ['CONTACT_FLOW', 'QUEUE_TRANSFER'];
const withParticipant: readonly FlowType[] = [...beforeQueue, 'CUSTOMER_QUEUE'];
const anyFlow: readonly FlowType[] = [...withParticipant, 'AGENT_WHISPER', 'OUTBOUND_WHISPER'];
/** Nobody hears or presses anything in a flow of post. */
const spokenIn: readonly Channel[] = ['voice', 'chat'];
const anyChannel: readonly Channel[] = channels;

export const rules: Readonly<Record<ActionType, Rule>> = {
  UpdateFlowLoggingBehavior: { flowTypes: anyFlow, channels: anyChannel, conditions: 'none' },
  UpdateContactTextToSpeechVoice: { flowTypes: anyFlow, channels: spokenIn, conditions: 'none' },
  UpdateContactData: { flowTypes: anyFlow, channels: anyChannel, conditions: 'none' },
  UpdateContactRecordingBehavior: {
    flowTypes: [...withParticipant, 'OUTBOUND_WHISPER'],
    channels: spokenIn,
    conditions: 'none',
  },
  UpdateContactAttributes: { flowTypes: anyFlow, channels: anyChannel, conditions: 'none' },
  UpdateContactTargetQueue: { flowTypes: beforeQueue, channels: anyChannel, conditions: 'none' },
  UpdateContactEventHooks: { flowTypes: beforeQueue, channels: anyChannel, conditions: 'none' },
  UpdateContactRoutingBehavior: { flowTypes: ['CONTACT_FLOW'], channels: anyChannel, conditions: 'none' },
  UpdateContactRoutingCriteria: { flowTypes: withParticipant, channels: anyChannel, conditions: 'none' },
  UpdateContactCallbackNumber: { flowTypes: withParticipant, channels: ['voice'], conditions: 'none' },
  CheckHoursOfOperation: { flowTypes: withParticipant, channels: anyChannel, conditions: ['True', 'False'] },
  GetMetricData: { flowTypes: anyFlow, channels: anyChannel, conditions: 'none' },
  InvokeLambdaFunction: {
    flowTypes: [...withParticipant, 'AGENT_WHISPER'],
    channels: anyChannel,
    conditions: 'none',
  },
  Compare: { flowTypes: anyFlow, channels: anyChannel, conditions: 'any' },
  Loop: { flowTypes: anyFlow, channels: anyChannel, conditions: ['ContinueLooping', 'DoneLooping'] },
  Wait: { flowTypes: withParticipant, channels: ['chat', 'email', 'task'], conditions: ['WaitCompleted'] },
  MessageParticipant: { flowTypes: anyFlow, channels: spokenIn, conditions: 'none' },
  MessageParticipantIteratively: {
    flowTypes: ['CUSTOMER_QUEUE'],
    channels: ['voice'],
    conditions: ['MessagesInterrupted'],
  },
  GetParticipantInput: { flowTypes: withParticipant, channels: ['voice'], conditions: 'keys' },
  CreateCallbackContact: { flowTypes: withParticipant, channels: ['voice'], conditions: 'none' },
  ShowView: { flowTypes: ['CONTACT_FLOW', 'CUSTOMER_QUEUE'], channels: ['chat'], conditions: 'any' },
  TransferToFlow: { flowTypes: beforeQueue, channels: anyChannel, conditions: 'none' },
  TransferContactToQueue: { flowTypes: beforeQueue, channels: anyChannel, conditions: 'none' },
  EndFlowExecution: {
    flowTypes: ['CUSTOMER_QUEUE', 'AGENT_WHISPER', 'OUTBOUND_WHISPER'],
    channels: anyChannel,
    conditions: 'none',
    terminal: true,
  },
  DisconnectParticipant: { flowTypes: withParticipant, channels: anyChannel, conditions: 'none', terminal: true },
};

/** The error branches an action must have: exactly these, Connect refuses a missing one and an undocumented one alike. */
export function requiredErrors(action: FlowAction): readonly string[] {
  switch (action.Type) {
    case 'UpdateFlowLoggingBehavior':
    case 'UpdateContactRecordingBehavior':
    case 'UpdateContactRoutingBehavior':
    case 'Loop':
    case 'EndFlowExecution':
    case 'DisconnectParticipant':
      return [];
    case 'Compare':
      return ['NoMatchingCondition'];
    case 'ShowView':
      return ['NoMatchingCondition', 'NoMatchingError', 'TimeLimitExceeded'];
    case 'UpdateContactCallbackNumber':
      return ['InvalidCallbackNumber', 'CallbackNumberNotDialable'];
    case 'TransferContactToQueue':
      return ['QueueAtCapacity', 'NoMatchingError'];
    case 'GetParticipantInput':
      return action.Parameters.StoreInput === 'True'
        ? ['InvalidPhoneNumber', 'NoMatchingError']
        : ['InputTimeLimitExceeded', 'NoMatchingCondition', 'NoMatchingError'];
    default:
      return ['NoMatchingError'];
  }
}

/** The conditions an action must have, where Connect fixes them. */
export function requiredConditions(action: FlowAction): readonly string[] | undefined {
  const { conditions } = rules[action.Type];
  if (conditions === 'none') return [];
  if (conditions === 'keys')
    return action.Type === 'GetParticipantInput' && action.Parameters.StoreInput === 'True' ? [] : undefined;
  if (conditions === 'any') return undefined;
  // Without an interruption there is nothing to branch on.
  if (action.Type === 'MessageParticipantIteratively' && action.Parameters.InterruptFrequencySeconds === undefined)
    return [];
  return conditions;
}

/** Limits of the service that a flow has to keep. Lengths in characters, as Connect counts them. */
export const limits = {
  actions: 250,
  contentCharacters: 256_000,
  identifierCharacters: 50,
  flowNameCharacters: 127,
  descriptionCharacters: 500,
  billedTextCharacters: 3000,
  attributesBytes: 32_768,
  markupCharacters: 6000,
  lambdaSeconds: { least: 1, most: 8 },
  inputSeconds: { least: 1, most: 180 },
  waitSeconds: { least: 1, most: 604_800 },
  loopCount: { least: 0, most: 100 },
  interruptSeconds: { least: 20, most: 604_800 },
  callbackDelaySeconds: { least: 1, most: 259_200 },
  callbackAttempts: { least: 1, most: 100 },
  preferredAgentSeconds: { least: 1, most: 604_800 },
  queuePriority: { least: 1, most: Number.MAX_SAFE_INTEGER },
} as const;

/** Characters Connect refuses in an identifier, and names it would trip over. */
export const identifierPattern = /^[^%:(\\/)=$,;[\]{}]{1,50}$/;
export const forbiddenIdentifiers: ReadonlySet<string> = new Set([
  '__proto__',
  'constructor',
  '__defineGetter__',
  '__defineSetter__',
  'toString',
  'hasOwnProperty',
  'isPrototypeOf',
  'propertyIsEnumerable',
  'toLocaleString',
  'valueOf',
]);

/** The values Connect can fill in, as far as Nohold's flows use them: a misspelt one would be spoken as nothing at all. */
export const knownPath =
  /^\$\.(External\.[A-Za-z]+|Attributes\.[A-Za-z]+|StoredCustomerInput|CustomerEndpoint\.Address|Queue\.Name|InitiationMethod|Metrics\.Queue\.(Size|OldestContactAge|EstimatedWaitTime)|Metrics\.Agents\.(Staffed|Available|Busy|AfterContactWork|Online)\.Count)$/;
