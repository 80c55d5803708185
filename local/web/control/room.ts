import type { Seconds } from '../../../core/time/units.ts';
import type { ControlledCenter, WebCenter } from '../center.ts';
import type { Command } from '../commands.ts';
import type { ControlMessage } from '../controlMessages.ts';
import type { WhatIfDesk } from './whatIf.ts';

export type ControlCommand = Extract<Command, { type: `control-${string}` }>;

/** What can be done to the local center; one for all pages, because all look at one center. */
export interface ControlRoom {
  /** Throws RangeError saying why when it cannot be done. */
  change(command: ControlCommand): void;
  message(whatIf: WhatIfDesk): ControlMessage;
}

/** Undefined for a center that cannot be controlled. */
export function createControlRoom(center: WebCenter): ControlRoom | undefined {
  return center.control && controlRoom(center, center.control);
}

function controlRoom(
  { agents: people, clock, connect, lines, queues }: WebCenter,
  control: ControlledCenter,
): ControlRoom {
  const surges = new Map<string, number>();

  const crewOf = (queue: string) => {
    const serving = new Set(people.filter((agent) => agent.queues.includes(queue)).map(({ username }) => username));
    const crew = connect.agents.list().filter(({ username }) => serving.has(username));
    const here = crew.filter(({ status, leaving }) => status !== 'offline' && !leaving);
    return { here, away: crew.filter((agent) => !here.includes(agent)) };
  };
  const takesCalls = (queue: string): boolean => lines.some((line) => line.queues.includes(queue));

  function surge(queue: string, perHour: number, minutes: number): void {
    if (!takesCalls(queue)) throw new RangeError(`No number leads to ${queue}: nobody can call it.`);
    control.surge(queue, perHour, (minutes * 60) as Seconds);
    surges.set(queue, Math.max(surges.get(queue) ?? 0, clock.now() + minutes * 60_000));
  }

  function crew(queue: string, change: -1 | 1): void {
    const { here, away } = crewOf(queue);
    const [agent] = change < 0 ? here : away;
    if (agent === undefined)
      throw new RangeError(change < 0 ? `Nobody serves ${queue} any more.` : `Everybody who serves ${queue} is here.`);
    if (change < 0) connect.agents.logout(agent.username);
    else connect.agents.login(agent.username);
  }

  return {
    change(command) {
      switch (command.type) {
        case 'control-surge':
          surge(command.queue, command.perHour, command.minutes);
          return;
        case 'control-crew':
          crew(command.queue, command.change);
          return;
        case 'control-part':
          control.parts.find(({ id }) => id === command.part)?.put(command.out);
          return;
        default:
          return;
      }
    },
    message(whatIf) {
      const now = clock.now();
      return {
        type: 'control',
        now,
        queues: queues.map(({ name }) => {
          const { here, away } = crewOf(name);
          const until = surges.get(name) ?? 0;
          return {
            queue: name,
            agentsHere: here.length,
            agentsAway: away.length,
            surgeUntil: until > now ? until : null,
            takesCalls: takesCalls(name),
          };
        }),
        parts: control.parts.map(({ id, title, effect, out }) => ({ id, title, effect, out })),
        alarms: control.alarms().map(({ name, description, state }) => ({
          name: alarmName(name),
          says: description.replace(/ ?Runbook: .*$/, ''),
          rings: state === 'ALARM',
        })),
        whatIf: whatIf.message(),
      };
    },
  };
}

/** The template's names are those of constructs and a hash: AlarmsSweepSilent0A1B2C3D. */
const alarmName = (name: string): string => name.replace(/^.*Alarms(?=[A-Z])/, '').replace(/[0-9A-F]{8}$/, '');
