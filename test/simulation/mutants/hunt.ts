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
  const jobs: MutantJob[] = [undefined, ...mutants].map((mutant) => ({ mutant, seeds }));
  const script = new URL('mutantThread.ts', import.meta.url);
  const answers = await spread<MutantJob, MutantAnswer>(script, jobs, spreading, (answer, { mutant }) => {
    if (mutant) onHunted({ mutant, answer });
  });
  const [asItIs = { runs: 0 }] = answers;
  return { asItIs, hunted: mutants.map((mutant, index) => ({ mutant, answer: answers[index + 1] as MutantAnswer })) };
}
