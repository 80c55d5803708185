import { type HardRule, ruleKey } from './hardRules.ts';
import { type IntegerProgram, ProgramBuilder } from './integerProgram.ts';
import type { ShiftRules } from './shiftRules.ts';
import { breakShares, mostShiftsOf, type RosterTime, type ShiftStart, shiftStarts } from './shiftStarts.ts';

/** What a line needs on the schedule, slot by slot; shrinkage is in it. 0 where it is closed or nobody comes. */
export interface LineNeed {
  readonly queue: string;
  readonly line: string;
  readonly agents: readonly number[];
  readonly openSlots: readonly boolean[];
}

export interface ShiftProgram {
  readonly program: IntegerProgram;
  readonly starts: readonly ShiftStart[];
  /** Per start: agents who begin it, by the shifts they have had before. */
  readonly begun: readonly (readonly number[])[];
  /** Per crew: whether shifts had before are told apart. */
  readonly counted: readonly boolean[];
  /** Per start and break: agents by where it begins. */
  readonly breaks: readonly (readonly (readonly number[])[])[];
  /** Per line and slot. */
  readonly lacking: readonly (readonly number[])[];
  readonly idle: readonly (readonly number[])[];
  /** Per reserve, line it helps and slot: agents who help. */
  readonly helping: ReadonlyMap<string, readonly number[]>;
}

export interface ShiftTask {
  readonly rules: ShiftRules;
  readonly needs: readonly LineNeed[];
  readonly time: RosterTime;
}

/**
 * The roster as an integer program. Agents of a crew are a flow through time: from a pool of the rested into a shift, and back
 * into the pool once they have rested and a new day has begun; a pool of its own for each number of shifts had. Each break of
 * each start is placed by itself. Whoever is present is split among the lines of their crew. Costs: paid hours, lacking,
 * idle and reserve hours. `without` leaves hard rules out.
 */
export function shiftProgram(task: ShiftTask, without: ReadonlySet<string> = new Set()): ShiftProgram {
  return new Builder(task, without).build();
}

type Terms = [number, number][];

class Builder {
  private readonly task: ShiftTask;
  private readonly without: ReadonlySet<string>;
  private readonly builder = new ProgramBuilder();
  private readonly starts: ShiftStart[];
  private readonly begun: number[][] = [];
  private readonly breaks: number[][][] = [];
  private readonly hoursPerSlot: number;

  constructor(task: ShiftTask, without: ReadonlySet<string>) {
    this.task = task;
    this.without = without;
    this.hoursPerSlot = task.time.intervalMinutes / 60;
    const { rules, time } = task;
    this.starts = rules.crews.flatMap((crew, index) => {
      const restless = this.drops({ kind: 'rest', crew: crew.name });
      return shiftStarts(rules, time, restless ? 0 : undefined).filter((start) => start.crew === index);
    });
  }

  build(): ShiftProgram {
    for (const start of this.starts) this.addStart(start);
    for (const crew of this.task.rules.crews.keys()) this.addFlow(crew);
    this.addShapeLimits();
    const { lacking, idle, helping } = this.addCoverage();
    return {
      program: this.builder,
      starts: this.starts,
      begun: this.begun,
      counted: this.task.rules.crews.map((_, crew) => this.countedTo(crew) !== undefined),
      breaks: this.breaks,
      lacking,
      idle,
      helping,
    };
  }

  private drops(rule: HardRule): boolean {
    return this.without.has(ruleKey(rule));
  }

  /** The most shifts an agent of the crew may have, where it must be counted how many they had. */
  private countedTo(crew: number): number | undefined {
    const { rules, time } = this.task;
    const own = rules.crews[crew];
    if (!own) return undefined;
    const limited = own.mostShifts !== undefined && !this.drops({ kind: 'most-shifts', crew: own.name });
    const owed = own.leastShifts > 0 && !this.drops({ kind: 'least-shifts', crew: own.name });
    const days = mostShiftsOf({ ...own, mostShifts: undefined }, time);
    const most = limited ? mostShiftsOf(own, time) : days;
    return owed || most < days ? most : undefined;
  }

  private addStart({ crew, shape, breaks }: ShiftStart): void {
    const unpaid = shape.breaks.reduce((sum, { minutes, paid }) => sum + (paid ? 0 : minutes), 0);
    const cost = (this.task.rules.costs.paidHour * (shape.minutes - unpaid)) / 60;
    const begun = Array.from({ length: this.countedTo(crew) ?? 1 }, () => this.builder.unknown({ cost, whole: true }));
    const placed = breaks.map((places) => {
      const chosen = places.map(() => this.builder.unknown({ whole: places.length > 1 }));
      this.builder.equal([...chosen.map((one): [number, number] => [one, 1]), ...negative(begun)], 0);
      return chosen;
    });
    this.begun.push(begun);
    this.breaks.push(placed);
  }

  private addFlow(crew: number): void {
    const { rules, time } = this.task;
    const own = rules.crews[crew];
    if (!own) return;
    const layers = this.countedTo(crew);
    const most = this.drops({ kind: 'crew-size', crew: own.name }) ? Number.POSITIVE_INFINITY : own.agents;
    const size = this.builder.unknown({ most });
    const mine = this.starts.flatMap((start, index) => (start.crew === crew ? [{ start, index }] : []));
    const leaving = Map.groupBy(mine, ({ start }) => start.slot);
    const returning = Map.groupBy(mine, ({ start }) => Math.min(start.backAt, time.slots));
    const moments = [...new Set([0, ...leaving.keys(), ...returning.keys(), time.slots])].sort((a, b) => a - b);
    // One more pool than layers: of those who have had them all.
    const pools = Array.from({ length: (layers ?? 0) + 1 }, (_, had): Terms => (had === 0 ? [[size, 1]] : []));
    for (const moment of moments) {
      for (const [had, pool] of pools.entries()) {
        const next = this.builder.unknown();
        const back = (returning.get(moment) ?? []).flatMap(({ index }) =>
          this.of(index, layers === undefined ? 0 : had - 1),
        );
        const gone = (leaving.get(moment) ?? []).flatMap(({ index }) => this.of(index, had));
        const terms: Terms = [...pool, ...back, ...gone.map(([unknown]): [number, number] => [unknown, -1])];
        this.builder.equal([...terms, [next, -1]], 0);
        pools[had] = [[next, 1]];
      }
    }
    const owed = this.drops({ kind: 'least-shifts', crew: own.name }) ? 0 : own.leastShifts;
    if (owed === 0) return;
    // Who owes shifts owes them whether needed or not: the crew is there whole.
    this.builder.equal([[size, 1]], Number.isFinite(most) ? most : own.agents);
    for (const pool of pools.slice(0, owed)) this.builder.equal(pool, 0);
  }

  /** Those who begin start `index` having had `had` shifts. */
  private of(index: number, had: number): Terms {
    const unknown = this.begun[index]?.[had];
    return unknown === undefined ? [] : [[unknown, 1]];
  }

  private addShapeLimits(): void {
    for (const shape of this.task.rules.shapes) {
      if (shape.most === undefined || this.drops({ kind: 'most-of-shape', shape: shape.name })) continue;
      const mine = this.starts.flatMap((start, index) => (start.shape.name === shape.name ? [{ start, index }] : []));
      for (const same of Map.groupBy(mine, ({ start }) => start.slot).values())
        this.builder.row(
          same.flatMap(({ index }) => positive(this.begun[index] ?? [])),
          { least: 0, most: shape.most },
        );
    }
  }

  /** Agents of each crew who are at work, slot by slot: begun less on a break. */
  private presence(crew: number): Terms[] {
    const { time } = this.task;
    const present = Array.from({ length: time.slots }, (): Terms => []);
    for (const [index, start] of this.starts.entries()) {
      if (start.crew !== crew) continue;
      for (let slot = start.slot; slot < start.slot + start.slots; slot++)
        present[slot]?.push(...positive(this.begun[index] ?? []));
      for (const [at, places] of start.breaks.entries())
        for (const [place, begins] of places.entries()) {
          const unknown = this.breaks[index]?.[at]?.[place];
          if (unknown === undefined) continue;
          for (const [offset, share] of breakShares(begins, start.shape.breaks[at]?.minutes ?? 0, time.intervalMinutes))
            present[start.slot + offset]?.push([unknown, -share]);
        }
    }
    return present;
  }

  private addCoverage() {
    const { needs, rules, time } = this.task;
    const serving = needs.map(() => Array.from({ length: time.slots }, (): Terms => []));
    for (const [index, crew] of rules.crews.entries())
      this.split(this.presence(index), this.linesOf(crew.queues), serving);
    const own = serving.map((slots) => slots.map((terms): Terms => [...terms]));
    const helping = this.addReserve(serving);
    const [lacking, idle]: [number[][], number[][]] = [[], []];
    for (const [at, need] of needs.entries()) {
      const slots = serving[at] ?? [];
      const costs = slots.map((_, slot) => this.costsAt(need.queue, slot));
      lacking.push(slots.map((_, slot) => this.builder.unknown({ cost: costs[slot]?.lacking ?? 0 })));
      idle.push(slots.map((_, slot) => this.builder.unknown({ cost: costs[slot]?.idle ?? 0 })));
      for (const [slot, terms] of slots.entries())
        this.builder.equal(
          [...terms, [lacking[at]?.[slot] ?? 0, 1], [idle[at]?.[slot] ?? 0, -1]],
          need.agents[slot] ?? 0,
        );
    }
    this.addLeastAgents(own);
    return { lacking, idle, helping };
  }

  private linesOf(queues: readonly string[]): number[] {
    return this.task.needs.flatMap(({ queue }, index) => (queues.includes(queue) ? [index] : []));
  }

  /** Those present serve one line each; of several lines the program says how many which. */
  private split(present: readonly Terms[], lines: readonly number[], serving: readonly Terms[][]): void {
    const [only] = lines;
    if (only === undefined) return;
    for (const [slot, terms] of present.entries()) {
      if (terms.length === 0) continue;
      if (lines.length === 1) {
        serving[only]?.[slot]?.push(...terms);
        continue;
      }
      const parts = lines.map((line) => ({ line, unknown: this.builder.unknown() }));
      this.builder.equal([...terms, ...negative(parts.map(({ unknown }) => unknown))], 0);
      for (const { line, unknown } of parts) serving[line]?.[slot]?.push([unknown, 1]);
    }
  }

  private addReserve(serving: readonly Terms[][]): Map<string, number[]> {
    const { rules, time, needs } = this.task;
    const helping = new Map<string, number[]>();
    for (const { name, agents, queues } of rules.reserve) {
      const lines = this.linesOf(queues);
      const cost = rules.costs.reserveHour * this.hoursPerSlot;
      const byLine = lines.map((line) =>
        Array.from({ length: time.slots }, (_, slot) =>
          this.builder.unknown({ cost, whole: true, most: (needs[line]?.agents[slot] ?? 0) > 0 ? agents : 0 }),
        ),
      );
      for (let slot = 0; slot < time.slots; slot++)
        this.builder.row(
          byLine.map((slots): [number, number] => [slots[slot] ?? 0, 1]),
          { least: 0, most: agents },
        );
      for (const [index, line] of lines.entries()) {
        for (const [slot, unknown] of (byLine[index] ?? []).entries()) serving[line]?.[slot]?.push([unknown, 1]);
        helping.set(`${name} ${needs[line]?.line}`, byLine[index] ?? []);
      }
    }
    return helping;
  }

  private costsAt(queue: string, slot: number): { lacking: number; idle: number } {
    const { rules, time } = this.task;
    let { lackingHour, idleHour } = rules.costs;
    for (const one of rules.costsBetween) {
      const [from, until] = [minuteOf(one.between.slice(0, 5)), minuteOf(one.between.slice(6))];
      const minute = time.minuteOfDay(slot);
      if (minute < from || minute >= until || !one.days.includes(time.weekday(slot))) continue;
      if (!(one.queues?.includes(queue) ?? true)) continue;
      lackingHour = one.lackingHour ?? lackingHour;
      idleHour = one.idleHour ?? idleHour;
    }
    return { lacking: lackingHour * this.hoursPerSlot, idle: idleHour * this.hoursPerSlot };
  }

  /** The reserve does not count: it need not come. All lines of a queue together. */
  private addLeastAgents(own: readonly Terms[][]): void {
    const { rules, needs, time } = this.task;
    for (const { queue, agents } of rules.leastAgents) {
      if (this.drops({ kind: 'least-agents', queue })) continue;
      const lines = this.linesOf([queue]);
      for (let slot = 0; slot < time.slots; slot++) {
        if (!lines.some((line) => needs[line]?.openSlots[slot])) continue;
        this.builder.row(
          // Nobody can be there: a row without terms that still asks for somebody.
          [[this.never, 1], ...lines.flatMap((line) => own[line]?.[slot] ?? [])],
          { least: agents, most: Number.POSITIVE_INFINITY },
        );
      }
    }
  }

  private neverUnknown: number | undefined;

  /** An unknown that is 0: rows of an LP file must have a term. */
  private get never(): number {
    this.neverUnknown ??= this.builder.unknown({ most: 0 });
    return this.neverUnknown;
  }
}

const positive = (unknowns: readonly number[]): Terms => unknowns.map((unknown) => [unknown, 1]);
const negative = (unknowns: readonly number[]): Terms => unknowns.map((unknown) => [unknown, -1]);
const minuteOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
