/** The services behind the ports, and the two that bring work to the functions. */
export const services = ['table', 'connect', 'queue', 'keys', 'events', 'functions'] as const;
export type Service = (typeof services)[number];

/** Services that answer nobody from `from` until `until`, in seconds from the start. */
export interface Outage {
  services: readonly Service[];
  from: number;
  until: number;
}

/** A reused token gives the same contact (today's text), or a new one once the call is over (a sentence older SDKs had). */
export type TokenReading = 'same-contact' | 'new-contact-after-end';

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
  /** Share of the calls that take up to two seconds, so that others come in between. */
  slowShare: number;
  indexLagSeconds: number;
  searchLagSeconds: number;
  /** What a reused token means once its call is over; left out: the one in even seeds, the other in odd ones. */
  tokenReading?: TokenReading;
  /** How far a function's clock may be off, either way, as a rule. */
  skewSeconds: number;
  /** The same in two seeds of five, in which clocks also jump that far while a process lives. */
  badSkewSeconds: number;
  /**
   * `one`: another service in each seed; `each`: one after the other, in another order in each seed; `all`: at once;
   * `closing`: the schedules, from just before the center closes.
   */
  outages: 'none' | 'one' | 'each' | 'all' | 'closing';
  outageSeconds: number;
  /** Probability that in a seed yesterday's events are replayed from the archive in the morning. */
  replayRate: number;
  /** Probability that in a seed functions of the version before run beside today's for hours. */
  mixedVersionsRate: number;
  /** Share of the callers who ring again; and of those who find their callback open the share that takes it back. */
  ringsAgainShare: number;
  takesBackShare: number;
  /** Of the calls that the dialler is handed, the share whose customer rings just then, to decide about them at the same moment. */
  crossingShare: number;
  /** Share of the telephones from which two people ring at the same moment. */
  householdShare: number;
  /** Of those who find their callback open, the share that wants it on another number. */
  changesNumberShare: number;
  /**
   * Of those who take a callback, and of those who find theirs open, the share that wants it at a time that suits; above 0
   * there is a plan with a little room in each half hour.
   */
  windowShare: number;
  /** Of those who were promised a callback, and of those who pick one up, the share that wants none ever. */
  optOutShare: number;
  /** Probability that in a seed an operator freezes all calls for up to an hour. */
  freezeRate: number;
  /** Probability that a message stands in its queue for up to two hours before anybody takes it. */
  messageLateRate: number;
  /** Connect tells again what it told before, but up to so much later. */
  toldApartSeconds: number;
  /** Share of the events beside which a message comes that nobody can read. */
  poisonShare: number;
  /** How long a batch of events may wait to fill; 0: one by one, where more happens at the same moment. */
  batchSeconds: number;
  /** The hour at which the center closes; 14:30 is when people begin to ring. */
  closesAtHour: number;
  /** At work while the center is open. */
  agents: number;
  /** From one caller to the next, in the mean, once the first rush is over. */
  apartSeconds: number;
}

const calm: Profile = {
  faultRate: 0,
  eventLossRate: 0,
  eventLateRate: 0,
  eventDayLateRate: 0,
  duplicateRate: 0,
  mishapRate: 0,
  slowShare: 0.02,
  indexLagSeconds: 1,
  searchLagSeconds: 10,
  skewSeconds: 0,
  badSkewSeconds: 0,
  outages: 'none',
  outageSeconds: 0,
  replayRate: 0,
  mixedVersionsRate: 0,
  ringsAgainShare: 0.35,
  takesBackShare: 0.2,
  crossingShare: 0,
  householdShare: 0,
  changesNumberShare: 0,
  windowShare: 0,
  optOutShare: 0,
  freezeRate: 0,
  messageLateRate: 0,
  toldApartSeconds: 0,
  poisonShare: 0,
  batchSeconds: 0,
  closesAtHour: 19,
  agents: 2,
  apartSeconds: 150,
};

const hard: Profile = {
  ...calm,
  faultRate: 0.1,
  eventLossRate: 0.2,
  eventLateRate: 0.02,
  eventDayLateRate: 0.02,
  duplicateRate: 0.05,
  mishapRate: 0.05,
  slowShare: 0.02,
  indexLagSeconds: 60,
  searchLagSeconds: 300,
  skewSeconds: 2,
  badSkewSeconds: 120,
  outages: 'each',
  outageSeconds: 600,
  replayRate: 0.25,
  mixedVersionsRate: 0.25,
  messageLateRate: 0.005,
  changesNumberShare: 0.05,
  windowShare: 0.05,
  optOutShare: 0.02,
  freezeRate: 0.1,
};

const outages: Profile = {
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
};

/** Little goes wrong by itself, and much happens: every run passes nearly every place of the code, for planted faults. */
const eventful: Profile = {
  ...calm,
  agents: 6,
  apartSeconds: 50,
  eventLossRate: 0.4,
  eventLateRate: 0.05,
  duplicateRate: 0.2,
  mishapRate: 0.15,
  slowShare: 0.1,
  indexLagSeconds: 5,
  searchLagSeconds: 60,
  skewSeconds: 1,
  ringsAgainShare: 0.95,
  takesBackShare: 0.45,
  householdShare: 0.3,
  toldApartSeconds: 2,
  changesNumberShare: 0.25,
  windowShare: 0.25,
  optOutShare: 0.1,
};

const crossing: Profile = { ...eventful, agents: 3, ringsAgainShare: 0.35, crossingShare: 0.6, faultRate: 0.02 };

export const profiles = {
  hard,
  outages,
  /** Nobody answers for up to three hours. */
  blackout: { ...outages, outages: 'all' },
  /** Everything comes twice and half of all calls are slow: functions are at the same row at the same moment. */
  races: {
    ...hard,
    faultRate: 0.02,
    eventLossRate: 0.05,
    duplicateRate: 0.5,
    mishapRate: 0.3,
    slowShare: 0.5,
    outages: 'none',
    mixedVersionsRate: 0,
    householdShare: 0.5,
  },
  /**
   * Customers change their minds while one agent keeps them waiting, households ring twice at once, queues are slow and
   * hold what nobody can read.
   */
  restless: {
    ...hard,
    agents: 1,
    faultRate: 0.05,
    outages: 'none',
    mixedVersionsRate: 0,
    ringsAgainShare: 0.9,
    takesBackShare: 0.6,
    householdShare: 0.4,
    messageLateRate: 0.1,
    toldApartSeconds: 2,
    poisonShare: 0.05,
    batchSeconds: 1,
    changesNumberShare: 0.15,
    windowShare: 0.15,
    optOutShare: 0.1,
    freezeRate: 0.5,
  },
  /** The center closes in the middle of the rush, nobody sweeps then, and what was handed over before stands in its queue. */
  closing: {
    ...calm,
    faultRate: 0.02,
    duplicateRate: 0.05,
    outages: 'closing',
    outageSeconds: 7200,
    messageLateRate: 0.6,
    closesAtHour: 15,
    windowShare: 0.2,
  },
  /**
   * Connect's search shows contacts only after an hour, and what keeps a call from being placed twice is its token; the
   * table's indexes show each write after up to four minutes, when the sweep has come by again.
   */
  lateSearch: {
    ...hard,
    searchLagSeconds: 3600,
    indexLagSeconds: 240,
    tokenReading: 'same-contact',
    mixedVersionsRate: 0,
  },
  /** A fifth of all calls goes wrong, and a reused token is a new call once the first is over: nothing but the ledger helps. */
  lostReplies: { ...hard, faultRate: 0.2, tokenReading: 'new-contact-after-end', mixedVersionsRate: 0 },
  /** The version before, today's, and back again, while contacts flow. */
  versions: { ...hard, faultRate: 0.02, eventLossRate: 0.05, outages: 'none', mixedVersionsRate: 1 },
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
    changesNumberShare: 0.2,
    windowShare: 0.2,
    optOutShare: 0.05,
  },
  eventful,
  /** Customers ring in the very seconds in which the dialler takes up their callback, and take it back or have it changed. */
  crossing,
  /** The same while clocks are minutes apart, indexes lag, and one agent keeps everybody waiting. */
  crossingBlind: { ...crossing, agents: 1, badSkewSeconds: 120, indexLagSeconds: 240, faultRate: 0.1 },
  /** The same while the center closes, and nobody sweeps. */
  crossingLate: { ...crossing, crossingShare: 0.9, closesAtHour: 16, outages: 'closing', outageSeconds: 3600 },
  calm,
} as const satisfies Record<string, Profile>;
export type ProfileName = keyof typeof profiles;

/** While people ring, or when the morning's callbacks are due. `chance` gives a number in [0, 1) by name. */
export function outagesOf(profile: Profile, chance: (name: string) => number): Outage[] {
  if (profile.outages === 'none') return [];
  const order = [...services].sort((a, b) => chance(`outage ${a}`) - chance(`outage ${b}`));
  if (profile.outages === 'all') return [outageOf([...services], { profile, chance, share: 1, index: 0 })];
  if (profile.outages === 'closing') {
    const closes = 3600 * (profile.closesAtHour - 14.5);
    return [
      { services: ['events'], from: closes - 300, until: closes + chance('outage length') * profile.outageSeconds },
    ];
  }
  const struck = profile.outages === 'one' ? order.slice(0, 1) : order;
  return struck.map((service, index) => outageOf([service], { profile, chance, share: struck.length, index }));
}

interface Turn {
  profile: Profile;
  chance: (name: string) => number;
  /** One after the other: each of `share` has its own part of the evening, or of the morning. */
  share: number;
  index: number;
}

function outageOf(struck: readonly Service[], { profile, chance, share, index }: Turn): Outage {
  const [service] = struck;
  const luck = chance(`outage of ${service} from`);
  const evening = chance(`outage of ${service}`) < 0.7;
  const from = evening ? (7200 / share) * (index + luck) : 16.5 * 3600 + (3600 / share) * (index + luck);
  const length = (0.1 + 0.9 * chance(`outage of ${service} length`)) * profile.outageSeconds;
  return { services: struck, from, until: from + length };
}
