import { generatedMutants } from './generated.ts';
import { type Mutant, nameWithoutLine } from './mutant.ts';

/** Mutants that change nothing anybody could see, as `file text`, and why. */
const changeNothing: Readonly<Record<string, string>> = {};

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
