import type { Operator, Path, QueueChannel, Reference, Transitions } from './action.ts';
import type { BlockOf, Ending } from './flow.ts';
import { onward } from './flow.ts';

/**
 * The blocks a journey is told with. Each names its outcomes; an outcome not named leads onward.
 * Connect wants NextAction beside the conditions of a branching block: exports repeat the safest branch there, and so do these.
 */

type Targets = Record<string, string>;

export const errors = (branches: Targets): Pick<Transitions, 'Errors'> => ({
  Errors: Object.entries(branches).map(([ErrorType, NextAction]) => ({ NextAction, ErrorType })),
});

export const when = (operator: Operator, branches: Targets): Pick<Transitions, 'Conditions'> => ({
  Conditions: Object.entries(branches).map(([operand, NextAction]) => ({
    NextAction,
    Condition: { Operator: operator, Operands: [operand] },
  })),
});

const done = (next: string): Transitions => ({ NextAction: next });

/** Flow logs would hold what Lambdas are given, the caller's number included. */
export const keepOutOfLogs = (): BlockOf<'UpdateFlowLoggingBehavior'> => ({
  type: 'UpdateFlowLoggingBehavior',
  parameters: { FlowLoggingBehavior: 'Disabled' },
  transitions: done(onward),
});

export const speakWith = (voice: string): BlockOf<'UpdateContactTextToSpeechVoice'> => ({
  type: 'UpdateContactTextToSpeechVoice',
  parameters: { TextToSpeechVoice: voice, TextToSpeechEngine: 'Neural', TextToSpeechStyle: 'None' },
  transitions: { NextAction: onward, ...errors({ NoMatchingError: onward }) },
});

export const setLanguage = (code: string): BlockOf<'UpdateContactData'> => ({
  type: 'UpdateContactData',
  parameters: { LanguageCode: code },
  transitions: { NextAction: onward, ...errors({ NoMatchingError: onward }) },
});

/** Recording starts when an agent joins. Off is said too: an instance may record by default. */
export const record = (
  recorded: boolean,
  /** In which language the recording is analysed. */
  analysedIn?: string,
): BlockOf<'UpdateContactRecordingBehavior'> => ({
  type: 'UpdateContactRecordingBehavior',
  parameters: {
    RecordingBehavior: { RecordedParticipants: recorded ? ['Agent', 'Customer'] : [] },
    ...(analysedIn === undefined
      ? {}
      : { AnalyticsBehavior: { Enabled: 'True', AnalyticsLanguage: analysedIn } as const }),
  },
  transitions: done(onward),
});

/** Says something of the contact that every flow it passes through can read, as $.Attributes. All of it is set, or nothing. */
export const remember = (
  attributes: Readonly<Record<string, string | Reference>>,
  { next = onward, onError }: { next?: string; onError: string },
): BlockOf<'UpdateContactAttributes'> => ({
  type: 'UpdateContactAttributes',
  parameters: { Attributes: attributes, TargetContact: 'Current' },
  transitions: { NextAction: next, ...errors({ NoMatchingError: onError }) },
});

export const aimAt = (
  queue: Reference | Path,
  { next = onward, onError }: { next?: string; onError: string },
): BlockOf<'UpdateContactTargetQueue'> => ({
  type: 'UpdateContactTargetQueue',
  parameters: { QueueId: queue },
  transitions: { NextAction: next, ...errors({ NoMatchingError: onError }) },
});

/** Without the hook Connect plays its own default flow: the contact goes on all the same. */
export const waitIn = (flow: Reference): BlockOf<'UpdateContactEventHooks'> => ({
  type: 'UpdateContactEventHooks',
  parameters: { EventHooks: { CustomerQueue: flow } },
  transitions: { NextAction: onward, ...errors({ NoMatchingError: onward }) },
});

export const whisperToAgent = (flow: Reference): BlockOf<'UpdateContactEventHooks'> => ({
  type: 'UpdateContactEventHooks',
  parameters: { EventHooks: { AgentWhisper: flow } },
  transitions: { NextAction: onward, ...errors({ NoMatchingError: onward }) },
});

/** By the hours of the queue the contact is aimed at: without hours of its own, that is what Connect checks. */
export const ifOpen = ({
  open = onward,
  closed,
  onError,
}: {
  open?: string;
  closed: string;
  onError: string;
}): BlockOf<'CheckHoursOfOperation'> => ({
  type: 'CheckHoursOfOperation',
  parameters: {},
  transitions: {
    NextAction: closed,
    ...errors({ NoMatchingError: onError }),
    ...when('Equals', { True: open, False: closed }),
  },
});

/** Fills $.Metrics for one queue and channel; figures are 5 to 10 seconds old. The error branch is also taken when there is no activity. */
export const readQueue = (
  queue: Path,
  channel: QueueChannel,
  { next = onward, onError }: { next?: string; onError: string },
): BlockOf<'GetMetricData'> => ({
  type: 'GetMetricData',
  parameters: { QueueId: queue, QueueChannel: channel },
  transitions: { NextAction: next, ...errors({ NoMatchingError: onError }) },
});

/** Two seconds: a caller hears silence meanwhile, and Connect retries a fault inside that time. */
export const ask = (
  lambda: Reference,
  attributes: Readonly<Record<string, string>>,
  { next = onward, onFault }: { next?: string; onFault: string },
): BlockOf<'InvokeLambdaFunction'> => ({
  type: 'InvokeLambdaFunction',
  parameters: {
    LambdaFunctionARN: lambda,
    InvocationTimeLimitSeconds: '2',
    InvocationType: 'SYNCHRONOUS',
    LambdaInvocationAttributes: attributes,
    ResponseValidation: { ResponseType: 'STRING_MAP' },
  },
  transitions: { NextAction: next, ...errors({ NoMatchingError: onFault }) },
});

const compare = (value: Path, operator: Operator, branches: Targets, otherwise: string): BlockOf<'Compare'> => ({
  type: 'Compare',
  parameters: { ComparisonValue: value },
  transitions: {
    NextAction: otherwise,
    ...errors({ NoMatchingCondition: otherwise }),
    ...when(operator, branches),
  },
});

export const choose = (value: Path, branches: Targets, otherwise: string): BlockOf<'Compare'> =>
  compare(value, 'Equals', branches, otherwise);

export const ifStartsWith = (value: Path, start: string, then: string, otherwise: string): BlockOf<'Compare'> =>
  compare(value, 'TextStartsWith', { [start]: then }, otherwise);

/** Whether there is a sentence to speak. Every sentence has a blank; an empty text, which Connect could not speak, has none. */
export const ifSentence = (value: Path, then: string, otherwise: string): BlockOf<'Compare'> =>
  compare(value, 'TextContains', { ' ': then }, otherwise);

/** `times` in 0 to 100. Connect counts per contact and starts again after `afterwards`. */
export const repeat = (times: number, again: string, afterwards: string): BlockOf<'Loop'> => ({
  type: 'Loop',
  parameters: { LoopCount: String(times) },
  transitions: {
    NextAction: afterwards,
    ...when('Equals', { ContinueLooping: again, DoneLooping: afterwards }),
  },
});

/** Not in a call. */
export const pause = (
  limitSeconds: number,
  { next = onward, onError }: { next?: string; onError: string },
): BlockOf<'Wait'> => ({
  type: 'Wait',
  parameters: { TimeLimitSeconds: String(limitSeconds) },
  transitions: {
    NextAction: onError,
    ...errors({ NoMatchingError: onError }),
    ...when('Equals', { WaitCompleted: next }),
  },
});

/** Spoken, or in a chat written. A text that cannot be spoken does not stop the flow. */
export const say = (text: string, next: string = onward): BlockOf<'MessageParticipant'> => ({
  type: 'MessageParticipant',
  parameters: { Text: text },
  transitions: { NextAction: next, ...errors({ NoMatchingError: next }) },
});

/** Repeats the messages until an agent is free or, if given, every `interruptEverySeconds` (at least 20: an agent has that long to accept). */
export const comfort = (
  messages: readonly string[],
  {
    interruptEverySeconds,
    onInterrupt,
    onError,
  }: { interruptEverySeconds?: number; onInterrupt?: string; onError: string },
): BlockOf<'MessageParticipantIteratively'> => ({
  type: 'MessageParticipantIteratively',
  parameters: {
    Messages: messages.map((SSML) => ({ SSML })),
    ...(interruptEverySeconds === undefined ? {} : { InterruptFrequencySeconds: String(interruptEverySeconds) }),
  },
  transitions: {
    NextAction: onError,
    ...errors({ NoMatchingError: onError }),
    ...(interruptEverySeconds === undefined ? {} : when('Equals', { MessagesInterrupted: onInterrupt ?? onward })),
  },
});

/** A menu: one key, pressed during or within `limitSeconds` after the text. `keys` maps '1'…'9' to a step. */
export const menu = (
  text: string,
  keys: Targets,
  {
    onSilence,
    onOtherKey,
    onError,
    limitSeconds = 8,
  }: { onSilence: string; onOtherKey: string; onError: string; limitSeconds?: number },
): BlockOf<'GetParticipantInput'> => ({
  type: 'GetParticipantInput',
  parameters: { Text: text, InputTimeLimitSeconds: String(limitSeconds), StoreInput: 'False' },
  transitions: {
    NextAction: onOtherKey,
    ...errors({ InputTimeLimitExceeded: onSilence, NoMatchingCondition: onOtherKey, NoMatchingError: onError }),
    ...when('Equals', keys),
  },
});

/** A phone number keyed in as people at home write it; $.StoredCustomerInput is E.164. */
export const enterNumber = (
  text: string,
  country: string,
  { next = onward, onInvalid, onError }: { next?: string; onInvalid: string; onError: string },
): BlockOf<'GetParticipantInput'> => ({
  type: 'GetParticipantInput',
  parameters: {
    Text: text,
    InputTimeLimitSeconds: '15',
    StoreInput: 'True',
    InputValidation: { PhoneNumberValidation: { NumberFormat: 'Local', CountryCode: country } },
    DTMFConfiguration: { DisableCancelKey: 'False', InputTerminationSequence: '#' },
  },
  transitions: {
    NextAction: next,
    ...errors({ InvalidPhoneNumber: onInvalid, NoMatchingError: onError }),
  },
});

/** The number CreateCallbackContact will dial. Connect allows no NoMatchingError here. */
export const callBackOn = (number: Path, onRefused: string): BlockOf<'UpdateContactCallbackNumber'> => ({
  type: 'UpdateContactCallbackNumber',
  parameters: { CallbackNumber: number },
  transitions: {
    NextAction: onward,
    ...errors({ InvalidCallbackNumber: onRefused, CallbackNumberNotDialable: onRefused }),
  },
});

/**
 * A callback in Connect's own queue. One attempt: should nobody answer, the ledger decides when the next may be made, and Connect knows nothing
 * of allowed hours. Connect ignores the delay when a creation flow is named, and the retry delay with one attempt, but wants both.
 */
export const createCallback = (
  { queue, flow }: { queue: Path; flow: Reference },
  { onError }: { onError: string },
): BlockOf<'CreateCallbackContact'> => ({
  type: 'CreateCallbackContact',
  parameters: {
    QueueId: queue,
    InitialCallDelaySeconds: '5',
    MaximumConnectionAttempts: '1',
    RetryDelaySeconds: '600',
    ContactFlowId: flow,
  },
  transitions: { NextAction: onward, ...errors({ NoMatchingError: onError }) },
});

export const goTo = (flow: Reference, onError: string): BlockOf<'TransferToFlow'> => ({
  type: 'TransferToFlow',
  parameters: { ContactFlowId: flow },
  transitions: { NextAction: onError, ...errors({ NoMatchingError: onError }) },
});

/** The flow ends when the contact is queued; only a refusal leads on. */
export const joinQueue = ({
  onFull,
  onError,
}: {
  onFull: string;
  onError: string;
}): BlockOf<'TransferContactToQueue'> => ({
  type: 'TransferContactToQueue',
  parameters: {},
  transitions: {
    NextAction: onError,
    ...errors({ QueueAtCapacity: onFull, NoMatchingError: onError }),
  },
});

/** Ends the flow, not the contact: a waiting contact keeps waiting. */
export const stayInQueue = (): BlockOf<'EndFlowExecution'> => ({
  type: 'EndFlowExecution',
  parameters: {},
  transitions: {},
});

export const endWhisper = stayInQueue;

export const hangUp = (ending: Ending): BlockOf<'DisconnectParticipant'> => ({
  type: 'DisconnectParticipant',
  parameters: {},
  transitions: {},
  ending,
});
