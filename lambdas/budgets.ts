import type { Budget } from '../core/callbacks/budgets.ts';
import type { CenterRows } from '../core/ports.ts';

/** Spends one of each, in order, on the same thing; false when one of them is used up. */
export async function spendAll(spend: CenterRows['spend'], budgets: readonly Budget[], on: string): Promise<boolean> {
  for (const { name, limit, until, once } of budgets) {
    if ((await spend(name, limit, until, once ? on : undefined)) === 'exhausted') return false;
  }
  return true;
}
