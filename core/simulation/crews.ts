import { type Channel, liveChannels, perChannel } from '../contacts/channel.ts';
import type { RandomStream } from '../random/stream.ts';
import { hasRoomFor } from '../routing/idleAgents.ts';
import type { Router } from '../routing/router.ts';
import type { AgentMove, Crew, TwinProfile } from './center.ts';
import type { TwinContact } from './customers.ts';
import { momentOf } from './customers.ts';

/** One who works. The router knows them by the same id. */
export interface TwinAgent {
  readonly id: string;
  readonly crew: number;
  profile: TwinProfile;
  /** The shift is over: no further contact. */
  leaving: boolean;
  readonly inHand: TwinContact[];
}

export interface ProfileCount {
  staffed: number;
  idle: number;
  /** With room for one more contact of the channel. */
  readonly room: Record<Channel, number>;
}

/** The agents of all crews: who works, who has room, who comes and goes. */
export interface Crews {
  readonly counts: ReadonlyMap<string, ProfileCount>;
  /** Seconds worked so far, by profile. */
  workedSeconds(at: number): Map<string, number>;
  agent(id: string): TwinAgent;
  /** When the next shift begins or ends; Infinity: never. */
  readonly nextChangeAt: number;
  /** Executes the changes due; gives the agents who came. */
  change(at: number): TwinAgent[];
  take(agent: TwinAgent, contact: TwinContact, at: number): void;
  /** False when the agent has left with it. */
  finish(agent: TwinAgent, contact: TwinContact, at: number): boolean;
  /** Gives those who moved. */
  move(move: AgentMove, at: number): TwinAgent[];
}

export function createCrews(
  crews: readonly Crew[],
  profiles: readonly TwinProfile[],
  router: Router,
  chance: RandomStream,
): Crews {
  const agents = new Map<string, TwinAgent>();
  const byId = new Map(profiles.map((profile) => [profile.id, profile]));
  const counts = new Map<string, ProfileCount>(
    profiles.map(({ id }) => [id, { staffed: 0, idle: 0, room: perChannel(() => 0) }]),
  );
  const worked = new Map<string, number>(profiles.map(({ id }) => [id, 0]));
  const changes = crews
    .flatMap((crew, index) => crew.agents.map((shift) => ({ ...shift, crew: index })))
    .sort((one, other) => one.fromSeconds - other.fromSeconds);
  const ofCrew = crews.map(() => new Set<TwinAgent>());
  let workedUntil = 0;
  let nextChange = 0;
  let hired = 0;

  function profileOf(id: string): TwinProfile {
    const found = byId.get(id);
    if (!found) throw new RangeError(`no routing profile ${id}`);
    return found;
  }

  const countOf = (agent: TwinAgent): ProfileCount => counts.get(agent.profile.id) as ProfileCount;

  function clock(at: number): void {
    for (const [id, { staffed }] of counts) worked.set(id, (worked.get(id) ?? 0) + staffed * (at - workedUntil));
    workedUntil = at;
  }

  /** What the agent adds to the counts; `by` is 1 or -1. */
  function count(agent: TwinAgent, by: 1 | -1): void {
    if (agent.leaving) return;
    const known = router.agent(agent.id);
    const figures = countOf(agent);
    figures.staffed += by;
    if (agent.inHand.length === 0) figures.idle += by;
    if (!known) return;
    for (const channel of liveChannels) if (hasRoomFor(known, channel)) figures.room[channel] += by;
  }

  function changed(agent: TwinAgent, act: () => void): void {
    count(agent, -1);
    act();
    count(agent, 1);
  }

  function hire(crew: number, at: number): TwinAgent {
    const profile = profileOf(crews[crew]?.profile ?? '');
    const agent: TwinAgent = { id: `agent-${hired++}`, crew, profile, leaving: false, inHand: [] };
    agents.set(agent.id, agent);
    ofCrew[crew]?.add(agent);
    router.setAgent(agent.id, profile.id, momentOf(at));
    router.setRoutable(agent.id, true, momentOf(at));
    count(agent, 1);
    return agent;
  }

  function dismiss(agent: TwinAgent, at: number): void {
    count(agent, -1);
    agent.leaving = true;
    ofCrew[agent.crew]?.delete(agent);
    router.setRoutable(agent.id, false, momentOf(at));
    if (agent.inHand.length === 0) gone(agent);
  }

  function gone(agent: TwinAgent): void {
    router.removeAgent(agent.id);
    agents.delete(agent.id);
  }

  /** Those with nothing in hand first, then any. */
  function choose(among: Iterable<TwinAgent>, wanted: number): TwinAgent[] {
    if (!(wanted > 0)) return [];
    const all = [...among];
    const idle = all.filter((agent) => agent.inHand.length === 0);
    const busy = all.filter((agent) => agent.inHand.length > 0);
    const offset = wanted > idle.length && busy.length > 0 ? chance.integer(0, busy.length - 1) : 0;
    return [...idle, ...busy.slice(offset), ...busy.slice(0, offset)].slice(0, wanted);
  }

  return {
    counts,
    workedSeconds(at) {
      clock(at);
      return new Map(worked);
    },
    agent(id) {
      const agent = agents.get(id);
      if (!agent) throw new RangeError(`no agent ${id}`);
      return agent;
    },
    get nextChangeAt() {
      return changes[nextChange]?.fromSeconds ?? Number.POSITIVE_INFINITY;
    },
    change(at) {
      clock(at);
      const came: TwinAgent[] = [];
      for (let due = changes[nextChange]; due && due.fromSeconds <= at; due = changes[++nextChange]) {
        const crew = ofCrew[due.crew] as Set<TwinAgent>;
        for (const agent of choose(crew, crew.size - due.agents)) dismiss(agent, at);
        while (crew.size < due.agents) came.push(hire(due.crew, at));
      }
      return came;
    },
    take(agent, contact, at) {
      changed(agent, () => {
        agent.inHand.push(contact);
        router.occupy(agent.id, contact.channel, momentOf(at));
      });
    },
    finish(agent, contact, at) {
      changed(agent, () => {
        agent.inHand.splice(agent.inHand.indexOf(contact), 1);
        router.vacate(agent.id, contact.channel, momentOf(at));
      });
      if (agent.leaving && agent.inHand.length === 0) gone(agent);
      return !agent.leaving;
    },
    move({ from, to, agents: wanted }, at) {
      clock(at);
      const profile = profileOf(to);
      const candidates = [...agents.values()].filter((agent) => agent.profile.id === from && !agent.leaving);
      const moved = choose(candidates, wanted);
      for (const agent of moved) {
        changed(agent, () => {
          agent.profile = profile;
          router.setAgent(agent.id, to, momentOf(at));
        });
      }
      return moved;
    },
  };
}
