/** What carriers send in place of a number: ANONYMOUS, RESTRICTED, BLOCKED, UNKNOWN, UNAVAILABLE keyed on a telephone. */
const keyedWords = new Set(['+266696687', '+7378742833', '+2562533', '+8656696', '+86282452253']);

/** Whether a "number" is really one of those words. */
export const isWordInDigits = (number: string): boolean => keyedWords.has(number);

/**
 * The address of a caller when it is a telephone number in E.164, else undefined (anonymous, a SIP address, a word).
 * Light enough for the caller's path; whether the number may be dialled is judgeNumber's.
 */
export function callerNumber(address: string | null | undefined): string | undefined {
  if (!address || isWordInDigits(address)) return undefined;
  return /^\+[1-9]\d{6,14}$/.test(address) ? address : undefined;
}
