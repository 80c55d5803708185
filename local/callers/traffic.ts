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

// Area codes of one time zone, US Eastern: callbacks are rung in the customer's daytime only, and callers spread over
// the country would make what is offered depend on chance.
const areaCodes = (
  '201 202 203 207 212 215 216 234 239 240 248 252 267 269 276 301 302 304 305 313 315 321 330 336 339 347 351 352 ' +
  '386 401 404 407 410 412 413 419 434 440 443 470 475 478 484 508 513 516 517 518 540 551 561 567 570 571 585 586 ' +
  '603 607 609 610 614 616 617 631 646 678 704 706 716 717 718 724 727 732 734 740 754 757 770 772 774 781 786 802 ' +
  '803 804 810 813 814 828 843 845 848 856 857 860 862 863 864 904 908 910 912 914 917 919 937 941 947 954 973 978 ' +
  '980 989'
).split(' ');

/** The number of the `index`-th caller: 555-0100 to 555-0199 of one area code after the other are kept free for fiction. */
export function fictionalNumber(index: number): string {
  const areaCode = areaCodes[Math.floor(index / 100) % areaCodes.length];
  return `+1${areaCode}55501${String(index % 100).padStart(2, '0')}`;
}

/** What each caller will do when offered a callback and when called back, drawn before they dial. */
export function drawChoices(
  chance: RandomStream,
  shares: CallbackShares,
): Pick<PlannedContact, 'takesCallback' | 'answersCallback'> {
  return { takesCallback: chance.uniform() < shares.taken, answersCallback: chance.uniform() < shares.answered };
}
