/** The services behind the ports, and the two that bring work to the functions. */
export const services = ['table', 'connect', 'queue', 'keys', 'events', 'functions'] as const;
export type Service = (typeof services)[number];

/** Services that answer nobody from `from` until `until`, in seconds from the start. */
export interface Outage {
  services: readonly Service[];
  from: number;
  until: number;
}

export interface Profile {
  /** Probability that a call of a port meets one of the five faults. */
  faultRate: number;
  eventLossRate: number;
  /** Events 15 minutes late; and a day late, as EventBridge delivers when its target could not be reached. */
  eventLateRate: number;
  eventDayLateRate: number;
  duplicateRate: number;
  /** Probability of each other mishap. */
  mishapRate: number;
  indexLagSeconds: number;
  searchLagSeconds: number;
  /** How far a function's clock may be off, either way, as a rule. */
  skewSeconds: number;
  /** The same in two seeds of five, in which clocks also jump that far while a process lives. */
  badSkewSeconds: number;
  /** `one`: another service in each seed; `each`: all of them one after the other, in another order in each seed. */
  outages: 'none' | 'one' | 'each';
  outageSeconds: number;
  /** Probability that in a seed yesterday's events are replayed from the archive in the morning. */
  replayRate: number;
  /** Probability that in a seed functions of the version before run beside today's for hours. */
  mixedVersionsRate: number;
}

const calm: Profile = {
  faultRate: 0,
  eventLossRate: 0,
  eventLateRate: 0,
  eventDayLateRate: 0,
  duplicateRate: 0,
  mishapRate: 0,
  indexLagSeconds: 1,
  searchLagSeconds: 10,
  skewSeconds: 0,
  badSkewSeconds: 0,
  outages: 'none',
  outageSeconds: 0,
  replayRate: 0,
  mixedVersionsRate: 0,
};

export const profiles = {
  hard: {
    faultRate: 0.1,
    eventLossRate: 0.2,
    eventLateRate: 0.02,
    eventDayLateRate: 0.02,
    duplicateRate: 0.05,
    mishapRate: 0.05,
    indexLagSeconds: 60,
    searchLagSeconds: 300,
    skewSeconds: 2,
    badSkewSeconds: 120,
    outages: 'each',
    outageSeconds: 600,
    replayRate: 0.25,
    mixedVersionsRate: 0.25,
  },
  outages: {
    ...calm,
    faultRate: 0.02,
    eventLossRate: 0.1,
    eventLateRate: 0.02,
    duplicateRate: 0.05,
    mishapRate: 0.02,
    indexLagSeconds: 60,
    searchLagSeconds: 300,
    skewSeconds: 2,
    outages: 'one',
    outageSeconds: 3 * 3600,
  },
  /** A busy day on AWS as it may well be. */
  real: {
    ...calm,
    faultRate: 0.001,
    eventLossRate: 0.02,
    eventLateRate: 0.01,
    duplicateRate: 0.01,
    mishapRate: 0.001,
    indexLagSeconds: 5,
    searchLagSeconds: 60,
    skewSeconds: 0.1,
  },
  mild: {
    ...calm,
    faultRate: 0.01,
    eventLossRate: 0.02,
    eventLateRate: 0.02,
    duplicateRate: 0.05,
    mishapRate: 0.01,
    indexLagSeconds: 5,
    searchLagSeconds: 60,
    skewSeconds: 1,
  },
  calm,
} as const satisfies Record<string, Profile>;
export type ProfileName = keyof typeof profiles;

/** While people ring, or when the morning's callbacks are due. `chance` gives a number in [0, 1) by name. */
export function outagesOf(profile: Profile, chance: (name: string) => number): Outage[] {
  if (profile.outages === 'none') return [];
  const order = [...services].sort((a, b) => chance(`outage ${a}`) - chance(`outage ${b}`));
  const struck = profile.outages === 'one' ? order.slice(0, 1) : order;
  return struck.map((service, index) => {
    const luck = chance(`outage of ${service} from`);
    const evening = chance(`outage of ${service}`) < 0.7;
    // One after the other: each has its own part of the evening, or of the morning.
    const from = evening
      ? (7200 / struck.length) * (index + luck)
      : 16.5 * 3600 + (3600 / struck.length) * (index + luck);
    const length = (0.1 + 0.9 * chance(`outage of ${service} length`)) * profile.outageSeconds;
    return { services: [service], from, until: from + length };
  });
}
