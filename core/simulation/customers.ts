import type { RandomStream } from '../random/stream.ts';
import { randomStream } from '../random/stream.ts';
import { DEFAULT_PRIORITY, type WaitingContact } from '../routing/waitingLine.ts';
import { instant } from '../time/units.ts';
import type { OpenCallback } from './callbackDesk.ts';
import type { TwinQueue } from './center.ts';
import type { TwinAgent } from './crews.ts';
import type { AskedPrediction } from './scoreboard.ts';
import { sampler } from './timeLaw.ts';

/** All chance about one customer, drawn when they arrive: whatever differs between two scenarios, they are the same. */
export interface Customer {
  readonly handleSeconds: number;
  /** Infinity: never gives up. */
  readonly patienceSeconds: number;
  readonly priority: number;
  /** In (0, 1): below the share that accepts, this one does. */
  readonly acceptance: number;
  /** Of one who gave up: whether they try again. */
  readonly persistence: number;
  /** In (0, 1), of each call placed to them: below the share that goes unanswered, it does. */
  readonly reachable: number;
}

/** A contact within the twin. As a waiting contact it stands in the router's line. */
export interface TwinContact extends WaitingContact {
  readonly serial: number;
  readonly queueIndex: number;
  /** Seconds from the start; of a callback that keeps its place, when its customer asked. */
  readonly askedAtSeconds: number;
  readonly customer: Customer;
  /** Times this customer has tried before. */
  readonly tries: number;
  /** Undefined: a customer on the line. */
  readonly callback: OpenCallback | undefined;
  hadToWait: boolean;
  /** What each predictor said on arrival. */
  asked: readonly AskedPrediction[];
  toldBoundSeconds: number | undefined;
  offeredAtSeconds: number | undefined;
  offeredBoundSeconds: number | undefined;
  /** Once with an agent: what is left to do at `sinceSeconds`, at which pace, and when it ends by that. */
  handling: { agent: TwinAgent; leftSeconds: number; sinceSeconds: number; pace: number; endsAt: number } | undefined;
}

/** The customers of a queue, one a call. `from` tells those apart who were moved here from those who came by themselves. */
export function customersOf(queue: TwinQueue, seed: number, from: 'outside' | 'moved' = 'outside'): () => Customer {
  const place = from === 'moved' ? `${queue.name}/moved` : queue.name;
  const stream = (name: string): RandomStream => randomStream(seed, `${place}/${name}`);
  const serve = sampler(queue.service, stream('service'));
  const bear = queue.patience ? sampler(queue.patience, stream('patience')) : () => Number.POSITIVE_INFINITY;
  const [acceptance, persistence, reachable] = [stream('acceptance'), stream('persistence'), stream('reachable')];
  const rank = prioritiesOf(queue, stream('priority'));
  return () => ({
    handleSeconds: serve(),
    patienceSeconds: bear(),
    priority: rank(),
    acceptance: acceptance.uniform(),
    persistence: persistence.uniform(),
    reachable: reachable.uniform(),
  });
}

function prioritiesOf(queue: TwinQueue, stream: RandomStream): () => number {
  const { priorities = [] } = queue;
  if (priorities.length === 0) return () => DEFAULT_PRIORITY;
  return () => {
    let left = stream.uniform();
    for (const { priority, share } of priorities) {
      if (left < share) return priority;
      left -= share;
    }
    return DEFAULT_PRIORITY;
  };
}

/** Seconds from the start as the moment that the center's own code reckons with. */
export const momentOf = (at: number) => instant(at * 1000);

/** Ids of one length: among contacts of one moment the order of their arrival decides. */
export const contactIdOf = (serial: number): string => String(serial).padStart(10, '0');
