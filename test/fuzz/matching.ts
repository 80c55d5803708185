import type { RandomStream } from '../../core/random/stream.ts';

/**
 * A text that matches a pattern of the few kinds libphonenumber's metadata is written in: digits, \d, classes, groups,
 * alternatives, possibly empty ones, and counts. Throws on anything else, so that nothing is left out unseen.
 */
export function textMatching(pattern: string, chance: Pick<RandomStream, 'uniform'>): string {
  let at = 0;
  const whole = (from: number, to: number) => from + Math.floor(chance.uniform() * (to - from + 1));

  function alternatives(): () => string {
    const branches = [sequence()];
    while (pattern[at] === '|') {
      at += 1;
      branches.push(sequence());
    }
    return () => branches[whole(0, branches.length - 1)]?.() ?? '';
  }

  function sequence(): () => string {
    const parts: (() => string)[] = [];
    while (at < pattern.length && pattern[at] !== '|' && pattern[at] !== ')') parts.push(counted(atom()));
    return () => parts.map((part) => part()).join('');
  }

  function atom(): () => string {
    const rest = pattern.slice(at);
    const group = /^\((?:\?:)?/.exec(rest);
    if (group) {
      at += group[0].length;
      const inner = alternatives();
      if (pattern[at] !== ')') throw new RangeError(`pattern: expected ")" at ${at}`);
      at += 1;
      return inner;
    }
    const plain = /^(\d|\\d|\[[\d-]+\])/.exec(rest);
    if (!plain) throw new RangeError(`pattern: not understood at ${at}: ${rest.slice(0, 10)}`);
    at += plain[0].length;
    const digits = digitsOf(plain[0]);
    return () => digits[whole(0, digits.length - 1)] ?? '';
  }

  function counted(one: () => string): () => string {
    const count = /^(?:\?|\{(\d+)(?:,(\d+))?\})/.exec(pattern.slice(at));
    if (!count) return one;
    at += count[0].length;
    const [least, most] = count[1] === undefined ? [0, 1] : [Number(count[1]), Number(count[2] ?? count[1])];
    return () => Array.from({ length: whole(least, most) }, one).join('');
  }

  const made = alternatives();
  if (at < pattern.length) throw new RangeError(`pattern: not understood at ${at}`);
  return made();
}

function digitsOf(text: string): string[] {
  const all = [...'0123456789'];
  if (text === '\\d') return all;
  return all.filter((digit) => new RegExp(`^${text}$`).test(digit));
}
