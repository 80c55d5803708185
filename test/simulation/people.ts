import { type RandomStream, randomStream } from '../../core/random/stream.ts';
import { type Instant, instant } from '../../core/time/units.ts';

export type RingAnswer = 'person' | 'machine' | 'nobody';

/** A customer: a telephone somewhere, and what they do with it. */
export interface Person {
  id: string;
  number: string;
  /** They may ask to be called on this one instead. */
  otherNumber: string;
  zone: string;
  /** Withholds their number and keys it in. */
  anonymous: boolean;
  onLine: Set<string>;
  chance: RandomStream;
  /** What was answered to each ring, in order. */
  rings: { contactId: string; answer: RingAnswer }[];
  onRing(contactId: string): RingAnswer;
  /** Whether they would pick up in one of so many rings more, not being on the line. */
  wouldAnswer(ringsMore: number): boolean;
}

/** Area codes with exactly one time zone, so that the checker needs no table of its own beyond this. */
const places = [
  { area: '212', zone: 'America/New_York' },
  { area: '312', zone: 'America/Chicago' },
  { area: '213', zone: 'America/Los_Angeles' },
  { area: '808', zone: 'Pacific/Honolulu' },
] as const;

export function aPerson(seed: number, index: number): Person {
  const chance = randomStream(seed, `person ${index}`);
  const fate = randomStream(seed, `rings of ${index}`);
  const fates: RingAnswer[] = [];
  /** Ring by ring: what they do is settled before, so that it can be asked what they would have done. */
  const fateOf = (ring: number): RingAnswer => {
    while (fates.length <= ring) {
      const luck = fate.uniform();
      fates.push(luck < 0.3 ? 'nobody' : luck < 0.4 ? 'machine' : 'person');
    }
    return fates[ring] as RingAnswer;
  };
  const { area, zone } = places[chance.pick([0, 0, 0, 1, 2, 2, 3])] as (typeof places)[number];
  const numberAt = (last: number): string =>
    `+1${area}${736 + Math.floor(index / 700)}${String(last + (index % 700) * 7)}`;
  const person: Person = {
    id: `p${index}`,
    number: numberAt(5000),
    otherNumber: numberAt(5003),
    zone,
    anonymous: chance.uniform() < 0.1,
    onLine: new Set(),
    chance,
    rings: [],
    onRing(contactId) {
      const fated = fateOf(person.rings.length);
      const answer = person.onLine.size > 0 ? 'nobody' : fated;
      person.rings.push({ contactId, answer });
      return answer;
    },
    wouldAnswer: (ringsMore) =>
      Array.from({ length: ringsMore }, (_, more) => fateOf(person.rings.length + more)).includes('person'),
  };
  return person;
}

/** Tuesday, 14:30 in New York: four and a half hours before the queue closes. */
export const start: Instant = instant(Date.UTC(2026, 2, 10, 18, 30));

/** Who rings when: a rush, then more than the agents can serve, and a few after closing. Seconds from the start. */
export function arrivals(seed: number, count: number, apartSeconds: number): { person: Person; atSeconds: number }[] {
  const chance = randomStream(seed, 'arrivals');
  let atSeconds = 30;
  return Array.from({ length: count }, (_, index) => {
    const person = aPerson(seed, index);
    if (index >= count - 3) return { person, atSeconds: 16_300 + chance.integer(0, 9000) };
    atSeconds += index < 6 ? chance.integer(1, 15) : chance.exponential(apartSeconds);
    return { person, atSeconds: Math.min(atSeconds, 15_000) };
  });
}
