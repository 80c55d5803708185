/** A linear program in which some unknowns are whole numbers: minimise Σ cost · value. */
export interface IntegerProgram {
  readonly unknowns: readonly Unknown[];
  readonly rows: readonly Row[];
}

export interface Unknown {
  readonly cost: number;
  readonly least: number;
  readonly most: number;
  readonly whole: boolean;
}

/** least ≤ Σ factor · value ≤ most. Infinity and −Infinity: no bound. */
export interface Row {
  /** Factors by the number of the unknown. */
  readonly factors: ReadonlyMap<number, number>;
  readonly least: number;
  readonly most: number;
}

export type ProgramOutcome =
  | {
      readonly kind: 'solved';
      readonly values: readonly number[];
      /** False: the time was up; the values hold every row, and better ones may exist. */
      readonly proven: boolean;
    }
  | { readonly kind: 'infeasible' }
  /** The time was up before any values that hold every row were found. */
  | { readonly kind: 'unknown' };

/** Solves a program; what does it lies outside of core. */
export type SolveProgram = (program: IntegerProgram) => ProgramOutcome;

/** Builds a program piece by piece. */
export class ProgramBuilder {
  readonly unknowns: Unknown[] = [];
  readonly rows: Row[] = [];

  /** A further unknown, from 0 on unless said otherwise; gives its number. */
  unknown({ cost = 0, least = 0, most = Number.POSITIVE_INFINITY, whole = false }: Partial<Unknown> = {}): number {
    this.unknowns.push({ cost, least, most, whole });
    return this.unknowns.length - 1;
  }

  /** Terms of one unknown are added up; a row without terms is left out when 0 holds it. */
  row(terms: Iterable<readonly [number, number]>, { least, most }: { least: number; most: number }): void {
    const factors = new Map<number, number>();
    for (const [unknown, factor] of terms) factors.set(unknown, (factors.get(unknown) ?? 0) + factor);
    if (factors.size === 0 && least <= 0 && most >= 0) return;
    this.rows.push({ factors, least, most });
  }

  equal(terms: Iterable<readonly [number, number]>, value: number): void {
    this.row(terms, { least: value, most: value });
  }
}

/** Whether values hold every bound and row, but for rounding. */
export function holds({ unknowns, rows }: IntegerProgram, values: readonly number[], tolerance = 1e-5): boolean {
  const within = (value: number, { least, most }: { least: number; most: number }): boolean =>
    value >= least - tolerance && value <= most + tolerance;
  return (
    values.length === unknowns.length &&
    unknowns.every((unknown, index) => {
      const value = values[index] ?? Number.NaN;
      return within(value, unknown) && (!unknown.whole || Math.abs(value - Math.round(value)) <= tolerance);
    }) &&
    rows.every((row) => {
      let sum = 0;
      for (const [unknown, factor] of row.factors) sum += factor * (values[unknown] ?? Number.NaN);
      return within(sum, row);
    })
  );
}
