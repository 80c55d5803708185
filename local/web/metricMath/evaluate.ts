import { functions } from './functions.ts';
import { type Expression, MetricMathError, type Operator } from './syntax.ts';
import { combine, type Series, scalar, seriesIn, type Value } from './values.ts';

/** What an expression may refer to. */
export interface Scope {
  /** The metrics and expressions of the widget by id. An id that is not there is an error. */
  resolve(id: string): Value;
  /** The metrics (not the expressions) of the widget, for METRICS(). */
  metrics(): readonly { id: string; series: Series }[];
  /** SEARCH('{namespace,dimension} term', 'statistic', period). */
  search(term: string, statistic: string, periodSeconds: number): readonly Series[];
  readonly periodSeconds: number;
  /** Starts of the first period shown and of the one after the last, epoch milliseconds. */
  readonly from: number;
  readonly to: number;
}

const truth = (holds: boolean): number => (holds ? 1 : 0);

const operators: Record<Operator, (left: number, right: number) => number> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => (right === 0 ? Number.NaN : left / right),
  '^': (left, right) => left ** right,
  '==': (left, right) => truth(left === right),
  '!=': (left, right) => truth(left !== right),
  '<': (left, right) => truth(left < right),
  '<=': (left, right) => truth(left <= right),
  '>': (left, right) => truth(left > right),
  '>=': (left, right) => truth(left >= right),
  AND: (left, right) => truth(left !== 0 && right !== 0),
  OR: (left, right) => truth(left !== 0 || right !== 0),
};

/**
 * The value of a CloudWatch metric math expression. Throws MetricMathError naming what is not known here.
 * Source: Amazon CloudWatch User Guide, "Using metric math", syntax and functions.
 */
export function evaluate(expression: Expression, scope: Scope): Value {
  switch (expression.kind) {
    case 'number':
      return scalar(expression.value);
    case 'name':
      return constantOf(expression.name) ?? scope.resolve(expression.name);
    case 'negative':
      return combine(scalar(0), evaluate(expression.of, scope), operators['-']);
    case 'operation':
      return combine(
        evaluate(expression.left, scope),
        evaluate(expression.right, scope),
        operators[expression.operator],
      );
    case 'list':
      return { kind: 'array', array: expression.items.flatMap((item) => [...seriesIn(evaluate(item, scope))]) };
    case 'text':
      throw new MetricMathError(`"${expression.value}": a text stands where a number or a metric belongs`);
    case 'call': {
      const run = functions[expression.name];
      if (run === undefined)
        throw new MetricMathError(`${expression.name}(): the local board does not know this function`);
      return run(expression.arguments, scope, (argument) => evaluate(argument, scope));
    }
    default:
      return expression satisfies never;
  }
}

/** TRUE and FALSE may be written for 1 and 0. */
function constantOf(name: string): Value | undefined {
  if (name === 'TRUE') return scalar(1);
  return name === 'FALSE' ? scalar(0) : undefined;
}
