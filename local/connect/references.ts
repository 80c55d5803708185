import { type Contact, customerEndpoint } from './contact.ts';
import type { Switchboard } from './switchboard.ts';

const REFERENCE = /\$\.[A-Za-z]+(?:\.[A-Za-z0-9_-]+|\['[^']*'\])*/g;
const WHOLE_REFERENCE = new RegExp(`^(?:${REFERENCE.source})$`);

export const isReference = (text: string): boolean => WHOLE_REFERENCE.test(text);

/** `text` with every JSONPath reference replaced by what it stands for; by nothing where that is unknown. */
export function resolve(text: string, contact: Contact, board: Switchboard): string {
  if (!text.includes('$.')) return text;
  return text.replace(REFERENCE, (reference) => lookup(reference, contact, board) ?? '');
}

/** What a reference stands for; undefined when there is no such thing (yet). */
export function lookup(reference: string, contact: Contact, board: Switchboard): string | undefined {
  const [space = '', ...rest] = segments(reference);
  return textOf(walk(namespace(space, contact, board), rest));
}

function segments(reference: string): string[] {
  return [...reference.matchAll(/\.([A-Za-z0-9_-]+)|\['([^']*)'\]/g)].map((match) => match[1] ?? match[2] ?? '');
}

function walk(value: unknown, path: readonly string[]): unknown {
  let here = value;
  for (const key of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return undefined;
    here = (here as Record<string, unknown>)[key];
  }
  return here;
}

function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The namespaces of Connect's flow language that a contact here can have anything in. */
function namespace(space: string, contact: Contact, board: Switchboard): unknown {
  const { resources } = board;
  switch (space) {
    case 'Attributes':
      return contact.attributes;
    case 'FlowAttributes':
      return contact.memory.flowAttributes;
    case 'External':
      return contact.memory.external;
    case 'LambdaInvocation':
      return { ResultData: contact.memory.external };
    case 'StoredCustomerInput':
      return contact.memory.storedInput;
    case 'Metrics':
      return nested(contact.memory.metrics);
    case 'Loop':
      return Object.fromEntries(
        Object.entries(contact.memory.loops).map(([name, index]) => [name, { Index: String(index) }]),
      );
    case 'CustomerEndpoint':
      return customerEndpoint(contact) ?? undefined;
    case 'SystemEndpoint':
      return contact.systemNumber === null ? undefined : { Address: contact.systemNumber, Type: 'TELEPHONE_NUMBER' };
    case 'Queue': {
      const queue = resources.queues.get(contact.queueId ?? contact.targetQueueId ?? '');
      return queue === undefined ? undefined : { Name: queue.name, ARN: queue.arn };
    }
    case 'Agent': {
      const user = contact.agent === null ? undefined : board.agents.user(contact.agent);
      return user === undefined
        ? undefined
        : { UserName: user.username, FirstName: user.firstName, LastName: user.lastName, ARN: user.arn };
    }
    case 'SegmentAttributes':
      return contact.segmentAttributes;
    case 'Media':
      return contact.initialMessage === null ? undefined : { InitialMessage: contact.initialMessage };
    default:
      return systemAttribute(space, contact, board);
  }
}

function systemAttribute(name: string, contact: Contact, board: Switchboard): string | null | undefined {
  switch (name) {
    case 'ContactId':
      return contact.id;
    case 'InitialContactId':
      return contact.initialContactId;
    case 'PreviousContactId':
      return contact.previousContactId;
    case 'Channel':
      return contact.channel;
    case 'InitiationMethod':
      return contact.initiationMethod;
    case 'LanguageCode':
      return contact.languageCode;
    case 'Name':
      return contact.name;
    case 'Description':
      return contact.description;
    case 'InstanceARN':
      return board.resources.instanceArn;
    case 'AwsRegion':
      return board.deps.region;
    default:
      return undefined;
  }
}

/** { 'Agents.Staffed.Count': '3' } → { Agents: { Staffed: { Count: '3' } } } */
function nested(flat: Record<string, string>): unknown {
  const root: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(flat)) {
    const keys = path.split('.');
    let here = root;
    for (const key of keys.slice(0, -1)) {
      here[key] ??= {};
      here = here[key] as Record<string, unknown>;
    }
    here[keys.at(-1) ?? path] = value;
  }
  return root;
}
