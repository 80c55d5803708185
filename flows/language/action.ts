/**
 * The part of Amazon Connect's flow language that Nohold speaks, as data.
 *
 * Source: "Flow language" in the Amazon Connect developer guide, version 2019-10-30, compared with flows exported from live instances:
 * numbers and booleans are text there ("60", "True"), and where guide and export differ the export's spelling is used.
 */

/** What a flow needs but cannot know before deployment: always an ARN. queue: its name in the settings; lambda: its folder; flow: a Flow's id; view: one of AWS's own. */
export type Reference = { readonly ref: ReferenceKind; readonly name: string };
export type ReferenceKind = 'queue' | 'lambda' | 'flow' | 'view';

/** A value Connect fills in while the flow runs, such as $.External.say. */
export type Path = `$.${string}`;

export type FlowType = 'CONTACT_FLOW' | 'QUEUE_TRANSFER' | 'CUSTOMER_QUEUE' | 'AGENT_WHISPER' | 'OUTBOUND_WHISPER';

/** A channel as GetMetricData names it. */
export type QueueChannel = 'Voice' | 'Chat' | 'Email' | 'Task';

export type InputPrompt = { Text: string; InputTimeLimitSeconds: string };

/** The actions Nohold's flows use, and the parameters of each. */
export interface ParametersByType {
  UpdateFlowLoggingBehavior: { FlowLoggingBehavior: 'Enabled' | 'Disabled' };
  UpdateContactTextToSpeechVoice: {
    TextToSpeechVoice: string;
    TextToSpeechEngine: 'Neural';
    TextToSpeechStyle: 'None';
  };
  UpdateContactData: { LanguageCode: string };
  UpdateContactRecordingBehavior: {
    RecordingBehavior: { RecordedParticipants: readonly ('Agent' | 'Customer')[] };
    /** Only where both are recorded. */
    AnalyticsBehavior?: { Enabled: 'True'; AnalyticsLanguage: string };
  };
  UpdateContactAttributes: { Attributes: Readonly<Record<string, string | Reference>>; TargetContact: 'Current' };
  UpdateContactTargetQueue: { QueueId: Reference | Path };
  UpdateContactEventHooks: {
    EventHooks: { CustomerQueue: Reference } | { AgentWhisper: Reference } | { DefaultAgentUI: Reference };
  };
  UpdateContactRoutingBehavior: { QueuePriority: string };
  UpdateContactRoutingCriteria: {
    RoutingCriteria: {
      Steps: readonly {
        Expression: {
          AttributeCondition: {
            ComparisonOperator: 'Match';
            MatchCriteria: { AgentsCriteria: { AgentIds: readonly Path[] } };
          };
        };
        Expiry: { DurationInSeconds: string };
      }[];
    };
  };
  UpdateContactCallbackNumber: { CallbackNumber: Path };
  CheckHoursOfOperation: Record<never, never>;
  GetMetricData: { QueueId: Path; QueueChannel: QueueChannel };
  InvokeLambdaFunction: {
    LambdaFunctionARN: Reference;
    InvocationTimeLimitSeconds: string;
    InvocationType: 'SYNCHRONOUS';
    LambdaInvocationAttributes: Readonly<Record<string, string>>;
    ResponseValidation: { ResponseType: 'STRING_MAP' };
  };
  Compare: { ComparisonValue: Path };
  Loop: { LoopCount: string };
  Wait: { TimeLimitSeconds: string };
  MessageParticipant: { Text: string };
  MessageParticipantIteratively: { Messages: readonly { SSML: string }[]; InterruptFrequencySeconds?: string };
  GetParticipantInput:
    | (InputPrompt & { StoreInput: 'False' })
    | (InputPrompt & {
        StoreInput: 'True';
        InputValidation: { PhoneNumberValidation: { NumberFormat: 'Local'; CountryCode: string } };
        DTMFConfiguration: { DisableCancelKey: 'False'; InputTerminationSequence: string };
      });
  CreateCallbackContact: {
    QueueId: Path;
    InitialCallDelaySeconds: string;
    MaximumConnectionAttempts: string;
    RetryDelaySeconds: string;
    ContactFlowId: Reference;
  };
  ShowView: {
    ViewResource: { Id: Reference };
    InvocationTimeLimitSeconds: string;
    ViewData: Readonly<Record<string, unknown>>;
  };
  TransferToFlow: { ContactFlowId: Reference };
  TransferContactToQueue: Record<never, never>;
  EndFlowExecution: Record<never, never>;
  DisconnectParticipant: Record<never, never>;
}

export type ActionType = keyof ParametersByType;

export type Operator = 'Equals' | 'TextStartsWith' | 'TextContains';

export interface Condition {
  readonly NextAction: string;
  readonly Condition: { readonly Operator: Operator; readonly Operands: readonly string[] };
}

export interface ErrorBranch {
  readonly NextAction: string;
  readonly ErrorType: string;
}

export interface Transitions {
  readonly NextAction?: string;
  readonly Errors?: readonly ErrorBranch[];
  readonly Conditions?: readonly Condition[];
}

export interface ActionOf<Type extends ActionType> {
  readonly Identifier: string;
  readonly Type: Type;
  readonly Parameters: ParametersByType[Type];
  readonly Transitions: Transitions;
}

/** One action of a flow, told apart by its Type. */
export type FlowAction = { [Type in ActionType]: ActionOf<Type> }[ActionType];
