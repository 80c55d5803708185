import type { Channel } from '../../core/contacts/channel.ts';
import type { ControlMessage } from './controlMessages.ts';
import type { DeskMessage, StoryTold } from './deskMessages.ts';

/** A figure with what it rests on. `value` null: unknown, which is not zero. Instants are epoch milliseconds. */
export interface Figure {
  readonly value: number | null;
  /** When it was true; null when it never was known. */
  readonly at: number | null;
  /** How many contacts or data points it was made from, where that is not one. */
  readonly n?: number;
}

export interface QueueRow {
  readonly queue: string;
  readonly channel: Channel;
  readonly expectationSeconds: number | null;
  readonly waiting: Figure;
  readonly callbacksWaiting: Figure;
  readonly oldestSeconds: Figure;
  readonly predictedMedianSeconds: Figure;
  readonly predictedBoundSeconds: Figure;
  /** Share from 0 to 1 over the last two hours; n is kept + broken. */
  readonly promisesKept: Figure;
  readonly staffed: Figure;
  readonly available: Figure;
  readonly contacts: readonly WaitingContact[];
}

export interface WaitingContact {
  readonly contactId: string;
  /** The last four digits; empty when withheld. */
  readonly caller: string;
  readonly since: number;
  readonly isCallback: boolean;
}

export interface CallbackOnBoard {
  readonly callbackId: string;
  readonly queue: string;
  readonly state: string;
  readonly attempt: number;
  readonly promisedBy: number;
  readonly sourceContactId: string;
}

export interface AgentOnBoard {
  readonly username: string;
  readonly status: string;
  readonly contacts: number;
  readonly leaving: boolean;
}

export interface BoardMessage {
  readonly type: 'board';
  readonly now: number;
  readonly queues: readonly QueueRow[];
  readonly callbacks: readonly CallbackOnBoard[];
  readonly agents: readonly AgentOnBoard[];
  readonly dashboards: readonly DashboardOutline[];
  /** The one that is looked at. */
  readonly shown: DrawnDashboard | null;
}

export interface DashboardOutline {
  readonly name: string;
  readonly title: string;
  /** What may be chosen in it, such as the queue. */
  readonly variables: readonly {
    readonly label: string;
    readonly values: readonly string[];
    readonly usual: string;
  }[];
}

export interface DrawnDashboard {
  readonly name: string;
  readonly widgets: readonly DrawnWidget[];
}

interface Placed {
  /** In CloudWatch's grid of 24 columns. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface DrawnSeries {
  readonly label: string;
  readonly points: readonly { readonly at: number; readonly value: number }[];
  /** Of the metric's data, in seconds: a line is broken where a period has none. */
  readonly periodSeconds: number;
}

export type ColorScheme = 'light' | 'dark';

export type DrawnWidget = Placed &
  (
    | { readonly kind: 'text'; readonly markdown: string }
    | {
        readonly kind: 'graph';
        readonly title: string;
        readonly stacked: boolean;
        readonly from: number;
        readonly to: number;
        readonly series: readonly DrawnSeries[];
        readonly annotations: readonly { readonly value: number; readonly label: string }[];
        readonly faults: readonly string[];
      }
    | {
        readonly kind: 'numbers';
        readonly title: string;
        readonly numbers: readonly {
          readonly label: string;
          readonly figure: Figure;
          readonly periodSeconds: number;
        }[];
        readonly faults: readonly string[];
      }
    | {
        readonly kind: 'custom';
        readonly title: string;
        /** Markup of the widget's function, for either colour scheme; undefined: it did not answer. */
        readonly html: Readonly<Record<ColorScheme, string | undefined>>;
      }
    | { readonly kind: 'unsupported'; readonly title: string; readonly type: string }
  );

/** One line of what happened to a contact. */
export interface TranscriptLine {
  readonly sequence: number;
  readonly at: number;
  readonly who: 'center' | 'caller' | 'agent' | 'lambda' | 'system';
  readonly text: string;
  /** Names and values below the line: what a Lambda was asked or answered. */
  readonly values?: Readonly<Record<string, string>>;
  /** True for steps of the flow that nobody hears. */
  readonly inner: boolean;
}

export interface ContactListed {
  readonly contactId: string;
  readonly channel: Channel;
  readonly caller: string;
  readonly began: number;
  readonly ended: boolean;
  /** In a few words: waiting in service, with maria, abandoned … */
  readonly state: string;
}

/** What the center tells a page. */
export type ToPage =
  | {
      readonly type: 'hello';
      readonly name: string;
      readonly timeZone: string;
      readonly mayChange: boolean;
      readonly lines: readonly { readonly id: string; readonly number: string; readonly queues: readonly string[] }[];
      readonly chatQueues: readonly string[];
      readonly speeds: readonly number[];
      /** Whether there is a control room. */
      readonly controlled: boolean;
    }
  | {
      readonly type: 'clock';
      readonly now: number;
      readonly speed: number;
      /** What a person chose: another than `speed` while it is held. */
      readonly chosenSpeed: number;
      readonly held: boolean;
      readonly paused: boolean | null;
    }
  | BoardMessage
  | { readonly type: 'contacts'; readonly contacts: readonly ContactListed[] }
  | {
      readonly type: 'transcript';
      readonly contactId: string;
      readonly fresh: boolean;
      readonly lines: readonly TranscriptLine[];
    }
  | { readonly type: 'story'; readonly contactId: string; readonly story: StoryTold | null }
  | DeskMessage
  | ControlMessage
  | { readonly type: 'call'; readonly call: PhoneCall }
  | { readonly type: 'refused'; readonly reason: string }
  /** The command of this number was carried out or refused, and the page has been told what is so now. */
  | { readonly type: 'answered'; readonly number: number };

/** A call or chat of this page's own phone. */
export interface PhoneCall {
  readonly contactId: string;
  readonly channel: Channel;
  readonly direction: 'dialled' | 'rings';
  readonly stage: 'ringing' | 'menu' | 'waiting' | 'with-agent' | 'ended';
  readonly queue: string | null;
  readonly queuedAt: number | null;
  readonly agent: string | null;
  /** The keys the last prompt named, and whether it wants digits. */
  readonly keys: readonly string[];
  readonly collectsDigits: boolean;
  readonly lines: readonly TranscriptLine[];
}
