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

export function pairTable(places: readonly string[], passed: Passes): PairTable {
  const faults = places.length * kinds;
  const struck = new Uint8Array(faults * faults);
  /** In the round that is being planned. */
  let planned = new Set<number>();
  const at = (a: number, b: number): number => (a < b ? a * faults + b : b * faults + a);
  const numberOf = new Map(places.map((place, index) => [place, index]));
  const requestsOf = (seed: number, place: number): readonly number[] =>
    passed.get(seed)?.get(places[place] as string) ?? [];
  const passes = (seed: number, fault: number): boolean => requestsOf(seed, placeOf(fault)).length > 0;
  const seedsOf = (a: number, b: number): number[] =>
    [...passed.keys()].filter((seed) => passes(seed, a) && passes(seed, b));
  const open = (a: number, b: number): boolean => struck[at(a, b)] === 0;
  const worthOf = (a: number, b: number): number => (open(a, b) ? (planned.has(at(a, b)) ? worthPlanned : 1) : 0);
  const kindOf = (fault: number): FaultKind => faultKinds[fault % kinds] as FaultKind;
  const said = (fault: number): string => `${kindOf(fault)} at ${places[placeOf(fault)]}`;
  const openAt = new Array<number>(places.length).fill(0);
  let [left, apart] = [0, 0];
  function count(a: number, b: number, pairs: number): void {
    left += pairs;
    for (const fault of [a, b]) openAt[placeOf(fault)] = (openAt[placeOf(fault)] ?? 0) + pairs;
  }
  for (let a = 0; a < faults; a += kinds) {
    for (let b = a; b < faults; b += kinds) {
      const pairs = a === b ? (kinds * (kinds + 1)) / 2 : kinds * kinds;
      if (seedsOf(a, b).length > 0) count(a, b, pairs);
      else apart += pairs;
    }
  }

  return {
    places,
    faults,
    size: left,
    apart,
    left: () => left,
    faultOf: ({ place, kind }) => (numberOf.get(place) ?? 0) * kinds + faultKinds.indexOf(kind),
    kindOf,
    requestsOf,
    seedsOf,
    open,
    openAt: (place) => openAt[place] ?? 0,
    gain: (fault, others) => others.reduce((sum, other) => sum + worthOf(fault, other), 0),
    strike(together) {
      for (const [a, b] of pairsOf(together)) {
        if (!open(a, b)) continue;
        struck[at(a, b)] = 1;
        // Faults lead to places that the seed does not pass without them.
        if (seedsOf(a, b).length > 0) count(a, b, -1);
      }
    },
    plan(together) {
      for (const [a, b] of pairsOf(together)) planned.add(at(a, b));
    },
    nextRound() {
      planned = new Set();
    },
    missed: () =>
      Array.from({ length: faults }, (_, a) =>
        Array.from({ length: faults - a }, (_, more) => a + more)
          .filter((b) => open(a, b) && seedsOf(a, b).length > 0)
          .map((b) => `${said(a)} and ${said(b)}`),
      ).flat(),
  };
}

function* pairsOf(together: readonly number[]): Generator<[number, number]> {
  for (const [index, a] of together.entries()) for (const b of together.slice(index + 1)) yield [a, b];
}
