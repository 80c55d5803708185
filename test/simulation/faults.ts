/** What can happen to one side effect of a function. */
export const faultKinds = ['crash-before', 'crash-after', 'throttle', 'lost-reply', 'timeout'] as const;
export type FaultKind = (typeof faultKinds)[number];

/** What can happen around the functions. */
export const mishaps = [
  'event-lost',
  'event-late',
  'message-twice',
  'cold-start',
  'slow-reply',
  'native-callback-refused',
  'queue-full',
  'asked-twice',
] as const;
export type Mishap = (typeof mishaps)[number];

export interface Profile {
  /** Probability that a call of a port meets one of the five faults. */
  faultRate: number;
  eventLossRate: number;
  eventLateRate: number;
  duplicateRate: number;
  /** Probability of each other mishap. */
  mishapRate: number;
  indexLagSeconds: number;
  searchLagSeconds: number;
  /** How far a function's clock may be off, either way. */
  skewSeconds: number;
  /** Longest time for which one service, another in each seed, answers nobody. */
  outageSeconds: number;
}

/** The services behind the ports. */
export const services = ['table', 'connect', 'queue', 'keys'] as const;
export type Service = (typeof services)[number];

export const profiles = {
  hard: {
    faultRate: 0.1,
    eventLossRate: 0.2,
    eventLateRate: 0.02,
    duplicateRate: 0.05,
    mishapRate: 0.05,
    indexLagSeconds: 60,
    searchLagSeconds: 300,
    skewSeconds: 2,
    outageSeconds: 0,
  },
  outages: {
    faultRate: 0.02,
    eventLossRate: 0.1,
    eventLateRate: 0.02,
    duplicateRate: 0.05,
    mishapRate: 0.02,
    indexLagSeconds: 60,
    searchLagSeconds: 300,
    skewSeconds: 2,
    outageSeconds: 3 * 3600,
  },
  mild: {
    faultRate: 0.01,
    eventLossRate: 0.02,
    eventLateRate: 0.02,
    duplicateRate: 0.05,
    mishapRate: 0.01,
    indexLagSeconds: 5,
    searchLagSeconds: 60,
    skewSeconds: 1,
    outageSeconds: 0,
  },
  calm: {
    faultRate: 0,
    eventLossRate: 0,
    eventLateRate: 0,
    duplicateRate: 0,
    mishapRate: 0,
    indexLagSeconds: 1,
    searchLagSeconds: 10,
    skewSeconds: 0,
    outageSeconds: 0,
  },
} as const satisfies Record<string, Profile>;
export type ProfileName = keyof typeof profiles;

/** One fault set on purpose: at the first time a run passes this place in the code. */
export interface Planted {
  place: string;
  kind: FaultKind;
}

export interface Faults {
  readonly profile: Profile;
  /** A number in [0, 1) that depends on the seed and the name alone, so that one fault less changes no other. */
  chance(name: string): number;
  /** The fault this call meets. `name` is unique in the run; `place` tells where in the code it is. */
  strike(name: string, place: () => string): FaultKind | undefined;
  happens(mishap: Mishap, name: string): boolean;
  /** Whether this service answers nobody, so long after the start. */
  down(service: Service, secondsFromStart: number): boolean;
  /** From now on nothing goes wrong any more. */
  stop(): void;
  readonly counts: Map<string, number>;
  /** Every fault that struck, by its name. */
  readonly struck: string[];
  readonly places: Set<string>;
  /** Whether every planted fault has struck. */
  allPlanted(): boolean;
}

export interface FaultPlan {
  seed: number;
  profile: Profile;
  /** Only these strike, of those that would: for finding the few that matter. */
  only?: ReadonlySet<string> | undefined;
  planted?: readonly Planted[] | undefined;
  /** Notes each place a call comes from. Slow: it reads the stack. */
  notePlaces?: boolean | undefined;
}

export function seededFaults({ seed, profile, only, planted = [], notePlaces = false }: FaultPlan): Faults {
  const counts = new Map<string, number>();
  const struck: string[] = [];
  const places = new Set<string>();
  const left = new Set(planted);
  let stopped = false;
  const chance = (name: string): number => hash(seed, name) / 0x1_0000_0000;
  // While people ring, or when the morning's callbacks are due.
  const outageFrom = chance('outage') < 0.7 ? 7200 * chance('outage from') : 16.5 * 3600 + 3600 * chance('outage from');
  const outage = {
    service: services[Math.floor(chance('outage of') * services.length)],
    from: outageFrom,
    until: outageFrom + (0.1 + 0.9 * chance('outage length')) * profile.outageSeconds,
  };
  const count = (kind: string, name: string): void => {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    struck.push(name);
  };
  const rateOf = (mishap: Mishap): number => {
    if (mishap === 'event-lost') return profile.eventLossRate;
    if (mishap === 'event-late') return profile.eventLateRate;
    return mishap === 'message-twice' ? profile.duplicateRate : profile.mishapRate;
  };
  return {
    profile,
    chance,
    strike(name, place) {
      if (notePlaces || left.size > 0) {
        const here = place();
        if (notePlaces) places.add(here);
        for (const plant of left) {
          if (plant.place !== here) continue;
          left.delete(plant);
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
    down: (service, secondsFromStart) =>
      !stopped && service === outage.service && secondsFromStart >= outage.from && secondsFromStart < outage.until,
    stop() {
      stopped = true;
    },
    counts,
    struck,
    places,
    allPlanted: () => left.size === 0,
  };
}

/** FNV-1a with a last mixing: names that differ in one digit give unrelated numbers. */
function hash(seed: number, name: string): number {
  let value = 0x811c9dc5 ^ Math.imul(seed, 0x9e3779b1);
  for (let index = 0; index < name.length; index += 1) value = Math.imul(value ^ name.charCodeAt(index), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
