import { randomStream } from '../random/stream.ts';
import type { ContactRow } from '../rows/contact.ts';
import { hours } from '../time/units.ts';

/** A customer is asked at most once in so long. */
export const surveyPauseSeconds = hours(30 * 24);

/** Always the same contacts, however often it is asked. */
export const isSampled = (contactId: string, share: number): boolean =>
  randomStream(0, `${contactId} survey`).uniform() < share;

export interface SurveyCounts {
  surveyedCount: number;
  /** Of those asked, who answered; the rest of the survey is of these alone. */
  surveyAnsweredCount: number;
  surveySolvedCount: number;
  /** Sum of the answers to "easy?", 1 to 5. */
  surveyEasySum: number;
}

export function surveyOf(contacts: readonly ContactRow[]): SurveyCounts {
  const answered = contacts.filter(({ surveySolved }) => surveySolved !== undefined);
  return {
    surveyedCount: contacts.filter(({ surveyedAt }) => surveyedAt !== undefined).length,
    surveyAnsweredCount: answered.length,
    surveySolvedCount: answered.filter(({ surveySolved }) => surveySolved).length,
    surveyEasySum: answered.reduce((sum, { surveyEasy = 0 }) => sum + surveyEasy, 0),
  };
}
