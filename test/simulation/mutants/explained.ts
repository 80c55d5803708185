import { generatedMutants } from './generated.ts';
import { type Mutant, nameWithoutLine } from './mutant.ts';

/** Mutants that change nothing anybody could see, as `file text`, and why. */
const changeNothing: Readonly<Record<string, string>> = {
  'lambdas/sweep/sweep.callbacks.ts row.contactId === undefined':
    'it is asked of CREATED and DIALED callbacks only, which have a contact (test/core/callbacks/ledger.test.ts): only the type does not know',
  'lambdas/sweep/sweep.waiting.ts !known':
    'the row was written a moment ago, and is kept for days: only the type does not know that it is there',
};

export interface Explained {
  same: { mutant: Mutant; why: string }[];
  unexplained: Mutant[];
  /** Explanations of what is no mutant any more. */
  stale: string[];
}

/** Of mutants that neither the checker nor a test has found. */
export function explainAlive(alive: readonly Mutant[]): Explained {
  const whyOf = (mutant: Mutant): string | undefined => changeNothing[nameWithoutLine(mutant)];
  const known = new Set(generatedMutants().map(nameWithoutLine));
  return {
    same: alive.flatMap((mutant) => {
      const why = whyOf(mutant);
      return why === undefined ? [] : [{ mutant, why }];
    }),
    unexplained: alive.filter((mutant) => whyOf(mutant) === undefined),
    stale: Object.keys(changeNothing).filter((name) => !known.has(name)),
  };
}
