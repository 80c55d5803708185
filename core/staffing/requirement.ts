import { erlangA } from '../queueing/erlangA.ts';
import { achieved, fewest, type StaffingTarget } from '../queueing/staffing.ts';
import { type CountForecast, RateLaw } from './rates.ts';

/** The work one interval of a queue and channel brings. */
export interface IntervalWork {
  /** Contacts of the interval. */
  readonly contacts: CountForecast;
  /** Mean load of the interval over what its own contacts alone would make: 1 where the day is level. */
  readonly loadFactor: number;
  readonly intervalSeconds: number;
  readonly handleSeconds: number;
  readonly patienceSeconds: number;
  /** Contacts one agent serves at a time; handle times are as long as they are at that. 1 for voice. */
  readonly contactsPerAgent: number;
}

/** How far the forecast is believed when over-staffing is judged: beyond what this share of days needs, agents wait. */
const enoughLevel = 0.95;

/**
 * The fewest available agents that meet the target on average over what the forecast leaves open; each possible rate
 * counts by the contacts it brings, since busy days are seen by more customers. 0 where nobody is expected.
 */
export function requiredAgents(target: StaffingTarget, work: IntervalWork): number {
  const rates = new RateLaw(work.contacts).mixture().filter((rate) => rate.contacts > 0);
  const contacts = rates.reduce((sum, rate) => sum + rate.weight * rate.contacts, 0);
  if (contacts < leastContacts) return 0;
  const share = (agents: number): number =>
    rates.reduce((sum, rate) => sum + rate.weight * rate.contacts * measure(target, work, agents, rate.contacts), 0) /
    contacts;
  return fewest((agents) => meets(target, share(agents)), loadErlangs(work, contacts) / work.contactsPerAgent);
}

/** Agents beyond which nobody is served better on all but one day in twenty: what is scheduled above them is waste. */
export function enoughAgents(target: StaffingTarget, work: IntervalWork): number {
  const contacts = new RateLaw(work.contacts).quantile(enoughLevel);
  if (contacts < leastContacts) return 0;
  return fewest(
    (agents) => meets(target, measure(target, work, agents, contacts)),
    loadErlangs(work, contacts) / work.contactsPerAgent,
  );
}

/**
 * Probability, over what the forecast leaves open, that `agents` available miss the target in this interval. `beyond`: a
 * miss by more than this share of the contacts they could carry; 0.1 leaves out what is as good as met.
 */
export function gapProbability(target: StaffingTarget, work: IntervalWork, agents: number, beyond = 0): number {
  const law = new RateLaw(work.contacts);
  const carried = contactsCarried(target, work, agents) * (1 + beyond);
  return carried < leastContacts ? law.probabilityAbove(leastContacts) : law.probabilityAbove(carried);
}

/** The most contacts in the mean of an interval for which `agents` available meet the target. */
export function contactsCarried(target: StaffingTarget, work: IntervalWork, agents: number): number {
  if (!(agents >= 1)) return 0;
  const whole = Math.floor(agents);
  const fits = (contacts: number) => meets(target, measure(target, work, whole, contacts));
  const perErlang = (work.intervalSeconds / work.handleSeconds) * (work.contactsPerAgent / work.loadFactor);
  let [low, high] = [0, whole * perErlang];
  // Customers without any patience never see a long wait, however many they are: no use in looking further.
  const most = 16 * high;
  while (high < most && fits(high)) [low, high] = [high, high * 2];
  for (let round = 0; round < 30 && high - low > 1e-4 * high; round++) {
    const middle = (low + high) / 2;
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** Less than one contact in a hundred intervals is nobody. */
const leastContacts = 0.01;

const loadErlangs = (work: IntervalWork, contacts: number): number =>
  (contacts * work.loadFactor * work.handleSeconds) / work.intervalSeconds;

/** What the target asks, of `agents` when the interval brings `contacts` in the mean. */
function measure(target: StaffingTarget, work: IntervalWork, agents: number, contacts: number): number {
  return achieved(
    target,
    erlangA({
      agents: Math.max(1, Math.floor(agents * work.contactsPerAgent)),
      arrivalsPerSecond: (contacts * work.loadFactor) / work.intervalSeconds,
      handleSeconds: work.handleSeconds,
      patienceSeconds: work.patienceSeconds,
    }),
  );
}

const meets = (target: StaffingTarget, share: number): boolean =>
  target.kind === 'abandoned' ? share <= target.atMost : share >= target.ratio;
