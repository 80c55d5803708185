import type { Matrix } from 'ml-matrix';

/** Days of one series in order, days to come at the end. */
export interface DayTable {
  /** Days × slots: roots of counts; NaN where unknown, closed or yet to come. */
  readonly roots: Matrix;
  readonly weekdays: Int8Array;
  readonly regressors: Matrix;
}
