import type { QueueCompared, WhatIf } from '../../core/simulation/today.ts';

export type WhatIfMessage =
  | { readonly state: 'none' }
  | { readonly state: 'running'; readonly question: WhatIf; readonly share: number }
  | { readonly state: 'failed'; readonly question: WhatIf; readonly reason: string }
  | {
      readonly state: 'done';
      readonly question: WhatIf;
      readonly replications: number;
      readonly horizonSeconds: number;
      readonly figures: readonly QueueCompared[];
    };

/** What can be made to go wrong in the local center, and what can be tried on its twin. */
export interface ControlMessage {
  readonly type: 'control';
  readonly now: number;
  readonly queues: readonly {
    readonly queue: string;
    readonly agentsHere: number;
    readonly agentsAway: number;
    /** More callers come until then; null: no surge was called. */
    readonly surgeUntil: number | null;
    readonly takesCalls: boolean;
  }[];
  readonly parts: readonly {
    readonly id: string;
    readonly title: string;
    /** What callers and the board will show of it. */
    readonly effect: string;
    readonly out: boolean;
  }[];
  readonly alarms: readonly { readonly name: string; readonly says: string; readonly rings: boolean }[];
  readonly whatIf: WhatIfMessage;
}
