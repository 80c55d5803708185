import highsModule from 'highs';
import { holds, type IntegerProgram, type ProgramOutcome, type SolveProgram } from '../core/staffing/integerProgram.ts';

export interface SolverLimits {
  /** Seconds of real time a program may take. */
  readonly seconds: number;
  /** How far from the best possible a solution may stay, as a share of it. */
  readonly gap: number;
}

/** The package's types are written for CommonJS; as a module it gives the loader itself. */
const loadHighs = highsModule as unknown as typeof highsModule.default;

/** HiGHS, a solver for integer programs, compiled to WebAssembly. It takes some 50 ms to load. */
export async function loadSolver({ seconds, gap }: SolverLimits): Promise<SolveProgram> {
  const highs = await loadHighs();
  return (program) => {
    const solution = highs.solve(lpText(program), {
      output_flag: false,
      time_limit: seconds,
      mip_rel_gap: gap,
      random_seed: 1,
    });
    if (solution.Status === 'Infeasible') return { kind: 'infeasible' };
    const columns = solution.Columns as Readonly<Record<string, { readonly Primal?: number }>>;
    // Unknowns that stand in no row and cost nothing are not in the text: 0 is as good as any value.
    const values = program.unknowns.map(({ least }, index) => columns[nameOf(index)]?.Primal ?? least);
    return outcomeOf(program, solution.Status, values);
  };
}

function outcomeOf(program: IntegerProgram, status: string, values: readonly number[]): ProgramOutcome {
  if (!holds(program, values)) return { kind: 'unknown' };
  return { kind: 'solved', values, proven: status === 'Optimal' };
}

const nameOf = (unknown: number): string => `x${unknown}`;

/** The program in CPLEX's LP format. A row with two bounds is written as two rows: ranges are read differently by readers. */
export function lpText({ unknowns, rows }: IntegerProgram): string {
  const finite = (value: number): boolean => Math.abs(value) < Number.POSITIVE_INFINITY;
  const written = rows.flatMap(({ factors, least, most }) => {
    const sum = sumText([...factors].map(([unknown, factor]) => [factor, unknown]));
    if (least === most) return [`${sum} = ${least}`];
    return [...(finite(least) ? [`${sum} >= ${least}`] : []), ...(finite(most) ? [`${sum} <= ${most}`] : [])];
  });
  const bounds = unknowns.flatMap(({ least, most }, index) => {
    if (least === 0 && !finite(most)) return [];
    return [` ${finite(least) ? least : '-inf'} <= ${nameOf(index)} <= ${finite(most) ? most : '+inf'}`];
  });
  const whole = unknowns.flatMap(({ whole }, index) => (whole ? [` ${nameOf(index)}`] : []));
  return [
    'Minimize',
    ` cost: ${sumText(unknowns.map(({ cost }, index) => [cost, index]))}`,
    'Subject To',
    ...written.map((row, index) => ` r${index}: ${row}`),
    'Bounds',
    ...bounds,
    ...(whole.length > 0 ? ['Generals', ...whole] : []),
    'End',
    '',
  ].join('\n');
}

/** Lines of an LP file may hold 560 characters; a term a line is safe. */
function sumText(terms: readonly (readonly [number, number])[]): string {
  const told = terms.filter(([factor]) => factor !== 0);
  if (told.length === 0) return `0 ${nameOf(0)}`;
  return told
    .map(([factor, unknown]) => `${factor < 0 ? '-' : '+'} ${Math.abs(factor)} ${nameOf(unknown)}`)
    .join('\n ');
}
