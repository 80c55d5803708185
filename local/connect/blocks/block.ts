import type { Timer } from '../../clock/clock.ts';
import type { Contact } from '../contact.ts';
import type { FlowEnding, FlowRun } from '../flowRun.ts';
import type { BlockRules, Flow, FlowAction, FlowType } from '../language.ts';
import { type WireChannel, wireChannels } from '../log.ts';
import type { Switchboard } from '../switchboard.ts';

/** The way on from a block. `detail` is for whoever reads the log. */
export type Branch =
  | { kind: 'next'; detail?: string }
  | { kind: 'error'; error: string; detail?: string }
  /** To the first condition `value` meets, else to NoMatchingCondition. */
  | { kind: 'condition'; value: string; detail?: string }
  | { kind: 'flow'; flow: Flow }
  | { kind: 'over'; ending: FlowEnding };

export interface Step {
  readonly board: Switchboard;
  readonly contact: Contact;
  readonly run: FlowRun;
  readonly action: FlowAction;
  /** For a block that waits: takes it on, once; later answers are ignored. */
  resume(branch: Branch): void;
  /** A parameter as text, its references resolved. */
  text(value: unknown): string;
  lookup(reference: string): string | undefined;
  /** A timer that dies with the block. */
  after(seconds: number, then: () => void): Timer;
}

export interface Block extends BlockRules {
  readonly type: string;
  /** In any other channel the block takes its error branch. */
  readonly channels: readonly WireChannel[];
  /** Takes its error branch while nobody is on the line (a callback being created). */
  readonly needsCustomer?: boolean;
  run(step: Step): Branch | 'waits';
}

export const EVERY_CHANNEL: readonly WireChannel[] = wireChannels;
/** Where somebody hears or reads what is said. */
export const SPOKEN_IN: readonly WireChannel[] = ['VOICE', 'CHAT'];
export const VOICE_ONLY: readonly WireChannel[] = ['VOICE'];
export const NOT_IN_CALLS: readonly WireChannel[] = ['CHAT', 'EMAIL', 'TASK'];

/** Flows before a queue: the ones that may decide where a contact goes. */
export const INBOUND_FLOWS: readonly FlowType[] = ['CONTACT_FLOW', 'AGENT_TRANSFER', 'QUEUE_TRANSFER'];
/** Those and the flow a contact hears while it waits. */
export const CUSTOMER_FLOWS: readonly FlowType[] = [...INBOUND_FLOWS, 'CUSTOMER_QUEUE'];

export const next: Branch = { kind: 'next' };
export const failed = (detail: string, error = 'NoMatchingError'): Branch => ({ kind: 'error', error, detail });

/** The problems of a parameter that must be a whole number from `least` to `most`, as text or a reference. */
export function wholeNumberProblems(
  parameters: Readonly<Record<string, unknown>>,
  name: string,
  range: { least: number; most: number; dynamic?: boolean },
): string[] {
  const value = parameters[name];
  if (range.dynamic === true && typeof value === 'string' && value.startsWith('$.')) return [];
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (number >= range.least && number <= range.most) return [];
  return [
    `${name} is ${JSON.stringify(value)}, expected text with a whole number from ${range.least} to ${range.most}`,
  ];
}

/** The problems of parameters of which exactly one must be there. */
export function exactlyOneProblems(parameters: Readonly<Record<string, unknown>>, names: readonly string[]): string[] {
  const there = names.filter((name) => parameters[name] !== undefined);
  return there.length === 1 ? [] : [`expected exactly one of ${names.join(', ')}, got ${there.join(', ') || 'none'}`];
}

export function textProblems(parameters: Readonly<Record<string, unknown>>, ...names: string[]): string[] {
  return names
    .filter((name) => typeof parameters[name] !== 'string' || parameters[name] === '')
    .map((name) => `${name} is required, as text`);
}
