import { secondsBetween } from '../../core/time/units.ts';
import type { Faults } from './faults.ts';
import { start } from './people.ts';
import type { Trace } from './trace.ts';
import type { VirtualTime } from './virtualTime.ts';

/** EventBridge between Connect and the queue of events: best effort, in no order, with an archive. */
export interface EventBus {
  publish(contactId: string, detail: Record<string, unknown>): void;
  /** The operator replays every event of the run so far. */
  replay(): void;
  /** Events that are still on their way; those a day late apart. */
  onTheirWay(): { soon: number; dayLate: number };
  readonly published: number;
}

export function eventBus(
  { time, faults, trace }: { time: VirtualTime; faults: Faults; trace: Trace },
  send: (body: string) => void,
): EventBus {
  const archive: string[] = [];
  let soon = 0;
  let dayLate = 0;
  let published = 0;

  function delayOf(name: string): number {
    if (faults.happens('event-day-late', name)) return 86_400;
    if (faults.happens('event-late', name)) return 900;
    const delay = 3 * faults.chance(`delivery ${name}`);
    const at = secondsBetween(start, time.now());
    // Out of order: what could not be delivered comes when it can be again, each in its own backoff.
    const out = faults.outages.find((one) => one.services.includes('events') && at >= one.from && at < one.until);
    return out && faults.down('events', at) ? out.until - at + 300 * faults.chance(`backoff ${name}`) : delay;
  }

  return {
    publish(contactId, detail) {
      published += 1;
      const name = `${contactId} ${String(detail.eventType)} ${published}`;
      const body = JSON.stringify({ source: 'aws.connect', 'detail-type': 'Amazon Connect Contact Event', detail });
      if (faults.happens('event-lost', name)) return trace.note(`${contactId} ${String(detail.eventType)} is lost`);
      archive.push(body);
      const delay = delayOf(name);
      if (delay >= 86_400) dayLate += 1;
      else soon += 1;
      time.after(delay, () => {
        if (delay >= 86_400) dayLate -= 1;
        else soon -= 1;
        send(body);
      });
    },
    replay() {
      trace.note(`the archive's ${archive.length} events are replayed`);
      // At the replay's own pace, and in no order.
      for (const [index, body] of archive.entries()) {
        soon += 1;
        time.after(600 * faults.chance(`replay ${index}`), () => {
          soon -= 1;
          send(body);
        });
      }
    },
    onTheirWay: () => ({ soon, dayLate }),
    get published() {
      return published;
    },
  };
}
