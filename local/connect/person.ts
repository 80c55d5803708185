import type { Seconds } from '../../core/time/units.ts';

/** What a person hears when the flow asks them for keys. */
export interface Ask {
  readonly contactId: string;
  /** The text spoken, references resolved. */
  readonly text: string;
  /** The keys a menu names ('1', '2', …); empty when digits are to be entered. */
  readonly keys: readonly string[];
  /** True when digits are collected and stored rather than one key chosen. */
  readonly collectsDigits: boolean;
  /** The name of the flow that asks. */
  readonly flow: string;
  /** How many times this person was asked on this contact before. */
  readonly asksBefore: number;
}

export interface KeyPress {
  readonly keys: string;
  /** From the start of the text; default: one second after its end. Less than its length interrupts it. */
  readonly afterSeconds?: number;
}

/** What becomes of a phone that is rung by the center. */
export type Pickup =
  /** A person, `afterSeconds` after the first ring; from here on `person` (default: the same one) is on the line. */
  | { kind: 'answer'; afterSeconds: number; person?: Person }
  /** A machine that says nothing useful: connected, as far as telephony can tell. */
  | { kind: 'voicemail'; afterSeconds: number }
  | { kind: 'no-answer' }
  | { kind: 'busy' };

/**
 * How somebody behaves on the phone or in a chat. Whatever is left out is up to the page: `press`, `hangUp` and
 * `pickUp` act for a person at any time, and what they do comes first.
 */
export interface Person {
  /** How long they stay once queued, in seconds from entering the queue; left out: they stay. */
  readonly patienceSeconds?: number | undefined;
  /** How long they stay before they are queued, in seconds from dialling; left out: they stay. */
  readonly menuPatienceSeconds?: number | undefined;
  /** From speaking to an agent until that agent is free again, after-contact work included; left out: until hung up. */
  readonly handleSeconds?: number | undefined;
  /** The share of `handleSeconds` that is after-contact work; default 0. */
  readonly afterContactWorkSeconds?: number | undefined;
  /** How an analysis would find them: −5, unhappy all along, to 5. Left out: it finds nothing. */
  readonly sentimentScore?: number | undefined;
  /** What they press when asked; null: nothing. Left out: nothing, keys come from `press`. */
  readonly keys?: ((ask: Ask) => KeyPress | string | null) | undefined;
  /** What happens when the center rings them; left out: the phone rings until `pickUp` or the ring timeout. */
  readonly pickup?: ((ring: Ring) => Pickup) | undefined;
}

export interface Ring {
  readonly contactId: string;
  /** The contact that took the callback, for a native one. */
  readonly initialContactId: string;
  readonly number: string;
  /** native: an agent is on the line already. outbound: placed by StartOutboundVoiceContact. */
  readonly kind: 'native' | 'outbound';
  /** How many times this number was rung by the center before. */
  readonly ringsBefore: number;
}

export const CHARACTERS_PER_SECOND = 15;

/** How long a voice takes to say `text`, in seconds: of its markup only the breaks take time. */
export function speechSeconds(text: string): Seconds {
  const spoken = text.replace(/<[^>]*>/g, '').trim();
  let silentSeconds = 0;
  for (const [, length = '0', unit] of text.matchAll(/<break\s[^>]*time=["']([\d.]+)(ms|s)["']/g))
    silentSeconds += Number(length) / (unit === 'ms' ? 1000 : 1);
  return (spoken.length / CHARACTERS_PER_SECOND + silentSeconds) as Seconds;
}
