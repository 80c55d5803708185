import type { Faults } from './faults.ts';
import type { VirtualTime } from './virtualTime.ts';

/** An SQS queue that drives a function: messages twice, late, given back, and a dead-letter queue an operator empties. */
export interface WorkQueue {
  send(body: string, delaySeconds?: number): void;
  /** The operator moves every dead letter back. */
  redrive(): void;
  /** Messages moved back so far. */
  redriven(): number;
  readonly deadLetters: string[];
  /** Everything that ever stood in the queue. */
  readonly bodies: string[];
  /** Messages that were taken for done, and so are gone. */
  readonly done: string[];
}

export interface QueueTerms {
  name: string;
  visibilitySeconds: number;
  attempts: number;
  concurrency: number;
  /** Whether nobody takes messages: the queue or the functions are out. They wait, and no attempt is used up. */
  stopped: () => boolean;
  /** Messages handed over at once, at most. */
  batchSize: number;
  /** How long a batch may wait to fill. */
  batchSeconds?: number;
  /** Gives those that failed, by their place in the batch. */
  work: (bodies: readonly string[]) => Promise<readonly number[]>;
}

export function workQueue(time: VirtualTime, faults: Faults, terms: QueueTerms): WorkQueue {
  const deadLetters: string[] = [];
  const bodies: string[] = [];
  const done: string[] = [];
  const ready: Message[] = [];
  let busy = 0;
  let sent = 0;
  let redriven = 0;

  interface Message {
    body: string;
    received: number;
  }

  let waitsForService = false;
  function pump(): void {
    if (terms.stopped()) {
      if (!waitsForService)
        time.after(30, () => {
          waitsForService = false;
          pump();
        });
      waitsForService = true;
      return;
    }
    while (busy < terms.concurrency && ready.length > 0) {
      const batch = ready.splice(0, terms.batchSize);
      busy += 1;
      for (const message of batch) message.received += 1;
      void terms.work(batch.map(({ body }) => body)).then((failed) => {
        busy -= 1;
        for (const [index, message] of batch.entries()) {
          if (failed.includes(index)) giveBack(message);
          else done.push(message.body);
        }
        pump();
      });
    }
  }

  function giveBack(message: Message): void {
    if (message.received >= terms.attempts) deadLetters.push(message.body);
    else time.after(terms.visibilitySeconds, () => put(message));
  }

  let filling = false;
  function put(message: Message): void {
    ready.push(message);
    if (!terms.batchSeconds) pump();
    if (!terms.batchSeconds || filling) return;
    filling = true;
    time.after(terms.batchSeconds, () => {
      filling = false;
      pump();
    });
  }

  return {
    deadLetters,
    bodies,
    done,
    send(body, delaySeconds = 0) {
      sent += 1;
      bodies.push(body);
      const late = faults.happens('message-late', `${terms.name} ${sent}`);
      const stoodSeconds = late ? 7200 * faults.chance(`stood ${terms.name} ${sent}`) : 0.05;
      time.after(delaySeconds + stoodSeconds, () => put({ body, received: 0 }));
      if (faults.happens('message-twice', `${terms.name} ${sent}`)) {
        // Mostly at the same moment, sometimes minutes later.
        const later = 300 * faults.chance(`again ${terms.name} ${sent}`) ** 8;
        time.after(delaySeconds + later, () => put({ body, received: 0 }));
      }
    },
    redrive() {
      for (const body of deadLetters.splice(0)) {
        redriven += 1;
        put({ body, received: 0 });
      }
    },
    redriven: () => redriven,
  };
}
