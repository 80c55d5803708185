import type { DiallingRules } from '../core/numbers/judgeNumber.ts';
import type { RuntimeSettings } from '../core/settings/runtime.ts';

/** The rules by which every door and the dialler judge numbers. */
export const numberRules = ({ callbacks, ownNumbers }: RuntimeSettings): DiallingRules => ({
  allowedCountries: callbacks.allowedCountries,
  ownNumbers,
});
