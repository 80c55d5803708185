import { centerSchemaVersion } from '../../core/rows/center.ts';
import { addSeconds, type Instant, seconds } from '../../core/time/units.ts';
import type { Faults } from './faults.ts';
import type { LaggingRows } from './laggingRows.ts';
import { type Person, start } from './people.ts';
import type { VirtualTime } from './virtualTime.ts';

/** Whoever changes what the functions go by while they run: an operator, and customers at doors that are not simulated. */
export interface Operator {
  /** Freezes all calls of ours for a while, and lets them go on. */
  begin(): void;
  /** Some who were promised a callback want none an hour later; the door that wrote it down died before it took theirs back. */
  onPromised(person: Person): void;
  /** A customer has heard that they are not called any more. */
  optedOut(number: string): void;
  /** Whether calls have been frozen for so many seconds already. */
  frozenAt(at: Instant, forSeconds: number): boolean;
  /** When a number's customer opted out. */
  readonly optOuts: ReadonlyMap<string, Instant>;
}

export interface OperatorTerms {
  time: VirtualTime;
  faults: Faults;
  centerRows: Pick<LaggingRows['centerRows'], 'putFreeze' | 'putOptOut'>;
  keyOf: (number: string) => Promise<string>;
}

export function operator({ time, faults, centerRows, keyOf }: OperatorTerms): Operator {
  const { freezeRate, optOutShare } = faults.profile;
  const from = addSeconds(start, seconds(1200 + 7200 * faults.chance('frozen from')));
  const until = addSeconds(from, seconds(600 + 3000 * faults.chance('frozen for')));
  const freezes = faults.chance('freezes') < freezeRate;
  const optOuts = new Map<string, Instant>();
  const freeze = (at: Instant, frozen: boolean): void =>
    time.after((at - start) / 1000, () => {
      void centerRows.putFreeze({ schemaVersion: centerSchemaVersion, frozen, at, reason: 'a wrong number in a list' });
    });
  return {
    optOuts,
    begin() {
      if (!freezes) return;
      freeze(from, true);
      freeze(until, false);
    },
    onPromised(person) {
      const luck = faults.chance(`opts out ${person.id}`);
      if (luck >= optOutShare || optOuts.has(person.number)) return;
      time.after(3600 * faults.chance(`opts out ${person.id} after`), async () => {
        const customerKey = await keyOf(person.number);
        await centerRows.putOptOut({ schemaVersion: centerSchemaVersion, customerKey, at: time.now(), door: 'web' });
        optOuts.set(person.number, time.now());
      });
    },
    optedOut(number) {
      if (!optOuts.has(number)) optOuts.set(number, time.now());
    },
    frozenAt: (at, forSeconds) => freezes && at >= addSeconds(from, seconds(forSeconds)) && at < until,
  };
}
