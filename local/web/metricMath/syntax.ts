/** A metric math expression, as CloudWatch writes them in dashboards and alarms. */
export type Expression =
  | { kind: 'number'; value: number }
  | { kind: 'text'; value: string }
  | { kind: 'name'; name: string }
  | { kind: 'list'; items: Expression[] }
  | { kind: 'call'; name: string; arguments: Expression[] }
  | { kind: 'negative'; of: Expression }
  | { kind: 'operation'; operator: Operator; left: Expression; right: Expression };

export type Operator = '+' | '-' | '*' | '/' | '^' | '==' | '!=' | '<' | '<=' | '>' | '>=' | 'AND' | 'OR';

/** An expression that cannot be read or evaluated here; the message says where and why. */
export class MetricMathError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MetricMathError';
  }
}

interface Token {
  readonly kind: 'number' | 'text' | 'word' | 'sign' | 'end';
  readonly text: string;
  readonly at: number;
}

const tokenPattern =
  /\s*(?:(?<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+)|(?<text>"[^"]*"|'[^']*')|(?<word>[A-Za-z_][A-Za-z0-9_]*)|(?<sign><=|>=|==|!=|&&|\|\||[-+*/^()<>,[\]]))/y;

/** Loosest first; operators of one row are read from left to right, `^` from right to left. */
const precedence: readonly (readonly string[])[] = [
  ['OR'],
  ['AND'],
  ['==', '!=', '<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/'],
  ['^'],
];

function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  const end = source.trimEnd().length;
  tokenPattern.lastIndex = 0;
  while (tokenPattern.lastIndex < end) {
    const from = tokenPattern.lastIndex;
    const groups = tokenPattern.exec(source)?.groups;
    if (groups === undefined) throw new MetricMathError(`"${source}": cannot read "${source.slice(from).trim()}"`);
    const at = from;
    if (groups.number !== undefined) tokens.push({ kind: 'number', text: groups.number, at });
    else if (groups.text !== undefined) tokens.push({ kind: 'text', text: groups.text.slice(1, -1), at });
    else if (groups.word !== undefined) tokens.push(wordToken(groups.word, at));
    else tokens.push(signToken(groups.sign ?? '', at));
  }
  tokens.push({ kind: 'end', text: 'the end', at: end });
  return tokens;
}

function wordToken(text: string, at: number): Token {
  const upper = text.toUpperCase();
  return upper === 'AND' || upper === 'OR' ? { kind: 'sign', text: upper, at } : { kind: 'word', text, at };
}

function signToken(text: string, at: number): Token {
  return { kind: 'sign', text: text === '&&' ? 'AND' : text === '||' ? 'OR' : text, at };
}

/** Throws MetricMathError on anything that is no metric math. */
export function parseExpression(source: string): Expression {
  const tokens = tokensOf(source);
  let position = 0;
  const peek = (): Token => tokens[position] as Token;
  const next = (): Token => tokens[position++] as Token;
  const isSign = (text: string): boolean => peek().kind === 'sign' && peek().text === text;
  const refuse = (expected: string): never => {
    throw new MetricMathError(`"${source}": expected ${expected} at ${peek().at + 1}, got ${peek().text}`);
  };
  const expectSign = (text: string): void => {
    if (!isSign(text)) refuse(`"${text}"`);
    next();
  };

  const operation = (level: number): Expression => {
    const operators = precedence[level];
    if (operators === undefined) return signed();
    let left = operation(level + 1);
    while (peek().kind === 'sign' && operators.includes(peek().text)) {
      const operator = next().text as Operator;
      const right = operator === '^' ? operation(level) : operation(level + 1);
      left = { kind: 'operation', operator, left, right };
    }
    return left;
  };

  const signed = (): Expression => {
    if (isSign('+')) {
      next();
      return signed();
    }
    if (!isSign('-')) return single();
    next();
    return { kind: 'negative', of: signed() };
  };

  const listUntil = (close: string): Expression[] => {
    const items: Expression[] = [];
    if (!isSign(close)) {
      items.push(operation(0));
      while (isSign(',')) {
        next();
        items.push(operation(0));
      }
    }
    expectSign(close);
    return items;
  };

  const single = (): Expression => {
    const token = peek();
    if (token.kind === 'number') return { kind: 'number', value: Number(next().text) };
    if (token.kind === 'text') return { kind: 'text', value: next().text };
    if (isSign('(')) {
      next();
      const inner = operation(0);
      expectSign(')');
      return inner;
    }
    if (isSign('[')) {
      next();
      return { kind: 'list', items: listUntil(']') };
    }
    if (token.kind !== 'word') return refuse('a number, a name or "("');
    const name = next().text;
    if (!isSign('(')) return { kind: 'name', name };
    next();
    return { kind: 'call', name: name.toUpperCase(), arguments: listUntil(')') };
  };

  const expression = operation(0);
  if (peek().kind !== 'end') refuse('the end');
  return expression;
}
