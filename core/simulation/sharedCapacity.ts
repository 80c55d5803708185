import type { PlannedStaffing } from '../prediction/queueState.ts';
import type { Router } from '../routing/router.ts';
import { seconds } from '../time/units.ts';
import { arrivalRateAt } from './arrivals.ts';
import type { CenterScenario, TwinProfile, TwinQueue } from './center.ts';
import type { Crews } from './crews.ts';
import { meanOf } from './timeLaw.ts';

/** What the agents of one queue can do for it, who may serve others as well. */
export interface Capacity {
  /** Agents, those who serve other queues first counted with the time these leave. */
  readonly serving: number;
  /** With room for one more contact, of those who may take this one now. */
  readonly available: number;
  /** Contacts at a time, at the pace that so many are done at. */
  readonly contactsPerAgent: number;
  /** Agents who have room but may take this contact only after their profile's delay. */
  readonly later: readonly PlannedStaffing[];
  /** Contacts of other queues that these agents will take before, in contacts of this queue. */
  readonly sharedAhead: number;
}

export interface CapacityOf {
  /** For a contact that has stood in the line for `standing` seconds. */
  at(at: number, standing: number): Capacity;
  contactsPerAgent(): number;
  /** Whether theory tells all: nobody else is taken before or between by these agents, and contacts side by side do not slow each other down. */
  readonly isTold: boolean;
}

/** Better-ranked queues leave at least this much of an agent's time: their customers give up too. */
const leastLeft = 0.05;

export function createCapacity(queue: TwinQueue, scenario: CenterScenario, router: Router, crews: Crews): CapacityOf {
  const handleSeconds = meanOf(queue.service);
  const profiles = scenario.profiles.flatMap((profile) => {
    const own = profile.queues.find((served) => served.queue === queue.name && served.channel === queue.channel);
    if (!own) return [];
    const before = profile.queues.flatMap((served) => {
      const other = scenario.queues.find((each) => each.name === served.queue && each.channel === served.channel);
      if (!other || other === queue || served.priority > own.priority) return [];
      return [{ other, first: served.priority < own.priority, handleSeconds: meanOf(other.service) }];
    });
    return [{ profile, delaySeconds: own.delaySeconds, before, slots: slotsOf(profile, queue) }];
  });
  const staffedWith = (id: string): number => crews.counts.get(id)?.staffed ?? 0;
  /** Agents of any profile who serve `other`. */
  const staffedFor = (other: TwinQueue): number =>
    scenario.profiles
      .filter((profile) =>
        profile.queues.some(({ queue: name, channel }) => name === other.name && channel === other.channel),
      )
      .reduce((total, { id }) => total + staffedWith(id), 0);

  function contactsPerAgent(): number {
    const staffed = profiles.reduce((total, { profile }) => total + staffedWith(profile.id), 0);
    if (staffed === 0) return Math.max(1, ...profiles.map(({ slots }) => slots));
    return profiles.reduce((total, { profile, slots }) => total + slots * staffedWith(profile.id), 0) / staffed;
  }

  return {
    contactsPerAgent,
    isTold: profiles.every(
      ({ profile, delaySeconds, before }) => before.length === 0 && delaySeconds === 0 && !slowsDown(profile, queue),
    ),
    at(at, standing) {
      let [serving, available, sharedAhead] = [0, 0, 0];
      const later: { inSeconds: number; agents: number }[] = [];
      for (const { profile, delaySeconds, before } of profiles) {
        const staffed = staffedWith(profile.id);
        const room = crews.counts.get(profile.id)?.room[queue.channel] ?? 0;
        let taken = 0;
        for (const { other, first, handleSeconds: otherSeconds } of before) {
          const share = staffed / Math.max(1, staffedFor(other));
          const waiting = router.line(other.name, other.channel).size;
          sharedAhead += (share * waiting * otherSeconds) / handleSeconds;
          if (first) taken += share * arrivalRateAt(other.arrivals, at) * otherSeconds;
        }
        const left = staffed * Math.max(leastLeft, 1 - taken / Math.max(1, staffed));
        const inSeconds = delaySeconds - standing;
        if (inSeconds > 0 && room > 0) {
          later.push({ inSeconds, agents: room });
          continue;
        }
        serving += left;
        available += room;
      }
      let soFar = serving;
      const plan = later
        .sort((one, another) => one.inSeconds - another.inSeconds)
        .map(({ inSeconds, agents }) => {
          soFar += agents;
          return { inSeconds: seconds(inSeconds), agents: soFar };
        });
      return { serving, available, contactsPerAgent: contactsPerAgent(), later: plan, sharedAhead };
    },
  };
}

const slowsDown = ({ concurrency, paces }: TwinProfile, { channel }: TwinQueue): boolean =>
  (concurrency[channel] ?? 1) > 1 && paces !== undefined;

/** Contacts an agent does at a time, each as fast as it goes beside the others. */
function slotsOf({ concurrency, paces }: TwinProfile, { channel }: TwinQueue): number {
  const atOnce = Math.max(1, concurrency[channel] ?? 1);
  return Math.max(1, atOnce * (paces?.[Math.min(atOnce, paces.length) - 1] ?? 1));
}
