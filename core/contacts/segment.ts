import type { Expectation } from '../offers/decision.ts';
import type { Settings } from '../settings/schema.ts';
import { ratio, seconds } from '../time/units.ts';

type Segments = Settings['segments'];

/** What tells which group of customers a contact is of. */
export interface SegmentGrounds {
  /** What the company's own systems wrote onto the contact. */
  named: string | undefined;
  /** In E.164. */
  number: string | undefined;
  /** In contact about the same matter in the last seven days. */
  isRepeat: boolean;
}

/** The segment named on the contact, else the first in the settings' order that fits; undefined: none. */
export function segmentOf(segments: Segments, { named, number, isRepeat }: SegmentGrounds): string | undefined {
  if (named !== undefined && Object.hasOwn(segments, named)) return named;
  return Object.entries(segments).find(
    ([, { numberPrefixes, repeats }]) =>
      (repeats && isRepeat) || numberPrefixes.some((prefix) => number?.startsWith(prefix)),
  )?.[0];
}

interface Expected {
  waitSeconds: number;
  confidence: number;
}

/** What a contact of `segment` expects: the segment's own, where the queue names it, else what everybody does. */
export function expectationFor(
  usual: (Expected & { segments: Readonly<Record<string, Expected>> }) | undefined,
  segment: string | undefined,
): Expectation | undefined {
  if (usual === undefined) return undefined;
  const isNamed = segment !== undefined && Object.hasOwn(usual.segments, segment);
  const { waitSeconds, confidence } = (isNamed ? usual.segments[segment] : undefined) ?? usual;
  return { waitSeconds: seconds(waitSeconds), confidence: ratio(confidence) };
}
