import type { Contact } from '../contact.ts';
import { idOf } from '../resources.ts';
import { summaryOf } from './contacts.ts';
import { type ApiCall, ApiError, checkInstance, type Operation } from './operation.ts';

interface Criteria {
  readonly Name?: { SearchText: string[]; MatchType: string };
  readonly Channels?: string[];
  readonly InitiationMethods?: string[];
  readonly QueueIds?: string[];
  readonly AgentIds?: string[];
  readonly SearchableContactAttributes?: { Criteria: { Key: string; Values: string[] }[] };
}

const STAMPS: Record<string, (contact: Contact) => number | null> = {
  INITIATION_TIMESTAMP: (contact) => contact.initiatedAt,
  SCHEDULED_TIMESTAMP: (contact) => contact.scheduledAt,
  ENQUEUE_TIMESTAMP: (contact) => contact.enqueuedAt,
  CONNECTED_TO_AGENT_TIMESTAMP: (contact) => contact.connectedToAgentAt,
  DISCONNECT_TIMESTAMP: (contact) => contact.disconnectedAt,
};
const MOST_RESULTS = 100;

/** Contacts newest first; those younger than the index's lag are not found yet. */
export const searchContacts: Operation = {
  name: 'SearchContacts',
  method: 'POST',
  path: '/search-contacts',
  rate: { perSecond: 0.5, burst: 1 },
  throttledAs: 'ThrottlingException',
  resource: () => '',
  run(call) {
    checkInstance(call);
    const found = matches(call).reverse();
    const start = Number(call.body.NextToken ?? 0);
    const end = start + Math.min(MOST_RESULTS, Number(call.body.MaxResults ?? 10));
    return {
      Contacts: found.slice(start, end).map((contact) => summaryOf(contact, call.board)),
      TotalCount: found.length,
      ...(end < found.length ? { NextToken: String(end) } : {}),
    };
  },
};

function matches(call: ApiCall): Contact[] {
  const { board, body } = call;
  const range = body.TimeRange as { Type: string; StartTime: number; EndTime: number } | undefined;
  const stampOf = STAMPS[range?.Type ?? ''];
  if (range === undefined || stampOf === undefined)
    throw new ApiError('InvalidParameterException', 'TimeRange.Type, StartTime and EndTime are required');
  const criteria = (body.SearchCriteria ?? {}) as Criteria;
  const indexedUntil = board.now() - board.options.searchLagSeconds * 1000;
  return [...board.book.all()].filter((contact) => {
    const at = stampOf(contact);
    return (
      at !== null &&
      at >= range.StartTime * 1000 &&
      at <= range.EndTime * 1000 &&
      contact.initiatedAt <= indexedUntil &&
      meetsCriteria(call, contact, criteria)
    );
  });
}

function meetsCriteria(call: ApiCall, contact: Contact, criteria: Criteria): boolean {
  const agentId = contact.agent === null ? undefined : call.board.agents.user(contact.agent)?.id;
  const attributes = criteria.SearchableContactAttributes?.Criteria ?? [];
  return (
    isAmong(criteria.Channels, contact.channel) &&
    isAmong(criteria.InitiationMethods, contact.initiationMethod) &&
    isAmong(criteria.QueueIds?.map(idOf), contact.queueId ?? undefined) &&
    isAmong(criteria.AgentIds?.map(idOf), agentId) &&
    (criteria.Name === undefined || hasName(contact.name ?? '', criteria.Name)) &&
    attributes.every(({ Key, Values }) => isAmong(Values, contact.attributes[Key]))
  );
}

const isAmong = (wanted: readonly string[] | undefined, value: string | undefined): boolean =>
  wanted === undefined || wanted.length === 0 || (value !== undefined && wanted.includes(value));

function hasName(name: string, { SearchText, MatchType }: { SearchText: string[]; MatchType: string }): boolean {
  const words = SearchText.map((text) => text.toLowerCase());
  const own = name.toLowerCase();
  switch (MatchType) {
    case 'MATCH_EXACT':
      return words.includes(own);
    case 'MATCH_ALL':
      return words.every((word) => own.includes(word));
    case 'MATCH_ANY':
      return words.some((word) => own.includes(word));
    case 'MATCH_NONE':
      return !words.some((word) => own.includes(word));
    default:
      throw new ApiError('InvalidParameterException', `MatchType "${MatchType}" is not known`);
  }
}
