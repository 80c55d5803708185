import { type Instant, secondsBetween } from '../time/units.ts';

/** A member of the reserve: who they are, whom they serve at home, whom they may help. */
export interface Reservist {
  readonly username: string;
  readonly pool: string;
  /** Lines (queue and channel) served in their own routing profile. */
  readonly home: readonly string[];
  /** Lines they serve as well while they help. */
  readonly helps: readonly string[];
  /** At work and not about to leave. */
  readonly onShift: boolean;
}

/** Where a member stands; no entry: at home, and never moved. */
export interface ReserveState {
  readonly helping: boolean;
  readonly since: Instant;
}

/** One line as it is now. */
export interface LineNow {
  /** Agents who serve it, helpers included. */
  readonly presentAgents: number;
  /** Probability that `agents` present miss the target over the coming intervals, as it is foreseen now. */
  readonly missProbability: (agents: number) => number;
  /** The same of a miss that customers feel: by more than a little. Never above missProbability. */
  readonly clearMissProbability: (agents: number) => number;
  /** Its margin shrinks now: help is called for that, and not for the forecast. @default false */
  readonly isPressed?: boolean;
}

export interface FlexLimits {
  /** Members of one pool who help at once, at most. */
  readonly mostHelping: Readonly<Record<string, number>>;
  /** Called when a clear miss is at least so probable, … */
  readonly callFrom: number;
  /** … as many as make any miss no more probable than this; and released when it would not be without them. */
  readonly releaseBelow: number;
  /** Nobody is moved again before that, in either direction: at most two switches an hour at 1800. */
  readonly dwellSeconds: number;
}

export const usualFlexLimits: Omit<FlexLimits, 'mostHelping'> = {
  callFrom: 0.8,
  releaseBelow: 0.5,
  dwellSeconds: 1800,
};

export interface Move {
  readonly username: string;
  readonly pool: string;
  readonly to: 'help' | 'home';
  readonly reason: 'line-short' | 'margin-shrinking' | 'line-served' | 'home-short' | 'off-shift' | 'disabled';
  /** The line helped; of a release the first they helped. */
  readonly line: string;
}

/**
 * Who of the reserve is called and who goes home. Pure: looked at again with nothing changed it moves nobody.
 *
 * Hysteresis in probability and in time. Nobody leaves a home line that would then miss its own target, and who was
 * called goes back when home has need of them, whatever the dwell. Off shift, or switched off: home at once.
 */
export function decideFlex(input: {
  readonly now: Instant;
  readonly reserve: readonly Reservist[];
  readonly states: Readonly<Record<string, ReserveState>>;
  readonly lines: Readonly<Record<string, LineNow>>;
  readonly limits: FlexLimits;
  /** False: everybody goes home. */
  readonly enabled: boolean;
}): Move[] {
  const look = new Look(input);
  for (const member of input.reserve) if (look.isHelping(member)) look.considerSendingHome(member);
  if (input.enabled) for (const line of Object.keys(input.lines)) look.considerCalling(line);
  return look.moves;
}

type FlexInput = Parameters<typeof decideFlex>[0];

/** One pass: counts what its own moves change, so that two of them never solve the same need. */
class Look {
  readonly moves: Move[] = [];
  private readonly input: FlexInput;
  private readonly present: Record<string, number>;
  private readonly helping: Set<string>;

  constructor(input: FlexInput) {
    this.input = input;
    this.present = Object.fromEntries(Object.entries(input.lines).map(([line, now]) => [line, now.presentAgents]));
    this.helping = new Set(
      input.reserve.filter(({ username }) => input.states[username]?.helping).map((one) => one.username),
    );
  }

  isHelping = ({ username }: Reservist): boolean => this.helping.has(username);

  considerSendingHome(member: Reservist): void {
    const reason = this.reasonToGoHome(member);
    if (reason !== undefined) this.move(member, 'home', reason);
  }

  private reasonToGoHome(member: Reservist): Move['reason'] | undefined {
    const { enabled, limits } = this.input;
    if (!enabled) return 'disabled';
    if (!member.onShift) return 'off-shift';
    const homeShort = member.home.some((line) => this.isShort(line));
    const stillShort = member.helps.some((line) => this.isShort(line));
    if (homeShort && !stillShort) return 'home-short';
    // Nothing is known of the lines they help: they stay until something is.
    if (!member.helps.some((line) => this.input.lines[line] !== undefined)) return undefined;
    const served = member.helps.every((line) => this.misses(line, -1) <= limits.releaseBelow);
    return served && this.hasDwelt(member) ? 'line-served' : undefined;
  }

  considerCalling(line: string): void {
    const { reserve, limits } = this.input;
    if (!this.isShort(line)) return;
    const reason = this.input.lines[line]?.isPressed ? 'margin-shrinking' : 'line-short';
    for (const member of reserve) {
      if (this.misses(line, 0) <= limits.releaseBelow) return;
      if (this.mayHelp(member, line)) this.move(member, 'help', reason, line);
    }
  }

  private mayHelp(member: Reservist, line: string): boolean {
    const { reserve, limits } = this.input;
    if (this.helping.has(member.username) || !member.onShift || !member.helps.includes(line)) return false;
    if (this.moves.some(({ username }) => username === member.username) || !this.hasDwelt(member)) return false;
    const inPool = reserve.filter(({ pool, username }) => pool === member.pool && this.helping.has(username)).length;
    if (inPool >= (limits.mostHelping[member.pool] ?? 0)) return false;
    // Never below a home line's need: without this member it must still meet its target, more probably than not.
    return member.home.every((home) => home === line || this.misses(home, -1) <= limits.releaseBelow);
  }

  private hasDwelt({ username }: Reservist): boolean {
    const state = this.input.states[username];
    return state === undefined || secondsBetween(state.since, this.input.now) >= this.input.limits.dwellSeconds;
  }

  /** Probability of a miss with `more` agents than are present after the moves so far. A line nobody foresees misses nothing. */
  private misses(line: string, more: number): number {
    const now = this.input.lines[line];
    return now === undefined ? 0 : now.missProbability(Math.max(0, (this.present[line] ?? 0) + more));
  }

  private isShort(line: string): boolean {
    const now = this.input.lines[line];
    return now !== undefined && now.clearMissProbability(this.present[line] ?? 0) >= this.input.limits.callFrom;
  }

  private move(member: Reservist, to: Move['to'], reason: Move['reason'], line = member.helps[0] ?? ''): void {
    this.moves.push({ username: member.username, pool: member.pool, to, reason, line });
    const change = to === 'help' ? 1 : -1;
    if (to === 'help') this.helping.add(member.username);
    else this.helping.delete(member.username);
    for (const helped of member.helps) this.present[helped] = (this.present[helped] ?? 0) + change;
    for (const home of member.home) this.present[home] = (this.present[home] ?? 0) - change;
  }
}
