import { hasRoomFor } from '../../core/routing/idleAgents.ts';
import type { Instant, Seconds } from '../../core/time/units.ts';
import type { AgentState } from './agents.ts';
import type { QueueFigures } from './connect.ts';
import type { Contact } from './contact.ts';
import { channelOnWire, ofWire, type WireChannel, wireChannels } from './log.ts';
import type { Switchboard } from './switchboard.ts';

export type StaleFigures = Omit<QueueFigures, 'queue' | 'channel'>;

/** Connect's figures of its queues: exact for the board, stale for flows and the API. */
export interface FlowMetrics {
  /** Undefined: nothing going on (nobody staffed, nobody waiting), of which Connect returns nothing. No channel: all. */
  stale(queueId: string, channel: WireChannel | undefined): StaleFigures | undefined;
  exact(queueId: string, channel: WireChannel): StaleFigures;
  /** When what `stale` tells was so. */
  asOf(): Instant;
  /** To be called before anything the figures show changes. */
  touch(): void;
  answered(contact: Contact): void;
  /** Queues and channels some routing profile serves. */
  served(): { queueId: string; channel: WireChannel }[];
}

interface Counts extends Omit<StaleFigures, 'oldestContactAgeSeconds'> {
  readonly oldestEnqueuedAt: Instant | undefined;
}

/** What the estimated wait is reckoned from. */
const RECENT_ANSWERS = 20;
const RECENT_ANSWER_SECONDS = 1_800;

export function createFlowMetrics(board: Switchboard): FlowMetrics {
  const windowMs = board.options.metricsWindowSeconds * 1000;
  const answers = new Map<string, Instant[]>();
  let window = windowMs > 0 ? Math.floor(board.now() / windowMs) : 0;
  let published = new Map<string, Counts>();
  let before = published;

  const keyOf = (queueId: string, channel: WireChannel | undefined): string => `${queueId}#${channel ?? 'ALL'}`;

  function served(): { queueId: string; channel: WireChannel }[] {
    const keys = new Map<string, { queueId: string; channel: WireChannel }>();
    for (const profile of board.router.profiles())
      for (const { queue, channel } of profile.queues) {
        const wire = channelOnWire(channel);
        keys.set(keyOf(queue, wire), { queueId: queue, channel: wire });
      }
    return [...keys.values()];
  }

  /** Nothing changed since the last touch, so what stands now stood at every window's start in between. */
  function touch(): void {
    if (windowMs === 0) return;
    const current = Math.floor(board.now() / windowMs);
    if (current <= window) return;
    const figures = new Map<string, Counts>();
    for (const { queueId, channel } of served()) {
      figures.set(keyOf(queueId, channel), count(queueId, [channel]));
      const all = keyOf(queueId, undefined);
      if (!figures.has(all)) figures.set(all, count(queueId, wireChannels));
    }
    before = current - window > 1 ? figures : published;
    published = figures;
    window = current;
  }

  function stale(queueId: string, channel: WireChannel | undefined): StaleFigures | undefined {
    touch();
    const counts =
      windowMs === 0
        ? count(queueId, channel === undefined ? wireChannels : [channel])
        : before.get(keyOf(queueId, channel));
    if (counts === undefined || (counts.agentsStaffed === 0 && counts.contactsInQueue === 0)) return undefined;
    return aged(counts, asOf());
  }

  const asOf = (): Instant => (windowMs === 0 ? board.now() : (((window - 1) * windowMs) as Instant));

  function aged({ oldestEnqueuedAt, ...counts }: Counts, at: number): StaleFigures {
    const age = oldestEnqueuedAt === undefined ? 0 : Math.max(0, (at - oldestEnqueuedAt) / 1000);
    return { ...counts, oldestContactAgeSeconds: age };
  }

  function count(queueId: string, channels: readonly WireChannel[]): Counts {
    const lines = channels.map((channel) => board.router.line(queueId, ofWire(channel)));
    const oldest = lines.map((line) => line.oldestEnqueuedAt()).filter((at) => at !== undefined);
    const contactsInQueue = lines.reduce((sum, line) => sum + line.size, 0);
    return {
      contactsInQueue,
      callbacksInQueue: channels.reduce((sum, channel) => sum + board.queues.callbacksIn(queueId, ofWire(channel)), 0),
      oldestEnqueuedAt: oldest.length === 0 ? undefined : (Math.min(...oldest) as Instant),
      ...countAgents(queueId, channels),
      ewtSeconds: estimateWait(keyOf(queueId, channels.length === 1 ? channels[0] : undefined), contactsInQueue),
    };
  }

  function countAgents(queueId: string, channels: readonly WireChannel[]) {
    const totals = {
      agentsOnline: 0,
      agentsStaffed: 0,
      agentsAvailable: 0,
      agentsOnContact: 0,
      agentsAfterContactWork: 0,
      agentsNonProductive: 0,
      agentsMissed: 0,
      slotsActive: 0,
      slotsAvailable: 0,
    };
    const own = channels.map(ofWire);
    for (const state of board.agents.states()) {
      const routed = board.router.agent(state.user.username);
      const serves = routed?.profile.queues.some(({ queue, channel }) => queue === queueId && own.includes(channel));
      if (routed === undefined || serves !== true || !state.loggedIn) continue;
      totals.agentsOnline += 1;
      const column = columnOf(board, state);
      if (column !== undefined) totals[column] += 1;
      if (own.some((channel) => hasRoomFor(routed, channel))) totals.agentsAvailable += 1;
      if (state.chosen !== 'break') totals.agentsStaffed += 1;
      for (const channel of own) {
        totals.slotsActive += routed.load[channel];
        if (routed.routable) totals.slotsAvailable += (routed.profile.concurrency[channel] ?? 0) - routed.load[channel];
      }
      if (state.reported === 'after-contact-work') totals.agentsOnContact += 1;
    }
    return totals;
  }

  /** A stand-in for Connect's own, which is not published: the pace of recent answers times the place in the queue. */
  function estimateWait(key: string, contactsInQueue: number): Seconds | undefined {
    const recent = answers.get(key) ?? [];
    const [first] = recent;
    const last = recent.at(-1);
    if (first === undefined || last === undefined || last <= first) return undefined;
    if (board.now() - last > RECENT_ANSWER_SECONDS * 1000) return undefined;
    return ((contactsInQueue + 1) * ((last - first) / (recent.length - 1) / 1000)) as Seconds;
  }

  return {
    stale,
    asOf,
    exact: (queueId, channel) => aged(count(queueId, [channel]), board.now()),
    touch,
    answered(contact) {
      for (const key of [keyOf(contact.queueId ?? '', contact.channel), keyOf(contact.queueId ?? '', undefined)]) {
        const recent = answers.get(key) ?? [];
        recent.push(board.now());
        if (recent.length > RECENT_ANSWERS) recent.shift();
        answers.set(key, recent);
      }
    },
    served,
  };
}

type Column = 'agentsOnContact' | 'agentsAfterContactWork' | 'agentsNonProductive' | 'agentsMissed';

/**
 * Connect counts after-contact work as on contact as well; the caller adds that. A ringing agent is on contact. Available
 * is whoever has room for a contact of the channel, be it beside others.
 */
function columnOf(board: Switchboard, state: AgentState): Column | undefined {
  switch (board.agents.statusOf(state)) {
    case 'on-contact':
    case 'ringing':
      return 'agentsOnContact';
    case 'after-contact-work':
      return 'agentsAfterContactWork';
    case 'missed':
      return 'agentsMissed';
    case 'break':
      return 'agentsNonProductive';
    default:
      return undefined;
  }
}
