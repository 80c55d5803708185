import type { Estimate } from '../../core/simulation/estimate.ts';

/** One claim of the list: printed beside its goal as it is settled, and counted. */
export class Claims {
  #missed = 0;
  #notRun = 0;

  /** `figure` as it is to be read, `goal` likewise. */
  settle(holds: boolean, claim: string, figure: string, goal: string): void {
    if (!holds) this.#missed += 1;
    console.log(`${holds ? 'OK    ' : 'MISSED'}  ${claim}: ${figure} (goal ${goal})`);
  }

  /** Missed only where the whole interval of the figure lies above the goal; where the goal lies within, it says so. */
  settleAtMost({ mean, halfWidth }: Estimate, goal: number, claim: string, shown: (value: number) => string): void {
    const within = mean > goal ? ', the goal is within the interval' : '';
    const beyond = mean - halfWidth > goal;
    const figure = `${shown(mean)} ± ${shown(halfWidth)}`;
    this.settle(!beyond, claim, figure, `at most ${shown(goal)}${beyond ? ', below the interval' : within}`);
  }

  notRun(reason: string): void {
    this.#notRun += 1;
    console.log(reason);
  }

  /** 1 when a goal was missed, 3 when all that ran was met but something could not run, else 0. */
  exitCode(): number {
    const said = [
      this.#missed === 0 ? 'every goal that was run is met' : `${this.#missed} goals missed`,
      ...(this.#notRun > 0 ? [`${this.#notRun} not run`] : []),
    ];
    console.log(`\n${said.join(', ')}`);
    if (this.#missed > 0) return 1;
    return this.#notRun > 0 ? 3 : 0;
  }
}

export const percent = (share: number): string => (100 * share).toFixed(1);
