import type { ConnectLog, Fact } from '../connect/log.ts';

/** One contact that was told a bound and whose wait is known. */
export interface ToldWait {
  readonly contactId: string;
  readonly boundSeconds: number;
  /** From being told until an agent answered, or until now or giving up for one that had waited longer than told. */
  readonly waitedSeconds: number;
  readonly kept: boolean;
}

export interface PromiseFigures {
  /** Contacts told a bound, whose wait showed whether it held. */
  readonly settledCount: number;
  readonly keptShare: number;
  readonly meanToldBoundSeconds: number;
  /** The one bound that, told to all of them, would have been kept as often. */
  readonly constantBoundSeconds: number;
  /** Contacts told a bound that left, or took an offer, before it passed: nobody knows. */
  readonly unknownCount: number;
}

const secondsFrom = (from: Fact, to: Fact): number => (to.at - from.at) / 1000;

/** The first quote that told a bound. Later ones replace it for the caller, but it is the first that was decided on. */
function firstBound(facts: readonly Fact[]): { told: Fact; boundSeconds: number } | undefined {
  for (const fact of facts) {
    if (fact.kind !== 'lambda-answered') continue;
    const boundSeconds = Number(fact.answer.toldBoundSeconds ?? '');
    if (boundSeconds > 0) return { told: fact, boundSeconds };
  }
  return undefined;
}

/** 'unknown' for a contact that left before its bound passed; undefined for one that was told nothing. */
export function toldWaitOf(contactId: string, facts: readonly Fact[]): ToldWait | 'unknown' | undefined {
  const first = firstBound(facts);
  if (first === undefined) return undefined;
  const { told, boundSeconds } = first;
  const connected = facts.find((fact) => fact.kind === 'connected');
  if (connected !== undefined) {
    const waitedSeconds = secondsFrom(told, connected);
    return { contactId, boundSeconds, waitedSeconds, kept: waitedSeconds <= boundSeconds };
  }
  const left = facts.find((fact) => fact.kind === 'callback-created' || fact.kind === 'ended');
  const waitedSeconds = left === undefined ? 0 : secondsFrom(told, left);
  return waitedSeconds > boundSeconds ? { contactId, boundSeconds, waitedSeconds, kept: false } : 'unknown';
}

export function promiseFigures(log: Pick<ConnectLog, 'facts' | 'ofContact'>): PromiseFigures {
  const settled: ToldWait[] = [];
  let unknownCount = 0;
  for (const fact of log.facts) {
    if (fact.kind !== 'contact-created' || fact.contactId === null || fact.initiationMethod === 'CALLBACK') continue;
    const told = toldWaitOf(fact.contactId, log.ofContact(fact.contactId));
    if (told === 'unknown') unknownCount += 1;
    else if (told !== undefined) settled.push(told);
  }
  const keptCount = settled.filter((told) => told.kept).length;
  const waits = settled.map((told) => told.waitedSeconds).sort((a, b) => a - b);
  const sum = settled.reduce((total, told) => total + told.boundSeconds, 0);
  return {
    settledCount: settled.length,
    keptShare: settled.length === 0 ? Number.NaN : keptCount / settled.length,
    meanToldBoundSeconds: settled.length === 0 ? Number.NaN : sum / settled.length,
    constantBoundSeconds: waits[Math.max(0, keptCount - 1)] ?? Number.NaN,
    unknownCount,
  };
}
