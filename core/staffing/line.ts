import type { Channel } from '../contacts/channel.ts';
import type { StaffingTarget } from '../queueing/staffing.ts';
import type { RuntimeSettings } from '../settings/runtime.ts';

/** A queue and channel as its staffing sees it. */
export interface Line {
  readonly queue: string;
  readonly channel: Channel;
  readonly target: StaffingTarget;
  /** Contacts one agent serves at a time; 1 for voice. */
  readonly contactsPerAgent: number;
  /**
   * Share of a scheduled agent that is available to contacts, above 0. 1 − shrinkage until the center's own waits have
   * said more (availability.ts). It is the only place where scheduled and available agents part.
   */
  readonly availableShare: number;
  /** Used where a forecast says nothing of patience. */
  readonly patienceSeconds: number;
}

export const lineKey = (queue: string, channel: Channel): string => `${queue}#${channel}`;

/**
 * What a queue and channel is staffed for. `expectation`: a customer who would never give up waits longer than expected
 * with no more than 1 − confidence, the probability at which offers are made, too: a center must not meet its plan by
 * customers hanging up. `service-level`: the share answered within the threshold, of all offered.
 */
export function targetOf(settings: Pick<RuntimeSettings, 'queues' | 'staffing'>, queue: string, channel: Channel) {
  const { expectation, serviceLevel } = settings.queues[queue] ?? {};
  const expected = expectation?.[channel];
  const target: StaffingTarget =
    expected !== undefined && settings.staffing.target === 'expectation'
      ? { kind: 'potential', ratio: expected.confidence, thresholdSeconds: expected.waitSeconds }
      : {
          kind: 'served',
          ratio: Math.min(0.99, serviceLevel?.ratio ?? 0.8),
          thresholdSeconds: serviceLevel?.thresholdSeconds ?? 20,
        };
  return target;
}
