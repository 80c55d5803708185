import type { Channel } from '../../core/contacts/channel.ts';
import type { TranscriptLine } from './messages.ts';

/** What the rows know of a contact and of what came of it. */
export interface StoryTold {
  /** Whether the customer is one the center would know again. */
  readonly known: boolean;
  readonly lines: readonly {
    readonly at: number;
    /** The contact or callback it happened to. */
    readonly of: string;
    readonly what: string;
    readonly values: Readonly<Record<string, string>>;
    /** Told by the transcript as well. */
    readonly heardAnyway: boolean;
  }[];
  readonly promises: readonly PromiseTold[];
  /** Facts without a moment of their own. */
  readonly standing: Readonly<Record<string, string>>;
  /** Of the same customer, newest first. */
  readonly otherContacts: readonly string[];
}

export interface PromiseTold {
  readonly told: string;
  readonly until: number;
  readonly state: 'kept' | 'broken' | 'open' | 'withdrawn';
}

export type DeskStage = 'rings' | 'connecting' | 'talking' | 'wrapping-up';

/** A contact at the agent's desk, with what the center knows of its customer. */
export interface DeskContact {
  readonly contactId: string;
  readonly channel: Channel;
  readonly queue: string;
  readonly stage: DeskStage;
  /** Since when it is in this stage. */
  readonly since: number;
  readonly caller: string;
  /** Before an agent took it; null where it never queued. */
  readonly waitedSeconds: number | null;
  readonly expectationSeconds: number | null;
  readonly isCallback: boolean;
  /** What it was told, offered and chose, newest last; empty before the rows know it. */
  readonly before: readonly { readonly at: number; readonly text: string }[];
  readonly promises: readonly PromiseTold[];
  readonly openCallback: { readonly promisedBy: number; readonly queue: string } | null;
  /** Earlier contacts of the same customer, newest first. */
  readonly earlier: readonly { readonly contactId: string; readonly at: number; readonly text: string }[];
  /** The queues it can be passed on to. */
  readonly destinations: readonly string[];
  /** What was written, and what the agent alone was told. */
  readonly lines: readonly TranscriptLine[];
}

export interface DeskMessage {
  readonly type: 'desk';
  readonly now: number;
  readonly agents: readonly {
    readonly username: string;
    readonly queues: readonly string[];
    readonly taken: boolean;
  }[];
  /** Who works at this page's desk; null: nobody. */
  readonly username: string | null;
  readonly status: string;
  /** True when no further contacts come: the shift is over. */
  readonly leaving: boolean;
  readonly queues: readonly { readonly queue: string; readonly channel: Channel; readonly waiting: number }[];
  readonly contacts: readonly DeskContact[];
  readonly reasons: readonly string[];
}
