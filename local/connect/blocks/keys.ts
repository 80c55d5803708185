import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { Timer } from '../../clock/clock.ts';
import { failed, next, type Step } from './block.ts';

/** One key; `waitSeconds` from the start of the text. */
export function chooseKey({ board, contact, run, after, resume }: Step, waitSeconds: number): void {
  after(waitSeconds, () => resume({ kind: 'error', error: 'InputTimeLimitExceeded' }));
  run.onKeys = (keys) => {
    const key = keys[0];
    if (key === undefined) return;
    board.note(contact, { kind: 'pressed', keys: key });
    resume({ kind: 'condition', value: key });
  };
}

interface DigitRules {
  readonly maximumLength: number;
  readonly terminator: string;
  readonly cancelKey: boolean;
  readonly interdigitSeconds: number;
}

const INTERDIGIT_SECONDS = 5;
const LONGEST_PHONE_NUMBER = 20;

/** Digits until the terminating keys, the greatest length, or a pause; the first within `waitSeconds` from the start of the text. */
export function collectDigits(step: Step, waitSeconds: number): void {
  const { board, contact, run, after } = step;
  const rules = rulesOf(step);
  let digits = '';
  // Documented: without any key the block succeeds, and the stored input says so.
  let pause: Timer = after(waitSeconds, () => store('Timeout'));

  run.onKeys = (keys) => {
    board.note(contact, { kind: 'pressed', keys });
    for (const key of keys) {
      digits = key === '*' && rules.cancelKey ? '' : digits + key;
      const terminated = digits.endsWith(rules.terminator);
      if (terminated || digits.length >= rules.maximumLength) {
        finish(terminated ? digits.slice(0, -rules.terminator.length) : digits);
        return;
      }
    }
    pause.cancel();
    pause = after(rules.interdigitSeconds, () => finish(digits));
  };

  function finish(entered: string): void {
    const validation = step.action.Parameters.InputValidation as { PhoneNumberValidation?: PhoneRules };
    const rule = validation.PhoneNumberValidation;
    const input = rule === undefined ? entered : phoneNumber(entered, rule);
    if (input === undefined) step.resume(failed(`${entered.length} digits are no phone number`, 'InvalidPhoneNumber'));
    else store(input);
  }

  function store(input: string): void {
    contact.memory.storedInput = input;
    step.resume(next);
  }
}

function rulesOf({ action, text }: Step): DigitRules {
  const validation = action.Parameters.InputValidation as { CustomValidation?: { MaximumLength?: unknown } };
  const dtmf = (action.Parameters.DTMFConfiguration ?? {}) as Record<string, unknown>;
  return {
    maximumLength: Number(text(validation.CustomValidation?.MaximumLength ?? LONGEST_PHONE_NUMBER)),
    terminator: text(dtmf.InputTerminationSequence ?? '#') || '#',
    cancelKey: dtmf.DisableCancelKey !== 'True',
    interdigitSeconds: Number(text(dtmf.InterdigitTimeLimitSeconds ?? INTERDIGIT_SECONDS)),
  };
}

interface PhoneRules {
  readonly NumberFormat: 'Local' | 'E164';
  readonly CountryCode?: string;
}

/** E.164; undefined when it is no number that exists. */
function phoneNumber(digits: string, rules: PhoneRules): string | undefined {
  const number =
    rules.NumberFormat === 'E164'
      ? parsePhoneNumberFromString(`+${digits}`)
      : parsePhoneNumberFromString(digits, rules.CountryCode as CountryCode);
  return number?.isPossible() ? number.number : undefined;
}
