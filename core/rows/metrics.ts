interface Metric {
  unit: 'Count' | 'Seconds';
  dimensions: readonly ('Queue' | 'Channel')[];
  meaning: string;
}

const perQueue = ['Queue', 'Channel'] as const;
const wholeCenter = [] as const;

/**
 * Every metric Nohold writes (embedded metric format, namespace `Nohold`). Few dimensions on purpose: CloudWatch
 * charges for each set of them. Counts are written by the Lambda whose conditional write proved the change, so a
 * redelivered event adds nothing; what each minute's sweep writes is a gauge.
 */
export const metrics = {
  ContactsOffered: { unit: 'Count', dimensions: perQueue, meaning: 'contacts that asked for an agent' },
  ContactsAnswered: { unit: 'Count', dimensions: perQueue, meaning: 'contacts connected to an agent' },
  ContactsAbandoned: { unit: 'Count', dimensions: perQueue, meaning: 'contacts that left before an agent' },
  ContactsOverflowed: { unit: 'Count', dimensions: perQueue, meaning: 'contacts the flow had to let go unserved' },
  WaitSeconds: { unit: 'Seconds', dimensions: perQueue, meaning: 'wait of an answered contact, from asking' },
  PredictedWaitSeconds: { unit: 'Seconds', dimensions: perQueue, meaning: 'median predicted at the first quote' },
  ToldBoundSeconds: { unit: 'Seconds', dimensions: perQueue, meaning: 'bound told at the first quote' },
  PredictionErrorSeconds: {
    unit: 'Seconds',
    dimensions: perQueue,
    meaning: 'how far the mean foretold on arrival was from the wait, either way',
  },
  PredictionBiasSeconds: {
    unit: 'Seconds',
    dimensions: perQueue,
    meaning: 'mean foretold on arrival less the wait: above 0, too long',
  },
  PredictionsCovered: {
    unit: 'Count',
    dimensions: perQueue,
    meaning: 'waits inside the interval that should hold 80 of 100',
  },
  PromisesKept: { unit: 'Count', dimensions: perQueue, meaning: 'answered no later than told' },
  PromisesBroken: { unit: 'Count', dimensions: perQueue, meaning: 'still waiting after the told bound' },
  ExpectationMet: {
    unit: 'Count',
    dimensions: perQueue,
    meaning: 'reached an agent within expectation, or its callback came true in time',
  },
  ExpectationMetLive: { unit: 'Count', dimensions: perQueue, meaning: 'reached an agent within expectation, no offer' },
  ExpectationMissed: { unit: 'Count', dimensions: perQueue, meaning: 'neither live nor by a kept offer' },
  OffersMade: { unit: 'Count', dimensions: perQueue, meaning: 'contacts offered a callback for the first time' },
  OffersDeclined: { unit: 'Count', dimensions: perQueue, meaning: 'offers answered with holding' },
  CallbacksAccepted: { unit: 'Count', dimensions: perQueue, meaning: 'callbacks promised' },
  CallbacksAnswered: { unit: 'Count', dimensions: perQueue, meaning: 'callbacks in which customer and agent spoke' },
  CallbacksUnanswered: { unit: 'Count', dimensions: perQueue, meaning: 'callbacks whose attempts are used up' },
  CallbacksCancelled: { unit: 'Count', dimensions: perQueue, meaning: 'callbacks taken back by the customer' },
  CallbacksExpired: { unit: 'Count', dimensions: perQueue, meaning: 'callbacks that could not be made in time' },
  CallbackPromisesKept: { unit: 'Count', dimensions: perQueue, meaning: 'spoke by the time promised' },
  CallbackPromisesBroken: { unit: 'Count', dimensions: perQueue, meaning: 'did not speak by the time promised' },
  CallbacksRungInTime: { unit: 'Count', dimensions: perQueue, meaning: 'rang by the time promised, answered or not' },
  CallbackDelaySeconds: { unit: 'Seconds', dimensions: perQueue, meaning: 'from accepting to speaking with an agent' },
  ContactsWaiting: { unit: 'Count', dimensions: perQueue, meaning: 'contacts in queue now' },
  LongestWaitSeconds: { unit: 'Seconds', dimensions: perQueue, meaning: 'age of the oldest contact in queue now' },
  PredictedWaitMedianSeconds: { unit: 'Seconds', dimensions: perQueue, meaning: 'median for one arriving now' },
  PredictedWaitBoundSeconds: { unit: 'Seconds', dimensions: perQueue, meaning: 'bound told to one arriving now' },
  MarginSeconds: {
    unit: 'Seconds',
    dimensions: perQueue,
    meaning: 'expectation less the time to an agent: one contact in ten of 15 min has less',
  },
  ConnectEwtSeconds: { unit: 'Seconds', dimensions: perQueue, meaning: "Connect's own estimated wait, our rival" },
  AgentsStaffed: { unit: 'Count', dimensions: perQueue, meaning: 'agents serving the queue now' },
  AgentsAvailable: { unit: 'Count', dimensions: perQueue, meaning: 'agents free now' },
  OpenCallbacks: { unit: 'Count', dimensions: perQueue, meaning: 'callbacks promised and not yet made' },
  OverdueCallbacks: {
    unit: 'Count',
    dimensions: wholeCenter,
    meaning: 'callbacks never rung 10 min past their promise',
  },
  StuckDials: { unit: 'Count', dimensions: wholeCenter, meaning: 'dials whose result is still unknown' },
  DialsPlaced: { unit: 'Count', dimensions: wholeCenter, meaning: 'calls placed by the dialler' },
  DialsRefused: { unit: 'Count', dimensions: wholeCenter, meaning: 'calls Connect would not place' },
  GhostsRemoved: { unit: 'Count', dimensions: wholeCenter, meaning: 'waiting entries whose end was never told' },
  EventsIgnored: { unit: 'Count', dimensions: wholeCenter, meaning: 'events of a kind Nohold does not know' },
  SafeAnswers: { unit: 'Count', dimensions: wholeCenter, meaning: 'faults a flow was shielded from' },
  ForecastError: {
    unit: 'Count',
    dimensions: wholeCenter,
    meaning: "yesterday's forecast: contacts it was off by, as a share of those that came",
  },
  AgentsLacking: {
    unit: 'Count',
    dimensions: wholeCenter,
    meaning: 'agents the plan lacks now, all queues together',
  },
  ReserveHelping: { unit: 'Count', dimensions: wholeCenter, meaning: 'agents of the reserve who help now' },
  Sweeps: { unit: 'Count', dimensions: wholeCenter, meaning: 'heartbeat, one a minute' },
} as const satisfies Record<string, Metric>;

export type MetricName = keyof typeof metrics;

/** Metrics that belong to one queue and channel, and those of the whole center. */
export type QueueMetric = {
  [Name in MetricName]: (typeof metrics)[Name]['dimensions']['length'] extends 2 ? Name : never;
}[MetricName];
export type CenterMetric = Exclude<MetricName, QueueMetric>;
