import type { Center } from '../center.ts';
import type { Fact } from '../connect/log.ts';
import { compareSets, type Ending, endings, type SetComparison, setsOfLog, setsOfRows } from './contactSets.ts';
import { type PromiseFigures, promiseFigures } from './promises.ts';

export interface CallbackFigures {
  readonly accepted: number;
  /** Customer and agent spoke. */
  readonly answered: number;
  readonly open: number;
  /** Ended, by their last state. */
  readonly ended: Readonly<Record<string, number>>;
  readonly promisesKept: number;
  readonly promisesBroken: number;
}

/** What a headless run found. The sets come from the emulated Connect's log, and beside them from the rows. */
export interface Summary {
  readonly seed: number;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly offered: number;
  readonly contacts: Readonly<Record<Ending, number>>;
  readonly sets: readonly SetComparison[];
  /** Whether log and rows put every contact into the same set. */
  readonly setsAgree: boolean;
  readonly abandonedShare: number;
  readonly wait: { readonly meanSeconds: number; readonly p50Seconds: number; readonly p90Seconds: number };
  readonly offersMade: number;
  readonly callbacks: CallbackFigures;
  readonly promises: PromiseFigures;
  readonly requests: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly invocations: number;
  readonly faults: readonly string[];
  readonly alarms: readonly string[];
}

type Row = Readonly<Record<string, unknown>>;

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;

/** Waits of contacts that reached an agent, callbacks' legs apart. */
function waitFigures(facts: readonly Fact[], outbound: ReadonlySet<string>): Summary['wait'] {
  const waits = facts
    .flatMap((fact) =>
      fact.kind === 'connected' && fact.contactId !== null && !outbound.has(fact.contactId) ? [fact.waitSeconds] : [],
    )
    .sort((a, b) => a - b);
  const sum = waits.reduce((total, wait) => total + wait, 0);
  return { meanSeconds: sum / waits.length, p50Seconds: quantile(waits, 0.5), p90Seconds: quantile(waits, 0.9) };
}

function callbackFigures(rows: readonly Row[], facts: readonly Fact[]): CallbackFigures {
  // A closed callback is kept under its own key, and its last state stays where the open one was.
  const callbacks = rows.filter((row) => String(row.pk).startsWith('callback#'));
  const closed = callbacks.filter((row) => String(row.sk).startsWith('closed#'));
  const closedIds = new Set(closed.map((row) => row.callbackId));
  const open = callbacks.filter((row) => row.sk === 'open' && !closedIds.has(row.callbackId));
  const spoke = closed.filter((row) => row.spokeAt !== undefined);
  const kept = spoke.filter((row) => Number(row.spokeAt) <= Number(row.promisedBy)).length;
  const ended: Record<string, number> = {};
  for (const { state } of closed) ended[String(state)] = (ended[String(state)] ?? 0) + 1;
  return {
    accepted: facts.filter((fact) => fact.kind === 'lambda-answered' && fact.answer.result === 'accepted').length,
    answered: spoke.length,
    open: open.length,
    ended,
    promisesKept: kept,
    promisesBroken: closed.filter((row) => row.state !== 'CANCELLED').length - kept,
  };
}

export async function summarize(
  center: Center,
  run: { readonly seed: number; readonly startedAt: number; readonly faults: readonly string[] },
): Promise<Summary> {
  const { connect, clock, aws } = center;
  const rows = await center.rows();
  const { facts } = connect.log;
  const fromLog = setsOfLog(connect.log);
  const sets = compareSets(fromLog, setsOfRows(rows));
  const offered = endings.reduce((sum, set) => sum + fromLog[set].size, 0);
  const contacts = Object.fromEntries(Object.entries(fromLog).map(([set, ids]) => [set, ids.size]));
  return {
    seed: run.seed,
    startedAt: new Date(run.startedAt).toISOString(),
    endedAt: new Date(clock.now()).toISOString(),
    offered,
    contacts: contacts as Record<Ending, number>,
    sets,
    setsAgree: sets.every((set) => set.onlyLog.length + set.onlyRows.length === 0),
    abandonedShare: fromLog.abandoned.size / offered,
    wait: waitFigures(facts, fromLog.outbound),
    offersMade: facts.filter((fact) => fact.kind === 'lambda-answered' && fact.answer.offer === 'callback').length,
    callbacks: callbackFigures(rows, facts),
    promises: promiseFigures(connect.log),
    requests: aws.requests.all(),
    invocations: aws.functions.invocationCount(),
    faults: run.faults,
    alarms: center.alarms().flatMap((alarm) => (alarm.state === 'ALARM' ? [alarm.name] : [])),
  };
}

const percent = (share: number): string => (Number.isNaN(share) ? 'none' : `${(100 * share).toFixed(1)} %`);
const wholeSeconds = (value: number): string => (Number.isNaN(value) ? 'none' : `${Math.round(value)} s`);

/** The summary for people. */
export function summaryText(summary: Summary): string {
  const { contacts, callbacks, promises, wait } = summary;
  const disagreements = summary.sets.filter((set) => set.onlyLog.length + set.onlyRows.length > 0);
  const lines = [
    `${summary.startedAt} to ${summary.endedAt}, seed ${summary.seed}`,
    `offered      ${summary.offered} = ${endings.map((set) => `${contacts[set]} ${set}`).join(' + ')}`,
    `apart        ${contacts['menu-hang-up']} left in the menu, ${contacts.outbound} calls placed by the center`,
    `abandoned    ${percent(summary.abandonedShare)} of those offered`,
    `waited       mean ${wholeSeconds(wait.meanSeconds)}, half up to ${wholeSeconds(wait.p50Seconds)}, nine in ten up to ${wholeSeconds(wait.p90Seconds)}`,
    `promises     ${percent(promises.keptShare)} of ${promises.settledCount} kept; told on average ${wholeSeconds(promises.meanToldBoundSeconds)}, a constant bound kept as often: ${wholeSeconds(promises.constantBoundSeconds)}`,
    `callbacks    ${summary.offersMade} offered, ${callbacks.accepted} taken, ${callbacks.answered} spoke with an agent, ${callbacks.open} open; promise kept ${callbacks.promisesKept}, broken ${callbacks.promisesBroken}`,
    `log and rows ${summary.setsAgree ? 'agree on every contact' : 'DISAGREE'}`,
    ...disagreements.map(
      (set) => `  ${set.set}: only in the log ${set.onlyLog.length}, only in the rows ${set.onlyRows.length}`,
    ),
    `invocations  ${summary.invocations}`,
    ...summary.alarms.map((alarm) => `alarm        ${alarm}`),
    ...summary.faults.map((fault) => `fault        ${fault}`),
  ];
  return lines.join('\n');
}
