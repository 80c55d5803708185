import { type FaultKind, faultKinds, type Planted } from './faults.ts';

export const kinds = faultKinds.length;

/** What a pair that is planned in this round already is worth beside an open one: it may not come together. */
export const worthPlanned = 0.2;

/** By seed and place, the requests in which a run without planted faults passes it. */
export type Passes = ReadonlyMap<number, ReadonlyMap<string, readonly number[]>>;

/** Which pairs of faults have struck together. A fault is a place and a kind, by number. */
export interface PairTable {
  places: readonly string[];
  /** As many as faults: five times the places. */
  faults: number;
  /** Of the places those that are told apart. */
  sideEffects: number;
  /** Pairs that one run passes both places of. */
  size: number;
  /** More pairs, at places that no run passes both. */
  apart: number;
  left(): number;
  faultOf(planted: Planted): number;
  kindOf(fault: number): FaultKind;
  requestsOf(seed: number, place: number): readonly number[];
  seedsOf(a: number, b: number): number[];
  open(a: number, b: number): boolean;
  /** Open pairs that a place is in. */
  openAt(place: number): number;
  /** How many open pairs a fault makes with others. */
  gain(fault: number, others: readonly number[]): number;
  strike(together: readonly number[]): void;
  plan(together: readonly number[]): void;
  nextRound(): void;
  missed(): string[];
}

export const placeOf = (fault: number): number => Math.floor(fault / kinds);
export const faultsAt = (place: number): number[] => Array.from({ length: kinds }, (_, kind) => place * kinds + kind);

/** Places of one side effect are one: a pair has struck when it has at any of them. */
export function pairTable(
  places: readonly string[],
  passed: Passes,
  sideEffectOf: (place: string) => string = (place) => place,
): PairTable {
  const faults = places.length * kinds;
  const names = [...new Set(places.map(sideEffectOf))];
  const effects = places.map((place) => names.indexOf(sideEffectOf(place)));
  const effectOf = (fault: number): number => effects[placeOf(fault)] as number;
  /** The same at any place of the side effect. */
  const sameOf = (fault: number): number => effectOf(fault) * kinds + (fault % kinds);
  const width = names.length * kinds;
  const at = (a: number, b: number): number => Math.min(sameOf(a), sameOf(b)) * width + Math.max(sameOf(a), sameOf(b));
  const struck = new Uint8Array(width * width);
  /** In the round that is being planned. */
  let planned = new Set<number>();
  const numberOf = new Map(places.map((place, index) => [place, index]));
  const requestsOf = (seed: number, place: number): readonly number[] =>
    passed.get(seed)?.get(places[place] as string) ?? [];
  const passes = (seed: number, fault: number): boolean => requestsOf(seed, placeOf(fault)).length > 0;
  const seedsOf = (a: number, b: number): number[] =>
    [...passed.keys()].filter((seed) => passes(seed, a) && passes(seed, b));
  const open = (a: number, b: number): boolean => struck[at(a, b)] === 0;
  const worthOf = (a: number, b: number): number => (open(a, b) ? (planned.has(at(a, b)) ? worthPlanned : 1) : 0);
  const kindOf = (fault: number): FaultKind => faultKinds[fault % kinds] as FaultKind;
  const openAt = new Array<number>(names.length).fill(0);
  /** Pairs that shall strike, by their place in `struck`. */
  const wanted = new Set<number>();
  const said = (same: number): string => `${kindOf(same)} at ${names[placeOf(same)]}`;
  function count(a: number, b: number, pairs = 1): void {
    for (const fault of [a, b]) openAt[effectOf(fault)] = (openAt[effectOf(fault)] ?? 0) + pairs;
  }
  for (let a = 0; a < places.length; a += 1) {
    for (let b = a; b < places.length; b += 1) {
      if (seedsOf(a * kinds, b * kinds).length === 0) continue;
      for (const one of faultsAt(a)) {
        for (const other of faultsAt(b)) {
          if (!wanted.has(at(one, other))) count(one, other);
          wanted.add(at(one, other));
        }
      }
    }
  }
  const size = wanted.size;

  return {
    places,
    faults,
    sideEffects: names.length,
    size,
    apart: (width * (width + 1)) / 2 - size,
    left: () => wanted.size,
    faultOf: ({ place, kind }) => (numberOf.get(place) ?? 0) * kinds + faultKinds.indexOf(kind),
    kindOf,
    requestsOf,
    seedsOf,
    open,
    openAt: (place) => openAt[effects[place] ?? 0] ?? 0,
    gain: (fault, others) => others.reduce((sum, other) => sum + worthOf(fault, other), 0),
    strike(together) {
      for (const [a, b] of pairsOf(together)) {
        if (!open(a, b)) continue;
        struck[at(a, b)] = 1;
        // Faults lead to places that the seed does not pass without them.
        if (wanted.delete(at(a, b))) count(a, b, -1);
      }
    },
    plan(together) {
      for (const [a, b] of pairsOf(together)) planned.add(at(a, b));
    },
    nextRound() {
      planned = new Set();
    },
    missed: () => [...wanted].map((pair) => `${said(Math.floor(pair / width))} and ${said(pair % width)}`),
  };
}

function* pairsOf(together: readonly number[]): Generator<[number, number]> {
  for (const [index, a] of together.entries()) for (const b of together.slice(index + 1)) yield [a, b];
}
