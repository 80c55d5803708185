import type { LedgerRules } from '../core/callbacks/ledger.ts';
import type { RuntimeSettings } from '../core/settings/runtime.ts';
import { hours, minutes } from '../core/time/units.ts';

/** The ledger's rules as the settings state them. */
export const ledgerRulesOf = ({ callbacks, privacy }: RuntimeSettings): LedgerRules => ({
  attempts: callbacks.attempts,
  retrySeconds: minutes(callbacks.retryMinutes),
  retentionSeconds: hours(24 * privacy.numberRetentionDays),
});
