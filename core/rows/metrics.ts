interface Metric {
  unit: 'Count' | 'Seconds';
  dimensions: readonly ('Queue' | 'Channel')[];
}

const perQueue = ['Queue', 'Channel'] as const;
const wholeCenter = [] as const;

/**
 * Every metric Nohold writes (embedded metric format, namespace `Nohold`), with what it means. Few dimensions on purpose: CloudWatch
 * charges for each set of them. Counts are written by the Lambda whose conditional write proved the change, so a
 * redelivered event adds nothing; what each minute's sweep writes is a gauge.
 */
export const metrics = {
  /** Contacts that asked for an agent. */
  ContactsOffered: { unit: 'Count', dimensions: perQueue },
  /** Contacts connected to an agent. */
  ContactsAnswered: { unit: 'Count', dimensions: perQueue },
  /** Contacts that left before an agent. */
  ContactsAbandoned: { unit: 'Count', dimensions: perQueue },
  /** Contacts the flow had to let go unserved. */
  ContactsOverflowed: { unit: 'Count', dimensions: perQueue },
  /** Wait of an answered contact, from asking. */
  WaitSeconds: { unit: 'Seconds', dimensions: perQueue },
  /** Median predicted at the first quote. */
  PredictedWaitSeconds: { unit: 'Seconds', dimensions: perQueue },
  /** Bound told at the first quote. */
  ToldBoundSeconds: { unit: 'Seconds', dimensions: perQueue },
  /** Answered no later than told. */
  PromisesKept: { unit: 'Count', dimensions: perQueue },
  /** Still waiting after the told bound. */
  PromisesBroken: { unit: 'Count', dimensions: perQueue },
  /** Reached an agent within expectation, or its callback came true in time. */
  ExpectationMet: { unit: 'Count', dimensions: perQueue },
  /** Reached an agent within expectation, no offer. */
  ExpectationMetLive: { unit: 'Count', dimensions: perQueue },
  /** Neither live nor by a kept offer. */
  ExpectationMissed: { unit: 'Count', dimensions: perQueue },
  /** Contacts offered a callback for the first time. */
  OffersMade: { unit: 'Count', dimensions: perQueue },
  /** Offers answered with holding. */
  OffersDeclined: { unit: 'Count', dimensions: perQueue },
  /** Callbacks promised. */
  CallbacksAccepted: { unit: 'Count', dimensions: perQueue },
  /** Callbacks in which customer and agent spoke. */
  CallbacksAnswered: { unit: 'Count', dimensions: perQueue },
  /** Callbacks whose attempts are used up. */
  CallbacksUnanswered: { unit: 'Count', dimensions: perQueue },
  /** Callbacks taken back by the customer. */
  CallbacksCancelled: { unit: 'Count', dimensions: perQueue },
  /** Callbacks that could not be made in time. */
  CallbacksExpired: { unit: 'Count', dimensions: perQueue },
  /** Spoke by the time promised. */
  CallbackPromisesKept: { unit: 'Count', dimensions: perQueue },
  /** Did not speak by the time promised. */
  CallbackPromisesBroken: { unit: 'Count', dimensions: perQueue },
  /** Contacts in queue now. */
  ContactsWaiting: { unit: 'Count', dimensions: perQueue },
  /** Age of the oldest contact in queue now. */
  LongestWaitSeconds: { unit: 'Seconds', dimensions: perQueue },
  /** Median for one arriving now. */
  PredictedWaitMedianSeconds: { unit: 'Seconds', dimensions: perQueue },
  /** Bound told to one arriving now. */
  PredictedWaitBoundSeconds: { unit: 'Seconds', dimensions: perQueue },
  /** Expectation less the time to an agent: one contact in ten of 15 min has less. */
  MarginSeconds: { unit: 'Seconds', dimensions: perQueue },
  /** Agents serving the queue now. */
  AgentsStaffed: { unit: 'Count', dimensions: perQueue },
  /** Agents free now. */
  AgentsAvailable: { unit: 'Count', dimensions: perQueue },
  /** Callbacks promised and not yet made. */
  OpenCallbacks: { unit: 'Count', dimensions: perQueue },
  /** Callbacks never rung 10 min past their promise. */
  OverdueCallbacks: { unit: 'Count', dimensions: wholeCenter },
  /** Dials whose result is still unknown. */
  StuckDials: { unit: 'Count', dimensions: wholeCenter },
  /** Calls placed by the dialler. */
  DialsPlaced: { unit: 'Count', dimensions: wholeCenter },
  /** Calls Connect would not place. */
  DialsRefused: { unit: 'Count', dimensions: wholeCenter },
  /** Waiting entries whose end was never told. */
  GhostsRemoved: { unit: 'Count', dimensions: wholeCenter },
  /** Events of a kind Nohold does not know. */
  EventsIgnored: { unit: 'Count', dimensions: wholeCenter },
  /** Faults a flow was shielded from. */
  SafeAnswers: { unit: 'Count', dimensions: wholeCenter },
  /** Yesterday's forecast: contacts it was off by, as a share of those that came. */
  ForecastError: { unit: 'Count', dimensions: wholeCenter },
  /** Agents the plan lacks now, all queues together. */
  AgentsLacking: { unit: 'Count', dimensions: wholeCenter },
  /** Agents of the reserve who help now. */
  ReserveHelping: { unit: 'Count', dimensions: wholeCenter },
  /** How many times faster than allowed promises break: the mean over all that came due, 1 as many as may. */
  PromiseBurn: { unit: 'Count', dimensions: wholeCenter },
  /** The same of contacts that were not served within their expectation. */
  ExpectationBurn: { unit: 'Count', dimensions: wholeCenter },
} as const satisfies Record<string, Metric>;

export type MetricName = keyof typeof metrics;

/** Metrics that belong to one queue and channel, and those of the whole center. */
export type QueueMetric = {
  [Name in MetricName]: (typeof metrics)[Name]['dimensions']['length'] extends 2 ? Name : never;
}[MetricName];
export type CenterMetric = Exclude<MetricName, QueueMetric>;
