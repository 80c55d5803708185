import type { LocalClock } from '../clock/clock.ts';
import { parseSchedule } from './schedule-expression.ts';

export interface Schedule {
  readonly name: string;
  readonly arn: string;
  /** The service whose permission the target asks for; undefined when the schedule has a role of its own. */
  readonly servicePrincipal: string | undefined;
  readonly expression: string;
  readonly timeZone: string;
  readonly enabled: boolean;
  readonly targetArn: string;
  readonly input: string;
}

export interface LocalScheduler {
  add(schedule: Schedule): void;
  list(): readonly Schedule[];
}

export interface SchedulerOptions {
  readonly clock: LocalClock;
  /** Runs a target; a rejection is reported and the schedule goes on. */
  readonly run: (schedule: Schedule) => Promise<void>;
}

/** EventBridge's schedules. A run that falls due while the center was down is not made up for, as on AWS. */
export function createScheduler({ clock, run }: SchedulerOptions): LocalScheduler {
  const schedules: Schedule[] = [];
  return {
    add(schedule) {
      schedules.push(schedule);
      if (!schedule.enabled) return;
      const nextAfter = parseSchedule(schedule.expression, schedule.timeZone, clock.now());
      const arm = (): void => {
        const due = nextAfter(clock.now());
        if (due === undefined) return;
        clock.at(due, () => {
          arm();
          return run(schedule);
        });
      };
      arm();
    },
    list: () => schedules,
  };
}
