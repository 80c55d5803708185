import type {
  Clock,
  ContactAtConnect,
  ContactCenter,
  Customers,
  DueCallback,
  DueCallbacks,
  Log,
  LogFields,
  Metrics,
  OutboundCall,
  Placed,
} from '../../core/ports.ts';
import type { QueueFigures } from '../../core/rows/center.ts';
import { addSeconds, type Instant, seconds } from '../../core/time/units.ts';

/** A clock that stands until it is moved. */
export interface MemoryClock extends Clock {
  advance(bySeconds: number): Instant;
}

export function memoryClock(start: Instant): MemoryClock {
  let now = start;
  return {
    now: () => now,
    advance(bySeconds) {
      now = addSeconds(now, seconds(bySeconds));
      return now;
    },
  };
}

/** Connect as the dialler and the sweep see it; records what it was asked to do. */
export interface MemoryCenter extends ContactCenter {
  readonly contacts: Map<string, ContactAtConnect>;
  readonly named: Map<string, string>;
  readonly placed: OutboundCall[];
  readonly stopped: string[];
  current: QueueFigures[];
  /** What the next call meets; after it, calls are placed again. `lost` places it and loses the reply. */
  next: Placed | 'lost' | undefined;
  /**
   * How ClientToken is read: true, as AWS wrote until 2021 (a token whose call is over starts another), false, as the
   * documentation says now (the same call again for seven days). Nobody documents that the behaviour changed.
   */
  tokenEndsWithCall: boolean;
  /** How long a contact is not found by a search. */
  searchLagSeconds: number;
}

export function memoryCenter(clock: Clock): MemoryCenter {
  const tokens = new Map<string, string>();
  const findable = (contact: ContactAtConnect | undefined): ContactAtConnect | undefined =>
    contact && addSeconds(contact.initiatedAt ?? clock.now(), seconds(center.searchLagSeconds)) <= clock.now()
      ? contact
      : undefined;
  const center: MemoryCenter = {
    contacts: new Map(),
    named: new Map(),
    placed: [],
    stopped: [],
    current: [],
    next: undefined,
    tokenEndsWithCall: false,
    searchLagSeconds: 0,
    describe: async (contactId) => center.contacts.get(contactId),
    async findByName(name) {
      return findable(center.contacts.get(center.named.get(name) ?? ''));
    },
    async place(call) {
      const { next } = center;
      center.next = undefined;
      if (next !== undefined && next !== 'lost' && next.kind !== 'placed') return next;
      const earlier = tokens.get(call.clientToken);
      const over = earlier !== undefined && center.contacts.get(earlier)?.endedAt !== undefined;
      const known = over && center.tokenEndsWithCall ? undefined : earlier;
      const contactId = known ?? `leg-${center.placed.length + 1}`;
      if (known === undefined) {
        center.placed.push(call);
        tokens.set(call.clientToken, contactId);
        center.named.set(call.name, contactId);
        center.contacts.set(contactId, {
          contactId,
          initiationMethod: 'API',
          channel: 'voice',
          initiatedAt: clock.now(),
        });
      }
      if (next === 'lost') throw Object.assign(new Error('socket hang up'), { name: 'TimeoutError' });
      return { kind: 'placed', contactId };
    },
    async stop(contactId) {
      center.stopped.push(contactId);
      const contact = center.contacts.get(contactId);
      if (contact && contact.endedAt === undefined)
        center.contacts.set(contactId, { ...contact, endedAt: clock.now() });
    },
    figures: async () => center.current,
  };
  return center;
}

/** Keys and ciphertexts that can be read in a failing test, and still hold no plain number. */
export const memoryCustomers: Customers = {
  keyOf: async (number) => `k1.${Buffer.from(`hmac ${number}`).toString('hex')}`,
  keysOf: async (number) => [await memoryCustomers.keyOf(number)],
  encrypt: async (number) => `k1.${[...number].reverse().join('')}`,
  decrypt: async (cipher) => [...cipher.slice(3)].reverse().join(''),
};

export function memoryDueCallbacks(): DueCallbacks & { readonly sent: DueCallback[] } {
  const sent: DueCallback[] = [];
  return {
    sent,
    async send(due) {
      sent.push(...due);
    },
  };
}

export interface Emitted {
  queue?: string;
  channel?: string;
  name: string;
  value: number;
}

export function memoryMetrics(): Metrics & { readonly emitted: Emitted[]; sum(name: string): number } {
  const emitted: Emitted[] = [];
  return {
    emitted,
    sum: (name) => emitted.filter((one) => one.name === name).reduce((total, one) => total + one.value, 0),
    ofQueue(queue, channel, values) {
      for (const [name, value] of Object.entries(values)) emitted.push({ queue, channel, name, value });
    },
    ofCenter(values) {
      for (const [name, value] of Object.entries(values)) emitted.push({ name, value });
    },
  };
}

export function memoryLog(): Log & { readonly lines: { level: string; message: string; fields: LogFields }[] } {
  const lines: { level: string; message: string; fields: LogFields }[] = [];
  const write =
    (level: string) =>
    (message: string, fields: LogFields = {}): void => {
      lines.push({ level, message, fields });
    };
  return { lines, info: write('info'), warn: write('warn'), error: write('error') };
}
