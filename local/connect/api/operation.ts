import { type Contact, isLive } from '../contact.ts';
import { idOf } from '../resources.ts';
import type { Switchboard } from '../switchboard.ts';

/** HTTP status of each error the SDK knows by its name. */
const STATUS = {
  ContactNotFoundException: 410,
  DestinationNotAllowedException: 403,
  InvalidParameterException: 400,
  InvalidRequestException: 400,
  LimitExceededException: 429,
  OutboundContactNotPermittedException: 403,
  ResourceNotFoundException: 404,
  ThrottlingException: 429,
  TooManyRequestsException: 429,
} as const;

export class ApiError extends Error {
  readonly errorType: keyof typeof STATUS;

  constructor(errorType: keyof typeof STATUS, message: string) {
    super(message);
    this.errorType = errorType;
  }

  get status(): number {
    return STATUS[this.errorType];
  }
}

export interface ApiCall {
  readonly board: Switchboard;
  /** The path's labels, decoded. */
  readonly labels: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  /** Contacts begun under a ClientToken, for seven days. */
  readonly tokens: Map<string, TokenUse>;
}

export interface TokenUse {
  readonly contactId: string;
  readonly at: number;
}

/** Calls a second and at once, as documented per account and Region. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

export const DEFAULT_RATE: Rate = { perSecond: 2, burst: 5 };

export interface Operation {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly rate: Rate;
  /** What a call above the rate is refused with: ThrottlingException where the operation declares it. */
  readonly throttledAs: 'ThrottlingException' | 'TooManyRequestsException';
  /** What IAM sees, after the instance's ARN; nothing: the instance itself. */
  readonly resource: (labels: Readonly<Record<string, string>>) => string;
  readonly run: (call: ApiCall) => unknown;
}

const TOKEN_LIFE_MS = 7 * 24 * 3600 * 1000;

/** The contact that the call's ClientToken began, or the one `make` begins now: one call, one contact, for seven days. */
export function oncePerToken(call: ApiCall, make: () => string): string {
  const token = call.body.ClientToken;
  const earlier = typeof token === 'string' ? contactOfToken(call, token) : undefined;
  if (earlier !== undefined) return earlier;
  const contactId = make();
  if (typeof token === 'string') call.tokens.set(token, { contactId, at: call.board.now() });
  return contactId;
}

/** The contact this token began, as long as the token stands for it. */
function contactOfToken({ tokens, board }: ApiCall, token: string): string | undefined {
  const use = tokens.get(token);
  if (use === undefined || board.now() - use.at > TOKEN_LIFE_MS) return undefined;
  const contact = board.book.get(use.contactId);
  const over = contact === undefined || !isLive(contact);
  // Until about 2021 the SDK said that a disconnected contact is begun anew; the sentence is gone, nobody says what holds.
  return over && board.options.clientToken === 'until-disconnected' ? undefined : use.contactId;
}

/** A required member of the body, as text. */
export function required(call: ApiCall, name: string): string {
  const value = call.body[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new ApiError('InvalidParameterException', `${name} is required`);
}

/** The instance is named in the path or in the body. */
export function checkInstance(call: ApiCall): void {
  const named = call.labels.InstanceId ?? call.body.InstanceId ?? call.query.get('instanceId');
  if (named === undefined || named === null) throw new ApiError('InvalidParameterException', 'InstanceId is required');
  if (idOf(String(named)) !== call.board.resources.instanceId)
    throw new ApiError('ResourceNotFoundException', `no instance ${named}`);
}

export function contactOf(call: ApiCall, contactId: string): Contact {
  const contact = call.board.book.get(contactId);
  if (contact === undefined) throw new ApiError('ResourceNotFoundException', `no contact ${contactId}`);
  return contact;
}

/** Timestamps go over the wire as seconds since 1970. */
export const wireTime = (at: number | null): number | undefined => (at === null ? undefined : at / 1000);

const MOST_ATTRIBUTE_BYTES = 32_768;

export function attributesOf(call: ApiCall): Record<string, string> {
  const attributes = (call.body.Attributes ?? {}) as Record<string, string>;
  if (Buffer.byteLength(JSON.stringify(attributes)) > MOST_ATTRIBUTE_BYTES)
    throw new ApiError('InvalidRequestException', `Attributes take more than ${MOST_ATTRIBUTE_BYTES} bytes`);
  const wrong = Object.keys(attributes).find((key) => !/^[A-Za-z0-9_-]+$/.test(key));
  if (wrong !== undefined) throw new ApiError('InvalidRequestException', `attribute key "${wrong}" is not allowed`);
  return attributes;
}
