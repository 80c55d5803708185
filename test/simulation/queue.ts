import type { Faults } from './faults.ts';
import type { Answered } from './function.ts';
import type { VirtualTime } from './virtualTime.ts';

/** An SQS queue that drives a function: messages twice, late, given back, and a dead-letter queue an operator empties. */
export interface WorkQueue {
  send(body: string, delaySeconds?: number): void;
  /** The operator moves every dead letter back. */
  redrive(): void;
  readonly deadLetters: string[];
  /** Everything that ever stood in the queue. */
  readonly bodies: string[];
}

export interface QueueTerms {
  name: string;
  visibilitySeconds: number;
  attempts: number;
  concurrency: number;
  work: (body: string) => Promise<Answered<void>>;
}

export function workQueue(time: VirtualTime, faults: Faults, terms: QueueTerms): WorkQueue {
  const deadLetters: string[] = [];
  const bodies: string[] = [];
  const ready: Message[] = [];
  let busy = 0;
  let sent = 0;

  interface Message {
    body: string;
    received: number;
  }

  function pump(): void {
    while (busy < terms.concurrency && ready.length > 0) {
      const message = ready.shift() as Message;
      busy += 1;
      message.received += 1;
      terms.work(message.body).then((answer) => {
        busy -= 1;
        if (answer.kind === 'fault') giveBack(message);
        pump();
      });
    }
  }

  function giveBack(message: Message): void {
    if (message.received >= terms.attempts) deadLetters.push(message.body);
    else time.after(terms.visibilitySeconds, () => put(message));
  }

  function put(message: Message): void {
    ready.push(message);
    pump();
  }

  return {
    deadLetters,
    bodies,
    send(body, delaySeconds = 0) {
      sent += 1;
      bodies.push(body);
      time.after(delaySeconds + 0.05, () => put({ body, received: 0 }));
      if (faults.happens('message-twice', `${terms.name} ${sent}`)) {
        // Mostly at the same moment, sometimes minutes later.
        const later = 300 * faults.chance(`again ${terms.name} ${sent}`) ** 8;
        time.after(delaySeconds + later, () => put({ body, received: 0 }));
      }
    },
    redrive() {
      for (const body of deadLetters.splice(0)) put({ body, received: 0 });
    },
  };
}
