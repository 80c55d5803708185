import type { RandomStream } from '../../core/random/stream.ts';
import { addSeconds, hours } from '../../core/time/units.ts';
import type { DeskResponse } from '../../lambdas/web-desk/contract.ts';
import { type Field, queues } from './field.ts';
import type { Visitors } from './legitimate.ts';

/** What every hostile request of a kind must be answered alike, and what came back instead. */
export interface Answers {
  /** To links that are not good, whatever is wrong with them. */
  badLinks: Set<string>;
  /** To numbers that may be called, whatever we know of them. */
  numbers: Set<string>;
  /** Links used again that were answered otherwise than the first time. */
  replaysTaken: number;
}

export interface Attackers {
  readonly field: Field;
  readonly chance: RandomStream;
  readonly addresses: readonly string[];
  readonly victims: readonly string[];
  readonly answers: Answers;
  /** Whose links, used and unused, the attackers got hold of. */
  readonly visitors: Visitors;
  /** How far each range has been pumped. */
  readonly pumped: Map<string, number>;
}

/** Twenty ranges of a thousand numbers each, dialled from the first on. */
const ranges = Array.from(
  { length: 20 },
  (_, index) => `+1${(305 + index * 7) % 1000 === 555 ? 306 : 305 + index}2${10 + index}`,
);
const premium = ['+19005550123', '+18095550123', '+870776000000', '+881612345678', '+442079460000', '+18005550123'];

type Attack = (on: Attackers, from: string) => Promise<DeskResponse | undefined>;

const asked = (on: Attackers, number: string, from: string, headers: Record<string, string> = {}) =>
  on.field.desk.post('/callbacks', { queue: on.chance.pick(queues), number }, { from, headers });

const seen = ({ statusCode, body }: DeskResponse): string => `${statusCode} ${body}`;

/** Numbers of a range, one after the other. */
async function pump(on: Attackers, from: string) {
  const range = on.chance.pick(ranges);
  const next = on.pumped.get(range) ?? 0;
  on.pumped.set(range, next + 1);
  const answer = await asked(on, `${range}${String(next % 100_000).padStart(5, '0')}`, from);
  if (answer.statusCode === 202) on.answers.numbers.add(seen(answer));
  return answer;
}

/** Dear, foreign and satellite numbers: refused before anything is looked up. */
const pumpPremium: Attack = (on, from) => asked(on, on.chance.pick(premium), from);

/** One telephone shall ring and ring: by the form from everywhere, and by calls that show its number or key it in. */
async function bomb(on: Attackers, from: string) {
  const victim = on.chance.pick(on.victims);
  switch (on.chance.integer(0, 3)) {
    case 0:
      await on.field.takeByPhone(victim, on.chance.pick(queues));
      return undefined;
    case 1:
      await on.field.takeByPhone(`+1646${on.chance.integer(2_000_000, 9_999_999)}`, on.chance.pick(queues), victim);
      return undefined;
    default: {
      const answer = await asked(on, victim, from);
      on.answers.numbers.add(seen(answer));
      return answer;
    }
  }
}

const wishes = [{ do: 'cancel' }, { do: 'chat' }, { do: 'callback' }, { do: 'move', startsAt: '1773158400000' }];

async function badLink(on: Attackers, from: string, path: string) {
  const answer = await on.field.desk.post(path, on.chance.pick(wishes), { from });
  on.answers.badLinks.add(seen(answer));
  return answer;
}

/** A character changed, a part left out, the end moved, the signature of another link. */
const tamper: Attack = async (on, from) => {
  const [body = '', signature = ''] = tokenOf(on.chance.pick(on.visitors.links));
  const [, other = ''] = tokenOf(on.chance.pick(on.visitors.links));
  const at = on.chance.integer(0, body.length - 1);
  const changed = `${body.slice(0, at)}${body[at] === 'A' ? 'B' : 'A'}${body.slice(at + 1)}`;
  const later = Buffer.from(
    Buffer.from(body, 'base64url')
      .toString('utf8')
      .replace(/\.[0-9a-z]+\./, '.zzzzzz.'),
  ).toString('base64url');
  const forged = [
    `${changed}.${signature}`,
    `${body}.${signature.slice(0, -3)}`,
    `${body}.`,
    `${later}.${signature}`,
    ...(other === signature ? [] : [`${body}.${other}`]),
  ];
  return badLink(on, from, `/link/${on.chance.pick(forged)}`);
};

const tokenOf = (path: string): string[] => (path.split('/').at(-1) ?? '').split('.');

/** A link whose time is over, signed by ourselves. */
const expired: Attack = async (on, from) => {
  const [body = ''] = tokenOf(on.chance.pick(on.visitors.links));
  const [linkId = ''] = Buffer.from(body, 'base64url').toString('utf8').split('.');
  const ended = addSeconds(on.field.now(), hours(-on.chance.integer(1, 48)));
  return badLink(on, from, `/link/${await on.field.signedLink(linkId, ended)}`);
};

/** A used link once more, for something else: given what it gave, and nothing happens. */
const replay: Attack = async (on, from) => {
  const used = on.chance.pick(on.visitors.used);
  if (used === undefined) return tamper(on, from);
  const answer = await on.field.desk.post(used.path, on.chance.pick(wishes), { from });
  // Pages tell times by the day they are read on: what was given is the same link and the same promise.
  const gave = (body: string): unknown => {
    const { next, promisedBy, title } = JSON.parse(body) as Record<string, unknown>;
    return JSON.stringify([title, next, promisedBy]);
  };
  if (answer.statusCode === 404) on.answers.badLinks.add(seen(answer));
  else if (gave(answer.body) !== gave(used.body)) on.answers.replaysTaken += 1;
  return answer;
};

/** Links that might exist, and numbers that might be known. */
const enumerate: Attack = async (on, from) => {
  if (on.chance.uniform() < 0.5) {
    const guessed = Buffer.from(`${on.chance.uuid()}.${on.chance.integer(1, 99_999_999).toString(36)}.k1`).toString(
      'base64url',
    );
    return badLink(on, from, `/link/${guessed}.${Buffer.from(on.chance.uuid()).toString('base64url')}`);
  }
  const known = on.chance.pick([...on.victims, ...on.visitors.numbers]);
  const unknown = `+1917${on.chance.integer(2_000_000, 9_999_999)}`;
  for (const number of [known, unknown]) {
    const answer = await asked(on, number, from);
    if (answer.statusCode === 202) on.answers.numbers.add(seen(answer));
  }
  return undefined;
};

const broken: (Record<string, unknown> | string)[] = [
  '{"queue":"service","number":',
  { queue: 'service', number: '+12125550123', admin: true },
  { queue: ['service'], number: { $gt: '' } },
  { queue: '__proto__', number: '+12125550123' },
  'x'.repeat(9000),
  { queue: 'service', number: '+12125550123', startsAt: '-1' },
];

/** Bodies that are none of ours. */
const malform: Attack = (on, from) => on.field.desk.post('/callbacks', on.chance.pick(broken), { from });

export const attacks = {
  pump,
  'pump-premium': pumpPremium,
  bomb,
  tamper,
  expired,
  replay,
  enumerate,
  malform,
} as const satisfies Record<string, Attack>;

export type AttackKind = keyof typeof attacks;
export const attackKinds = Object.keys(attacks) as AttackKind[];
