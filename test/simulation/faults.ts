import { type Outage, outagesOf, type Profile, type Service } from './profiles.ts';

/** What can happen to one side effect of a function. */
export const faultKinds = ['crash-before', 'crash-after', 'throttle', 'lost-reply', 'timeout'] as const;
export type FaultKind = (typeof faultKinds)[number];

/** What can happen around the functions. */
export const mishaps = [
  'event-lost',
  'event-late',
  'event-day-late',
  'message-twice',
  'message-late',
  'cold-start',
  'slow-reply',
  'native-callback-refused',
  'queue-full',
  'asked-twice',
  'clock-jump',
] as const;
export type Mishap = (typeof mishaps)[number];

/** One fault set on purpose: the first time a run passes this place in the code, or the next when another is set there as well. */
export interface Planted {
  /** The place's text, or how it begins: then whichever way leads there. */
  place: string;
  kind: FaultKind;
  /** Not the first time but at about one in so many, by chance: what lies behind the place is reached in between. */
  oneIn?: number;
}

/** Where in the code a call is made. */
export interface Place {
  /** How the place's text begins: function and operation. */
  begins: string;
  /** Its text; slow, since it reads the stack. */
  text(): string;
}

export interface Faults {
  readonly profile: Profile;
  /** A number in [0, 1) that depends on the seed and the name alone, so that one fault less changes no other. */
  chance(name: string): number;
  /** The fault this call meets. `name` is unique in the run. */
  strike(name: string, place: Place): FaultKind | undefined;
  happens(mishap: Mishap, name: string): boolean;
  /** Whether this service answers nobody, so long after the start. */
  down(service: Service, secondsFromStart: number): boolean;
  readonly outages: readonly Outage[];
  /** How far any function's clock may be off in this run, either way. */
  readonly clockErrorSeconds: number;
  /** From now on nothing goes wrong any more. */
  stop(): void;
  readonly counts: Map<string, number>;
  /** Every fault that struck, by its name. */
  readonly struck: string[];
  /** Each place that was passed, with the request in which it was, time by time. */
  readonly places: ReadonlyMap<string, readonly string[]>;
  /** Of the planted faults those that have struck. */
  readonly plantedStruck: readonly Planted[];
}

export interface FaultPlan {
  seed: number;
  profile: Profile;
  /** Only these strike, of those that would: for finding the few that matter. */
  only?: ReadonlySet<string> | undefined;
  planted?: readonly Planted[] | undefined;
  /** In place of the profile's own. */
  outages?: readonly Outage[] | undefined;
  /** Notes each place a call comes from. Slow: it reads the stack. */
  notePlaces?: boolean | undefined;
}

export function seededFaults({
  seed,
  profile,
  only,
  planted = [],
  outages: plannedOutages,
  notePlaces = false,
}: FaultPlan): Faults {
  const counts = new Map<string, number>();
  const struck: string[] = [];
  const places = new Map<string, string[]>();
  const left = new Map<string, Planted[]>();
  for (const plant of planted) {
    const begins = beginningOf(plant);
    left.set(begins, [...(left.get(begins) ?? []), plant]);
  }
  const plantedStruck: Planted[] = [];
  let stopped = false;
  const chance = (name: string): number => hash(seed, name) / 0x1_0000_0000;
  const outages = plannedOutages ?? outagesOf(profile, chance);
  const badClocks = chance('clocks') < 0.4;
  const count = (kind: string, name: string): void => {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    struck.push(name);
  };
  const rateOf = (mishap: Mishap): number => {
    if (mishap === 'event-lost') return profile.eventLossRate;
    if (mishap === 'event-late') return profile.eventLateRate;
    if (mishap === 'event-day-late') return profile.eventDayLateRate;
    if (mishap === 'message-late') return profile.messageLateRate;
    if (mishap === 'clock-jump') return badClocks ? 0.5 : 0;
    // There is one chance of each for every callback of Connect's own: oftener, to be seen as often as the others.
    if (mishap === 'native-callback-refused') return 2 * profile.mishapRate;
    if (mishap === 'queue-full') return 3 * profile.mishapRate;
    return mishap === 'message-twice' ? profile.duplicateRate : profile.mishapRate;
  };
  return {
    profile,
    chance,
    strike(name, place) {
      const near = left.get(place.begins) ?? [];
      const luck = near.length > 0 ? chance(`planted ${name}`) : 1;
      // None of those near strikes by such luck: the stack need not be read.
      const may = near.some(({ oneIn = 1 }) => luck * oneIn < 1);
      if (notePlaces || may) {
        const here = place.text();
        if (notePlaces) {
          const passes = places.get(here) ?? [];
          places.set(here, passes);
          passes.push(name.slice(0, name.lastIndexOf('.')));
        }
        const index = near.findIndex(({ place: there }) => here === there || here.startsWith(`${there} < `));
        const plant = near[index];
        if (plant && luck * (plant.oneIn ?? 1) < 1) {
          near.splice(index, 1);
          plantedStruck.push(plant);
          count(plant.kind, name);
          return plant.kind;
        }
      }
      if (stopped || chance(`fault ${name}`) >= profile.faultRate || (only && !only.has(name))) return undefined;
      const kind = faultKinds[Math.floor(chance(`kind ${name}`) * faultKinds.length)] as FaultKind;
      count(kind, name);
      return kind;
    },
    happens(mishap, name) {
      const full = `${mishap} ${name}`;
      if (stopped || chance(full) >= rateOf(mishap) || (only && !only.has(full))) return false;
      count(mishap, full);
      return true;
    },
    down: (service, seconds) =>
      !stopped &&
      outages.some(({ services, from, until }) => seconds >= from && seconds < until && services.includes(service)),
    outages,
    clockErrorSeconds: badClocks ? Math.max(profile.skewSeconds, profile.badSkewSeconds) : profile.skewSeconds,
    stop() {
      stopped = true;
    },
    counts,
    struck,
    places,
    plantedStruck,
  };
}

/** Function and operation: how the place's text begins. */
const beginningOf = ({ place }: Planted): string => place.slice(0, place.indexOf(' < ') + 3);

/** FNV-1a with a last mixing: names that differ in one digit give unrelated numbers. */
function hash(seed: number, name: string): number {
  let value = 0x811c9dc5 ^ Math.imul(seed, 0x9e3779b1);
  for (let index = 0; index < name.length; index += 1) value = Math.imul(value ^ name.charCodeAt(index), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
