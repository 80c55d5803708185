import { type Spreading, spread } from '../threads.ts';
import { generatedMutants } from './generated.ts';
import type { Mutant } from './mutant.ts';
import type { MutantAnswer, MutantJob } from './mutantThread.ts';
import { namedMutants } from './named.ts';

export interface Hunt {
  /** Seeds a mutant is looked for in, in each of the worlds. */
  seeds: number;
  /** Only mutants whose kind or name holds this. */
  only?: string | undefined;
  /** Of those, evenly, when not all shall be hunted. */
  share?: number;
  spreading?: Spreading;
}

export interface Hunted {
  mutant: Mutant;
  answer: MutantAnswer;
}

/**
 * Hunts each mutant until an invariant breaks. First the code as it is passes the same runs: what breaks without a
 * mutant would kill nobody.
 */
export async function hunt(
  { seeds, only = '', share = 1, spreading }: Hunt,
  onHunted: (hunted: Hunted) => void = () => {},
): Promise<{ asItIs: MutantAnswer; hunted: Hunted[] }> {
  const all = [...namedMutants(), ...generatedMutants()].filter(({ kind, name }) => `${kind} ${name}`.includes(only));
  const mutants = all.filter((_, index) => Math.floor((index + 1) * share) > Math.floor(index * share));
  const answers = new Map<Mutant | undefined, MutantAnswer>();
  const script = new URL('mutantThread.ts', import.meta.url);
  let hunted: readonly (Mutant | undefined)[] = [undefined, ...mutants];
  for (let first = 1, size = firstRound; first <= seeds && hunted.length > 1; first += size, size *= 3) {
    const most = Math.min(size, seeds - first + 1);
    const jobs = hunted.map((mutant): MutantJob => ({ mutant, first, seeds: most }));
    await spread<MutantJob, MutantAnswer>(script, jobs, spreading, (answer, { mutant }) => {
      const found = { ...answer, runs: answer.runs + (answers.get(mutant)?.runs ?? 0) };
      answers.set(mutant, found);
      if (mutant && (isFound(answer) || first + most > seeds)) onHunted({ mutant, answer: found });
    });
    hunted = hunted.filter((mutant) => mutant === undefined || !isFound(answers.get(mutant)));
    if (isFound(answers.get(undefined))) break;
  }
  return {
    asItIs: answers.get(undefined) ?? { runs: 0 },
    hunted: mutants.map((mutant) => ({ mutant, answer: answers.get(mutant) ?? { runs: 0 } })),
  };
}

/** Seeds of the first round; those who live are hunted in three times as many, and so on. */
const firstRound = 3;

const isFound = (answer: MutantAnswer | undefined): boolean =>
  answer?.killedBy !== undefined || answer?.threw !== undefined;
