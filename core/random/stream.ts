import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A seeded source of chance. Two streams of one seed and different names are independent of each other. */
export interface RandomStream {
  /** In (0, 1): neither end is ever returned, so that logarithms are finite. */
  uniform(): number;
  /** A whole number from `least` to `most`, both included. */
  integer(least: number, most: number): number;
  exponential(mean: number): number;
  /** Lognormal by its mean and coefficient of variation (standard deviation / mean); cv 0 gives the mean itself. */
  lognormal(mean: number, cv: number): number;
  /** Throws RangeError on an empty list. */
  pick<T>(list: readonly T[]): T;
  /** A version-4 UUID: an id for things that on AWS would get a random one. */
  uuid(): string;
}

/**
 * The stream called `name` under `seed`. A part that draws from a stream of its own is not disturbed
 * when another part starts to draw more: a seed keeps reproducing a run while the program grows.
 */
export function randomStream(seed: number, name: string): RandomStream {
  const generator = xoroshiro128plus(mix(seed, name));
  const uniform = (): number => {
    let value = 0;
    while (value === 0) value = uniformFloat64(generator);
    return value;
  };
  const integer = (least: number, most: number): number => uniformInt(generator, least, most);
  const standardNormal = (): number => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  return {
    uniform,
    integer,
    exponential: (mean) => -mean * Math.log(uniform()),
    lognormal: (mean, cv) => {
      const variance = Math.log1p(cv * cv);
      return mean * Math.exp(Math.sqrt(variance) * standardNormal() - variance / 2);
    },
    pick: (list) => {
      if (list.length === 0) throw new RangeError('expected a list with at least one entry to pick from');
      return list[integer(0, list.length - 1)] as (typeof list)[number];
    },
    uuid: () => uuidOf(() => integer(0, 255)),
  };
}

/** FNV-1a over the seed and the name: neighbouring seeds and names must not give neighbouring states. */
function mix(seed: number, name: string): number {
  let hash = 0x811c9dc5;
  for (const character of `${seed}/${name}`) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return (hash ^ (hash >>> 16)) | 0;
}

function uuidOf(byte: () => number): string {
  const bytes = Array.from({ length: 16 }, byte);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.map((value) => value.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
