import type { RandomStream } from '../../core/random/stream.ts';
import { isQueueOpen } from '../../lambdas/planned-lines.ts';
import type { Field } from './field.ts';
import { queues } from './field.ts';

/** What honest customers came to ask, each of them once. */
export const visits = ['wait', 'page', 'phone', 'link', 'login', 'manage', 'form'] as const;
export type VisitKind = (typeof visits)[number];

/** In a hundred visits: most look how long it takes. Who wants to be called comes while the center is open. */
const inHundred: Record<VisitKind, number> = { wait: 40, page: 33, phone: 5, link: 3, login: 4, manage: 8, form: 7 };
const hundred = visits.flatMap((kind) => Array<VisitKind>(inHundred[kind]).fill(kind));
const onlyLooking: readonly VisitKind[] = ['wait', 'page'];

export interface Visitors {
  readonly field: Field;
  readonly chance: RandomStream;
  readonly asked: Record<VisitKind, number>;
  readonly served: Record<VisitKind, number>;
  /** Paths of links that were given to customers. */
  readonly links: string[];
  readonly used: { path: string; body: string }[];
  readonly numbers: string[];
  /** Numbers whose callback was promised, to be looked at in the end: how the customer asked for it. */
  readonly promised: Map<string, VisitKind>;
}

const counts = (): Record<VisitKind, number> =>
  Object.fromEntries(visits.map((kind) => [kind, 0])) as Record<VisitKind, number>;

export const newVisitors = (field: Field, chance: RandomStream): Visitors => ({
  field,
  chance,
  asked: counts(),
  served: counts(),
  links: [],
  used: [],
  numbers: [],
  promised: new Map(),
});

const areaCodes =
  '201 202 203 206 207 208 212 213 214 216 217 218 240 248 251 252 253 254 256 260 262 267 269 270'.split(' ');

/** What the next honest customer comes for, by the hour. */
export function nextVisit({ field, chance }: Visitors): VisitKind {
  const kind = chance.pick(hundred);
  const open = queues.some((queue) => isQueueOpen(field.settings, queue, field.now()));
  return open || onlyLooking.includes(kind) ? kind : chance.pick(onlyLooking);
}

/** One honest request. A page is served when it is shown; a promise when it is in the ledger: how it ends is looked at later. */
export async function visit(visitors: Visitors, kind: VisitKind): Promise<void> {
  const { field, chance } = visitors;
  const { desk } = field;
  const number = `+1${chance.pick(areaCodes)}${chance.integer(3, 9)}${chance.integer(20, 99)}${chance.integer(1000, 9999)}`;
  const queue = chance.pick(queues);
  const from = `198.51.${chance.integer(0, 255)}.${chance.integer(1, 254)}`;
  visitors.asked[kind] += 1;
  const serve = (served: boolean): void => {
    if (served) visitors.served[kind] += 1;
  };
  const promise = (promised: boolean): void => {
    field.willAnswer(number);
    if (promised) visitors.promised.set(number, kind);
    serve(promised);
  };
  switch (kind) {
    case 'wait':
      return serve((await desk.get('/waits', { from })).statusCode === 200);
    case 'page':
      return serve((await desk.get('/', { from, headers: { accept: 'text/html' } })).statusCode === 200);
    case 'phone': {
      field.willAnswer(number);
      return promise((await field.takeByPhone(number, queue)) !== undefined);
    }
    case 'link': {
      field.willAnswer(number);
      const path = await field.linkByText(number, queue);
      if (path === undefined) return;
      visitors.links.push(path);
      const { statusCode, body } = await desk.post(path, { do: 'callback' }, { from });
      if (statusCode === 202) visitors.used.push({ path, body });
      return promise(statusCode === 202);
    }
    case 'login': {
      field.willAnswer(number);
      return promise((await field.bookAsCustomer(number, queue, from))?.statusCode === 202);
    }
    case 'manage': {
      const booked = await field.bookAsCustomer(number, queue, from);
      const { next } = JSON.parse(booked?.body ?? '{}') as { next?: string };
      if (next === undefined) return;
      visitors.links.push(next);
      const cancelled = await desk.post(next, { do: 'cancel' }, { from });
      if (cancelled.statusCode === 200 || cancelled.statusCode === 202)
        visitors.used.push({ path: next, body: cancelled.body });
      return serve(cancelled.body.includes('cancelled'));
    }
    case 'form': {
      visitors.numbers.push(number);
      field.willAnswer(number);
      const { statusCode } = await desk.post('/callbacks', { queue, number }, { from });
      if (statusCode === 202) visitors.promised.set(number, kind);
      return serve(statusCode === 202);
    }
    default:
      return kind satisfies never;
  }
}
