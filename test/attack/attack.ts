import { writtenDownShare } from '../../core/callbacks/budgets.ts';
import { randomStream } from '../../core/random/stream.ts';
import type { Field, Ring } from './field.ts';
import { type Attackers, type AttackKind, attackKinds, attacks } from './hostile.ts';
import { newVisitors, nextVisit, type VisitKind, type Visitors, visit, visits } from './legitimate.ts';

export interface AttackPlan {
  hostile: number;
  addresses: number;
  legitimate: number;
  /** The requests are spread over so many minutes of the center's time. */
  minutes: number;
  seed: number;
  onHour?: (hour: number) => void;
}

export interface AttackReport {
  hostile: Record<AttackKind, number>;
  legitimate: { asked: Record<VisitKind, number>; served: Record<VisitKind, number>; servedShare: number };
  /** Promises to customers who showed that the number is theirs, and how many of them came true or are not due yet. */
  promises: { made: number; kept: number; otherwise: string[] };
  /** Honest callbacks on numbers that were merely written down, among the thousands of others. */
  writtenDown: { asked: number; called: number };
  dials: number;
  rings: number;
  most: { ringsOfVictimInADay: number; dialsInAnHour: number; dialsInADay: number; writtenDownInADay: number };
  distinctAnswers: { badLinks: number; numbers: number };
  replaysTaken: number;
  faults: number;
  /** What must not be; empty when all held. */
  broken: string[];
}

/** Hostile and honest requests, minute by minute, against a center that dials as it would; then what came of it. */
export async function attack(field: Field, plan: AttackPlan): Promise<AttackReport> {
  const chance = randomStream(plan.seed, 'attack');
  const visitors = newVisitors(field, randomStream(plan.seed, 'visitors'));
  const attackers: Attackers = {
    field,
    chance,
    addresses: Array.from({ length: plan.addresses }, (_, index) => addressOf(index)),
    victims: Array.from({ length: 10 }, (_, index) => `+1347555${String(2000 + index * 111)}`),
    answers: { badLinks: new Set(), numbers: new Set(), replaysTaken: 0 },
    visitors,
    pumped: new Map(),
  };
  const hostile = Object.fromEntries(attackKinds.map((kind) => [kind, 0])) as Record<AttackKind, number>;
  let faults = 0;
  // Links there are from the start, so that there is something to forge.
  for (const kind of ['link', 'manage'] as const) await visit(visitors, kind);

  for (let minute = 0; minute < plan.minutes; minute += 1) {
    for (let left = dueIn(plan.hostile, plan.minutes, minute); left > 0; left -= 1) {
      const kind = chance.pick(attackKinds);
      hostile[kind] += 1;
      try {
        await attacks[kind](attackers, chance.pick(attackers.addresses));
      } catch {
        faults += 1;
      }
    }
    for (let left = dueIn(plan.legitimate, plan.minutes, minute); left > 0; left -= 1) {
      await visit(visitors, nextVisit(visitors));
    }
    await field.passMinute();
    if (minute % 60 === 59) plan.onHour?.((minute + 1) / 60);
  }
  return judge(attackers, hostile, faults);
}

/** IPv4 mostly, some networks of IPv6. */
const addressOf = (index: number): string =>
  index % 10 === 0
    ? `2001:db8:${index.toString(16)}:1::${index.toString(16)}`
    : `10.${index % 200}.${Math.floor(index / 200) % 200}.${1 + (index % 250)}`;

const dueIn = (total: number, minutes: number, minute: number): number =>
  Math.floor((total * (minute + 1)) / minutes) - Math.floor((total * minute) / minutes);

async function judge(attackers: Attackers, hostile: Record<AttackKind, number>, faults: number): Promise<AttackReport> {
  const { field, victims, answers, visitors } = attackers;
  const { callbacks } = field.settings;
  const rings = await field.rings();
  const dialled = rings.filter(({ by }) => by === 'dialler');
  const onVictims = rings.filter(({ number }) => victims.includes(number));
  const writtenDown = dialled.filter((ring) => ring.writtenDown);
  const broken: string[] = [];
  const most = (rings: readonly Ring[], by: (ring: Ring) => string, limit: number, what: string): number => {
    const counted = new Map<string, number>();
    for (const ring of rings) counted.set(by(ring), (counted.get(by(ring)) ?? 0) + 1);
    const highest = Math.max(0, ...counted.values());
    if (highest > limit) broken.push(`${what}: ${highest}, at most ${limit}`);
    return highest;
  };
  const day = ({ at }: Ring): string => new Date(at).toISOString().slice(0, 10);
  const hour = ({ at }: Ring): string => new Date(at).toISOString().slice(0, 13);
  const figures = {
    ringsOfVictimInADay: most(onVictims, (ring) => `${ring.number} ${day(ring)}`, 3, 'rings of a victim in a day'),
    dialsInAnHour: most(dialled, hour, callbacks.dialsPerHour, 'dials in an hour'),
    dialsInADay: most(dialled, day, callbacks.dialsPerDay, 'dials in a day'),
    writtenDownInADay: most(
      writtenDown,
      day,
      callbacks.dialsPerDay * writtenDownShare,
      'dials of numbers written down',
    ),
  };
  most(rings, (ring) => `${ring.number} ${day(ring)}`, callbacks.perNumberPerDay, 'rings of a number in a day');
  most(dialled, (ring) => `${ring.prefix} ${hour(ring)}`, callbacks.perPrefixPerHour, 'dials of a prefix in an hour');
  most(dialled, (ring) => `${ring.prefix} ${day(ring)}`, callbacks.perPrefixPerDay, 'dials of a prefix in a day');

  const asked = visits.reduce((sum, kind) => sum + visitors.asked[kind], 0);
  const served = visits.reduce((sum, kind) => sum + visitors.served[kind], 0);
  const servedShare = served / asked;
  const { promises, writtenDown: forms } = promisesOf(visitors, await field.promises());
  const holds = (good: boolean, what: string): void => {
    if (!good) broken.push(what);
  };
  holds(servedShare >= 0.99, `${served} of ${asked} honest requests served`);
  holds(promises.kept >= 0.99 * promises.made, `${promises.kept} of ${promises.made} promises came true`);
  holds(answers.badLinks.size <= 1, `${answers.badLinks.size} answers to links that are not good`);
  holds(answers.numbers.size <= 1, `${answers.numbers.size} answers to numbers written down`);
  holds(answers.replaysTaken === 0, `${answers.replaysTaken} used links did something again`);
  holds(faults === 0, `${faults} requests ended in a fault`);
  return {
    hostile,
    legitimate: { asked: visitors.asked, served: visitors.served, servedShare },
    promises,
    writtenDown: forms,
    dials: dialled.length,
    rings: rings.length,
    most: figures,
    distinctAnswers: { badLinks: answers.badLinks.size, numbers: answers.numbers.size },
    replaysTaken: answers.replaysTaken,
    faults,
    broken,
  };
}

/** What became of what honest customers were promised: spoken to, or still to come. */
function promisesOf(
  { promised }: Visitors,
  became: ReadonlyMap<string, string>,
): Pick<AttackReport, 'promises' | 'writtenDown'> {
  const forms = [...promised].filter(([, kind]) => kind === 'form');
  const proven = [...promised].filter(([, kind]) => kind !== 'form');
  const isGood = (one: string | undefined): boolean => one === 'kept' || one === 'promised';
  const came = (list: readonly (readonly [string, VisitKind])[]) =>
    list.filter(([number]) => isGood(became.get(number))).length;
  const otherwise = proven.flatMap(([number, kind]) => {
    const one = became.get(number);
    return isGood(one) ? [] : [`${kind}: ${one ?? 'nothing'}`];
  });
  return {
    promises: { made: proven.length, kept: came(proven), otherwise },
    writtenDown: { asked: forms.length, called: came(forms) },
  };
}
