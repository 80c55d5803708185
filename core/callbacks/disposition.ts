import type { Disposition } from '../rows/callback.ts';

/** What a settled attempt means for the callback it was made for. */
export interface DispositionRule {
  /** `done`: kept. `again`: another attempt, while the promise leaves room. `never`: no attempt could do better. */
  next: 'done' | 'again' | 'again-at-once' | 'never';
  /** Whether a telephone rang, or a person was spoken to by a machine: it uses up one of the attempts. */
  rang: boolean;
}

/** One rule for each way an attempt can end. A voice mailbox is not success: it presses no key. */
export const dispositionRules: Readonly<Record<Disposition, DispositionRule>> = {
  spoke: { next: 'done', rang: true },
  'not-answered': { next: 'again', rang: true },
  'not-confirmed': { next: 'again', rang: true },
  'no-agent': { next: 'again', rang: true },
  invalid: { next: 'never', rang: false },
  blocked: { next: 'never', rang: false },
  lost: { next: 'again-at-once', rang: false },
  moved: { next: 'again-at-once', rang: false },
};

/** Why a call was not placed at all: by our own rules, or by the name of Connect's refusal. */
export const dispositionOfRefusal = (reason: string): 'invalid' | 'blocked' =>
  /invalid|not-valid|not-a-number/i.test(reason) ? 'invalid' : 'blocked';

/**
 * Connect's disconnect reasons that say for sure that no other attempt would do better (Administrator Guide, contact
 * record data model). A number flagged as spam is flagged the more the more often it is tried.
 */
export function dispositionOfReason(disconnectReason: string | undefined): 'invalid' | 'blocked' | undefined {
  switch (disconnectReason) {
    case 'TELECOM_NUMBER_INVALID':
      return 'invalid';
    case 'TELECOM_POTENTIAL_BLOCKING':
      return 'blocked';
    default:
      return undefined;
  }
}
