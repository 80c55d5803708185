import type { Sums } from './sums.ts';

/** A share or a mean of sums. Undefined where nothing was counted: unknown is neither 0 nor 100 %. */
export const per = (part: number, whole: number): number | undefined => (whole > 0 ? part / whole : undefined);

/**
 * The service level under the name its definition goes by. A answered, B abandoned, C took a callback; x: within the
 * threshold; s: a short abandon. `nohold` is what Nohold shows; the others are there because two centers that compare
 * one number rarely mean the same: on one set of data they run from 68 % to 86 %.
 * Sources: ICMI's five, Cisco's three, Genesys; Connect's historical metrics definitions.
 */
export const serviceLevels = {
  /** A_x / (A + B − B_s): live contacts only, those who dialled by mistake left out. */
  nohold: (sums: Sums) => per(sums.answeredWithinThresholdCount, live(sums) - sums.abandonedShortCount),
  /** A_x / A: hangs up on nobody's conscience. */
  answeredOnly: (sums: Sums) => per(sums.answeredWithinThresholdCount, sums.answeredCount),
  /** A_x / (A + B). */
  abandonsNegative: (sums: Sums) => per(sums.answeredWithinThresholdCount, live(sums)),
  /** (A_x + B_x) / (A + B). */
  abandonsPositive: (sums: Sums) =>
    per(sums.answeredWithinThresholdCount + sums.abandonedWithinThresholdCount, live(sums)),
  /** A_x / (A + B − B_x). */
  lateAbandonsNegative: (sums: Sums) =>
    per(sums.answeredWithinThresholdCount, live(sums) - sums.abandonedWithinThresholdCount),
  /** A_x / (A + B + C). */
  callbacksNegative: (sums: Sums) => per(sums.answeredWithinThresholdCount, live(sums) + sums.callbackCount),
  /** (A_x + B_x + C_x) / (A + B + C): every removal from the queue is a success, an accepted callback too. */
  connect: (sums: Sums) =>
    per(
      sums.answeredWithinThresholdCount + sums.abandonedWithinThresholdCount + sums.callbackWithinThresholdCount,
      live(sums) + sums.callbackCount,
    ),
} as const;

export type ServiceLevelName = keyof typeof serviceLevels;

const live = ({ answeredCount, abandonedCount }: Sums): number => answeredCount + abandonedCount;

/** Mean wait of answered contacts, seconds. Who gave up is not in it: read it beside the abandonment. */
export const asaSeconds = ({ waitSeconds, answeredCount }: Sums) => per(waitSeconds, answeredCount);

/** Mean wait of those who gave up, seconds. */
export const timeToAbandonSeconds = ({ abandonedWaitSeconds, abandonedCount }: Sums) =>
  per(abandonedWaitSeconds, abandonedCount);

/** (B − B_s) / (O − B_s − C): neither short abandons nor those who took a callback are in it. */
export const abandonmentShare = ({ abandonedCount, abandonedShortCount, offeredCount, callbackCount }: Sums) =>
  per(abandonedCount - abandonedShortCount, offeredCount - abandonedShortCount - callbackCount);

/** Talk, hold and after-contact work of those that are over, seconds. */
export const ahtSeconds = ({ handleSeconds, handledCount }: Sums) => per(handleSeconds, handledCount);

/** Of live contacts that were told a bound and whose outcome is known. */
export const promisesKeptShare = ({ promisesKeptCount, promisesBrokenCount }: Sums) =>
  per(promisesKeptCount, promisesKeptCount + promisesBrokenCount);

/** Share that reached an agent within expectation, no offer helping; who took a callback is counted with that. */
export const metLiveShare = ({ expectationMetLiveCount, expectationMissedLiveCount }: Sums) =>
  per(expectationMetLiveCount, expectationMetLiveCount + expectationMissedLiveCount);

/** Share of offered contacts that took a callback. */
export const callbackShare = ({ callbackCount, offeredCount }: Sums) => per(callbackCount, offeredCount);

/** Share turned away by the flow. */
export const overflowShare = ({ overflowedCount, offeredCount }: Sums) => per(overflowedCount, offeredCount);

/** Callbacks in which customer and agent spoke by the time promised, of those that are over and were not taken back. */
export const callbacksKeptShare = ({ callbacksKeptCount, callbacksBrokenCount }: Sums) =>
  per(callbacksKeptCount, callbacksKeptCount + callbacksBrokenCount);

/** Of the same: rung by the time promised, whether anybody answered or not. */
export const callbacksRungInTimeShare = ({
  callbacksRungInTimeCount,
  callbacksKeptCount,
  callbacksBrokenCount,
}: Sums) => per(callbacksRungInTimeCount, callbacksKeptCount + callbacksBrokenCount);

/** Of contacts of known customers, those about a matter they were in contact about in the seven days before. */
export const repeatShare = ({ repeatCount, knownCount }: Sums) => per(repeatCount, knownCount);

/** Visits to the queue that an agent passed on, of all. */
export const transferShare = ({ transferCount, offeredCount }: Sums) => per(transferCount, offeredCount);

/** Contacts gone on from another channel, of all. */
export const switchShare = ({ switchCount, offeredCount }: Sums) => per(switchCount, offeredCount);

/** Contacts of known customers who were asked again what it is about. */
export const askedTwiceShare = ({ askedTwiceCount, knownCount }: Sums) => per(askedTwiceCount, knownCount);

/** Mean wait beyond the expectation, seconds, over all that had one and waited to the end. */
export const meanBeyondExpectationSeconds = ({
  beyondExpectationSeconds,
  expectationMetLiveCount,
  expectationMissedLiveCount,
}: Sums) => per(beyondExpectationSeconds, expectationMetLiveCount + expectationMissedLiveCount);

/** A proxy of "solved the first time": no further contact about the same matter in seven days. The last seven are not in it. */
export const settledAtOnceShare = ({ cameBackCount, watchedCount }: Sums) =>
  per(watchedCount - cameBackCount, watchedCount);

/** No contact about another matter in thirty days. The last thirty are not in it. */
export const nextIssueAvoidedShare = ({ otherIssueCount, watchedLongCount }: Sums) =>
  per(watchedLongCount - otherIssueCount, watchedLongCount);

/** Of the customers asked after their contact, who answered: beside each figure of the survey. */
export const surveyResponseShare = ({ surveyAnsweredCount, surveyedCount }: Sums) =>
  per(surveyAnsweredCount, surveyedCount);

/** Of those who answered, whose matter is solved by their own word. */
export const surveySolvedShare = ({ surveySolvedCount, surveyAnsweredCount }: Sums) =>
  per(surveySolvedCount, surveyAnsweredCount);

/** How easy it was, 1 (very hard) to 5 (very easy): the mean of those who answered. */
export const surveyEasyMean = ({ surveyEasySum, surveyAnsweredCount }: Sums) => per(surveyEasySum, surveyAnsweredCount);
