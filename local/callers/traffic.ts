import type { LiveChannel } from '../../core/contacts/channel.ts';
import type { RandomStream } from '../../core/random/stream.ts';
import type { Instant, Ratio, Seconds } from '../../core/time/units.ts';

/** A caller (or chatter) before they dial: everything about them that the center cannot know. */
export interface PlannedContact {
  /** The id the contact had in the log, or a made-up one: says which caller this was, never sent to the center. */
  readonly sourceId: string;
  readonly at: Instant;
  readonly queue: string;
  readonly channel: LiveChannel;
  /** E.164, from the numbers reserved for fiction. */
  readonly from: string;
  /** How long they stay in the queue before they give up; Infinity for those who never do. */
  readonly patienceSeconds: Seconds;
  /** How long an agent is busy with them. */
  readonly handleSeconds: Seconds;
  /** Whether they take a callback when one is offered. */
  readonly takesCallback: boolean;
  /** Whether they pick up when they are called back. */
  readonly answersCallback: boolean;
}

/** From `from` on, `agents` serve `queue`, until the next step of that queue. */
export interface StaffingStep {
  readonly from: Instant;
  readonly queue: string;
  readonly agents: number;
}

/** What a day brings: who dials when, and who is there to answer. */
export interface Traffic {
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  /** In order of arrival. */
  readonly contacts: readonly PlannedContact[];
  /** Undefined: the agents of the settings work their shifts. */
  readonly staffing: readonly StaffingStep[] | undefined;
  /** Recorded contacts that never reached a queue or an agent: they asked nothing of the center and are not dialled. */
  readonly neverQueued: number;
}

/** How callers answer an offer and the callback they took. */
export interface CallbackShares {
  /** Share of callers who take an offered callback. Stated preference is 0.75; seen is 0.37. */
  readonly taken: Ratio;
  /** Share of callbacks that are picked up. */
  readonly answered: Ratio;
}

/** Source: Hathaway, Emadi & Deshpande, Management Science 67, 2021 (a US bank): 37 % accept, 7 % of those do not pick up. */
export const seenCallbackShares: CallbackShares = { taken: 0.37 as Ratio, answered: 0.93 as Ratio };

/** What each caller will do when offered a callback and when called back, drawn before they dial. */
export function drawChoices(
  chance: RandomStream,
  shares: CallbackShares,
): Pick<PlannedContact, 'takesCallback' | 'answersCallback'> {
  return { takesCallback: chance.uniform() < shares.taken, answersCallback: chance.uniform() < shares.answered };
}
