import { type Command, Option } from 'commander';
import { type Instant, secondsBetween, toIso } from '../../core/time/units.ts';
import { allowCalls } from '../operations/allow.ts';
import {
  cancelCallback,
  inConnectsQueue,
  isLate,
  listCallbacks,
  openCallbacks,
  reconcileCallbacks,
  type ShownCallback,
  setFreeze,
  showCallback,
} from '../operations/callbacks.ts';
import { type CenterChoice, directoryOf } from '../operations/center.ts';
import { type Answer, answering } from '../outcome.ts';
import { center, onCenter } from './target.ts';

interface ListOptions extends CenterChoice {
  queue?: string;
  state?: string;
  all?: true;
}

const states = [
  'accepted',
  'created',
  'pending',
  'dialing',
  'dialed',
  'completed',
  'exhausted',
  'cancelled',
  'expired',
  'rejected',
];

export function register(program: Command): void {
  const callbacks = program
    .command('callbacks')
    .description('What was promised, and the switch that stops all dialling. Numbers are never shown.');
  onCenter(callbacks.command('list'))
    .description('Open callbacks, the first promised first.')
    .option('--queue <name>', 'of one queue')
    .addOption(new Option('--state <state>', 'in one state').choices(states))
    .option('--all', 'those that are over too, as long as they are remembered; reads the whole table')
    .action(answering((options: ListOptions) => list(options)));
  onCenter(callbacks.command('show').argument('<callbackId>', 'as list shows it'))
    .description('One callback with its attempts, its promise and the consent to it.')
    .action(answering((id: string, options: CenterChoice) => show(id, options)));
  onCenter(callbacks.command('cancel').argument('<callbackId>', 'as list shows it'))
    .description('Takes a callback back. One that may be ringing is ended at Connect.')
    .action(answering((id: string, options: CenterChoice) => cancel(id, options)));
  onCenter(callbacks.command('reconcile').argument('[callbackId]', 'without it, every open callback'))
    .description('Makes the next sweep ask Connect what became of it; never sooner than is safe.')
    .action(answering((id: string | undefined, options: CenterChoice) => reconcile(id, options)));
  onCenter(callbacks.command('allow'))
    .description('Lifts the opt-out of a customer who told a person that they want to be called again.')
    .requiredOption('--number <number>', 'the telephone number, with its country code')
    .requiredOption('--reason <text>', 'who said so, and when; kept with the opt-out')
    .action(answering((options: CenterChoice & { number: string; reason: string }) => allow(options)));
  onCenter(callbacks.command('freeze'))
    .description('Stops all dialling at once; callers are not offered callbacks until unfreeze.')
    .requiredOption('--reason <text>', 'why, for whoever finds dialling stopped')
    .action(answering((options: CenterChoice & { reason: string }) => freeze(options, true)));
  onCenter(callbacks.command('unfreeze'))
    .description('Lets dialling go on: what was promised is dialled, the first promised first.')
    .option('--reason <text>', 'why it may go on', 'over')
    .action(answering((options: CenterChoice & { reason: string }) => freeze(options, false)));
}

async function list(options: ListOptions): Promise<Answer> {
  const at = await center(options);
  const rows = await listCallbacks(at, options);
  const frozen = (await at.centerRows.freeze())?.frozen ?? false;
  const head = `${rows.length} ${options.all ? '' : 'open '}${rows.length === 1 ? 'callback' : 'callbacks'}${frozen ? '; dialling is FROZEN' : ''}`;
  const text = [head, ...rows.map((row) => sayRow(row, at.clock.now()))].join('\n');
  return { json: { frozen, callbacks: rows.map(withIso) }, text };
}

function sayRow(row: ShownCallback, now: Instant): string {
  const late = isLate(row, now) ? `  ${Math.round(secondsBetween(row.promisedBy, now) / 60)} min late` : '';
  return `  ${row.callbackId}  ${row.state.padEnd(9)}  ${row.queue}  promised by ${toIso(row.promisedBy)}  attempt ${row.attempt}${late}`;
}

async function show(callbackId: string, options: CenterChoice): Promise<Answer> {
  const row = withIso(await showCallback(await center(options), callbackId));
  const text = Object.entries(row).map(
    ([name, value]) => `  ${name.padEnd(18)} ${typeof value === 'object' ? JSON.stringify(value) : value}`,
  );
  return { json: row, text: [callbackId, ...text].join('\n') };
}

async function cancel(callbackId: string, options: CenterChoice): Promise<Answer> {
  const done = await cancelCallback(await center(options), callbackId);
  const said = done.ending
    ? `${callbackId}: a call may be under way. Connect was asked to end it; the sweep makes sure that it did.`
    : `${callbackId} is ${done.state}.`;
  return { json: done, text: said };
}

async function reconcile(callbackId: string | undefined, options: CenterChoice): Promise<Answer> {
  const done = await reconcileCallbacks(await center(options), callbackId);
  const due = done.filter(({ kind }) => kind === 'due-now').length;
  const text = [
    `${due} of ${done.length} are looked at by the next sweep, within a minute.`,
    ...done.map((one) => `  ${one.callbackId}  ${one.state.padEnd(9)}  ${one.reason}`),
  ];
  return { json: done, text: text.join('\n') };
}

async function freeze(options: CenterChoice & { reason: string }, frozen: boolean): Promise<Answer> {
  const at = await center(options);
  const row = await setFreeze(at, frozen, options.reason);
  const open = await openCallbacks(at);
  const native = inConnectsQueue(open);
  const waiting = `${open.length - native} of the dialler wait`;
  const text = frozen
    ? [
        `Dialling is frozen since ${toIso(row.at)}; no callback is offered.`,
        `Of ${open.length} open callbacks ${waiting} for nohold callbacks unfreeze; each still ends when its promise lapses.`,
        ...(native > 0
          ? [
              `${native} stand in Connect's own queue: an agent takes them, then Connect rings. nohold callbacks cancel ends one.`,
            ]
          : []),
      ]
    : [`Dialling goes on since ${toIso(row.at)}; ${waiting} to be dialled.`];
  return { json: { ...withIso(row), openCallbacks: open.length, inConnectsQueue: native }, text: text.join('\n') };
}

async function allow(options: CenterChoice & { number: string; reason: string }): Promise<Answer> {
  const at = await center(options);
  const names = at.customers(await directoryOf(at));
  const done = await allowCalls(at, (number) => names.keysOf(number), options);
  const text = `They may be called again. The opt-out of ${toIso(done.optedOutAt)} stays on record, with the reason it was lifted.`;
  return { json: withIso(done), text };
}

const momentNames = /At$|By$|^since$|^notBefore$|^placeSince$|^at$/;

/** Instants as ISO 8601; the same names. `expiresAt` is time to live, in epoch seconds. */
function withIso<Row extends object>(row: Row): Record<string, unknown> {
  const iso = (name: string, value: unknown): unknown => {
    if (Array.isArray(value))
      return value.map((one) => (typeof one === 'object' && one !== null ? withIso(one) : iso('at', one)));
    if (typeof value === 'object' && value !== null) return withIso(value);
    return typeof value === 'number' && name !== 'expiresAt' && momentNames.test(name)
      ? toIso(value as Instant)
      : value;
  };
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, iso(name, value)]));
}
