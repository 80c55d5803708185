import type { ConnectLog, Fact } from '../connect/log.ts';

/** How the wait of a contact ended; every contact that asked for an agent is in exactly one of the first six. */
export const endings = ['answered', 'abandoned', 'callback', 'moved', 'overflowed', 'waiting'] as const;
export type Ending = (typeof endings)[number] | 'menu-hang-up' | 'outbound' | 'in-menu';

export type ContactSets = Readonly<Record<Ending, ReadonlySet<string>>>;

/** Answers of take-offer after which the caller holds a callback, or has settled the matter with the ledger. */
const SETTLED_BY_CALLBACK = new Set(['accepted', 'kept', 'cancelled']);

function emptySets(): Record<Ending, Set<string>> {
  const names: readonly Ending[] = [...endings, 'menu-hang-up', 'outbound', 'in-menu'];
  return Object.fromEntries(names.map((name) => [name, new Set<string>()])) as Record<Ending, Set<string>>;
}

/** What became of a contact, from what the emulated Connect saw of it and nothing else. */
function endingOf(facts: readonly Fact[]): Ending {
  const created = facts.find((fact) => fact.kind === 'contact-created');
  if (created === undefined) return 'menu-hang-up';
  const placedByUs =
    created.initiationMethod === 'CALLBACK' || (created.initiationMethod === 'API' && created.channel === 'VOICE');
  if (placedByUs) return 'outbound';
  if (facts.some((fact) => fact.kind === 'connected')) return 'answered';
  const settled = facts.some(
    (fact) => fact.kind === 'lambda-answered' && SETTLED_BY_CALLBACK.has(fact.answer.result ?? ''),
  );
  if (settled) return 'callback';
  // A quote is what asking for an agent begins with; a caller whose quote failed is queued all the same.
  const asked = facts.some(
    (fact) => fact.kind === 'queued' || (fact.kind === 'lambda-answered' && fact.answer.offer !== undefined),
  );
  const ended = facts.find((fact) => fact.kind === 'ended');
  if (ended === undefined) return asked ? 'waiting' : 'in-menu';
  if (!asked) return 'menu-hang-up';
  return ended.reason === 'CONTACT_FLOW_DISCONNECT' ? 'overflowed' : 'abandoned';
}

/** The sets as the emulated Connect's own log tells them. */
export function setsOfLog(log: Pick<ConnectLog, 'facts' | 'ofContact'>): ContactSets {
  const sets = emptySets();
  for (const { kind, contactId } of log.facts) {
    if (kind === 'contact-created' && contactId !== null) sets[endingOf(log.ofContact(contactId))].add(contactId);
  }
  return sets;
}

/** The sets as the rows of the table tell them. */
export function setsOfRows(rows: readonly Readonly<Record<string, unknown>>[]): ContactSets {
  const sets = emptySets();
  for (const row of rows) {
    if (row.sk !== 'contact') continue;
    sets[(row.outcome as Ending | undefined) ?? 'in-menu'].add(String(row.contactId));
  }
  return sets;
}

export interface SetComparison {
  readonly set: Ending;
  readonly log: number;
  readonly rows: number;
  /** Contacts that only one side puts here. */
  readonly onlyLog: readonly string[];
  readonly onlyRows: readonly string[];
}

/** Set by set, those of contacts that asked for an agent. */
export function compareSets(log: ContactSets, rows: ContactSets): SetComparison[] {
  return endings.map((set) => ({
    set,
    log: log[set].size,
    rows: rows[set].size,
    onlyLog: [...log[set]].filter((id) => !rows[set].has(id)),
    onlyRows: [...rows[set]].filter((id) => !log[set].has(id)),
  }));
}
