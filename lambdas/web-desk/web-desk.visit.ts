import * as z from 'zod/mini';
import type {
  CallbackRows,
  CenterRows,
  Clock,
  ContactCenter,
  ContactRows,
  Customers,
  KeptAnswers,
  LinkKeys,
  LinkRows,
  Log,
  Metrics,
} from '../../core/ports.ts';
import type { KeptAnswer } from '../../core/rows/link.ts';
import type { RuntimeSettings } from '../../core/settings/runtime.ts';
import type { Instant } from '../../core/time/units.ts';
import type { Chats } from '../../core/webPorts.ts';
import type { LedgerWorld } from '../row-changes.ts';
import { type DeskRequest, type DeskResponse, longestBodyBytes } from './contract.ts';
import { refusedRequest, type Said } from './web-desk.answers.ts';
import { asPage, pageHeaders } from './web-desk.page.ts';

export interface DeskWorld extends LedgerWorld {
  settings: RuntimeSettings;
  clock: Clock;
  contacts: ContactRows;
  callbacks: CallbackRows;
  centerRows: CenterRows;
  links: LinkRows;
  linkKeys: LinkKeys;
  answers: KeptAnswers;
  customers: Customers;
  chats: Chats;
  center: Pick<ContactCenter, 'stop'>;
  metrics: Metrics;
  log: Log;
  /** 128 bits, for requests that bring no key of their own. */
  random(): string;
  /** Until an answer that must not tell by its time how it came about may be given. */
  settled(since: Instant): Promise<void>;
}

/** One request and how to answer it. */
export interface Visit {
  readonly world: DeskWorld;
  readonly request: DeskRequest;
  readonly now: Instant;
  readonly bodyText: string;
  /** Before every path of ours: the stage. */
  readonly base: string;
  random(): string;
  header(name: string): string | undefined;
  parameter(name: string): string;
  /** The body by a schema of the contract; undefined when it is anything else. */
  body<Output>(schema: z.core.$ZodType<Output>): Output | undefined;
  answer(said: Said): DeskResponse;
  /** What was answered before, to the letter. */
  again(kept: Pick<KeptAnswer, 'status' | 'location' | 'body'>): DeskResponse;
}

export function visitOf(world: DeskWorld, request: DeskRequest, now: Instant): Visit | DeskResponse {
  const headers = lowerCase(request.headers ?? {});
  const bodyText = decodeBody(request);
  const full = request.requestContext.path ?? request.path;
  const base = full.endsWith(request.path) ? full.slice(0, full.length - request.path.length) : '';
  const wantsPage = (headers.accept ?? '').includes('text/html');
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();

  const common = { ...pageHeaders, ...corsHeaders(world.settings, headers.origin) };
  const respond = (status: number, body: string, location?: string): DeskResponse => ({
    statusCode: status,
    headers: {
      ...common,
      'content-type': wantsPage ? 'text/html; charset=utf-8' : 'application/json',
      ...(location === undefined ? {} : { location }),
    },
    body: request.httpMethod === 'HEAD' ? '' : body,
  });
  const answer = (said: Said): DeskResponse => {
    if (said.goTo !== undefined && wantsPage) return respond(303, '', `${base}${said.goTo}`);
    return respond(said.status, wantsPage ? asPage(world.settings, base, said) : JSON.stringify(asData(base, said)));
  };

  if (request.httpMethod === 'OPTIONS') return { statusCode: 204, headers: common, body: '' };
  if (Buffer.byteLength(bodyText) > longestBodyBytes)
    return answer(refusedRequest(413, `At most ${longestBodyBytes} bytes.`));
  if (request.httpMethod === 'POST' && !acceptedTypes.some((accepted) => accepted === type))
    return answer(refusedRequest(415, `Send ${acceptedTypes.join(' or ')}.`));

  return {
    world,
    request,
    now,
    bodyText,
    base,
    random: world.random,
    header: (name) => headers[name],
    parameter: (name) => request.pathParameters?.[name] ?? '',
    body(schema) {
      const read = z.safeParse(schema, type === acceptedTypes[0] ? json(bodyText) : form(bodyText));
      return read.success ? read.data : undefined;
    },
    answer,
    again: ({ status, location, body }) => respond(status, body, location),
  };
}

const acceptedTypes = ['application/json', 'application/x-www-form-urlencoded'] as const;

const asData = (base: string, { title, lines, data, next, goTo }: Said): object => ({
  title,
  lines,
  ...data,
  ...(goTo === undefined ? {} : { goTo: `${base}${goTo}` }),
  ...(next === undefined ? {} : { next: `${base}${next.path}` }),
});

function lowerCase(headers: Readonly<Record<string, string | null | undefined>>): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value ?? undefined] as const),
  );
}

const decodeBody = ({ body, isBase64Encoded }: DeskRequest): string =>
  isBase64Encoded ? Buffer.from(body ?? '', 'base64').toString('utf8') : (body ?? '');

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Fields of a form; one that comes twice is no form of ours. */
function form(text: string): unknown {
  const fields = [...new URLSearchParams(text)].filter(([, value]) => value !== '');
  return new Set(fields.map(([name]) => name)).size === fields.length ? Object.fromEntries(fields) : undefined;
}

/** Only for pages of the sites in the settings, each named to the letter; never a wildcard, never credentials. */
function corsHeaders({ web }: RuntimeSettings, origin: string | undefined): Record<string, string> {
  if (origin === undefined || !web?.origins.includes(origin)) return { vary: 'origin' };
  return {
    vary: 'origin',
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'GET, POST',
    'access-control-allow-headers': 'authorization, content-type, idempotency-key',
    'access-control-max-age': '600',
  };
}

/** The address a request comes from under a key: the whole network of one subscriber where addresses are plenty. */
export async function addressKeyOf({ world, request }: Visit): Promise<string> {
  const { sourceIp } = request.requestContext.identity;
  const network = sourceIp.includes(':') ? sourceIp.split(':').slice(0, 4).join(':') : sourceIp;
  return world.linkKeys.idOf(`address#${network}`);
}
