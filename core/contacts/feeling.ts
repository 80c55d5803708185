import type { Feeling } from '../rows/journey.ts';
import type { ContactEvent } from './event.ts';

/** The `detail-type` of what Connect tells when a rule of ours fits an analysed call. */
export const analysedCall = 'Contact Lens Post Call Rules Matched';

/** What the rules are told to call it, by what they find. */
export const feelingNames = {
  positive: 'nohold-felt-positive',
  negative: 'nohold-felt-negative',
} as const satisfies Record<Feeling, string>;

/**
 * Customer's sentiment over the whole call, −5 to 5, from which on it counts. Source: Connect Administrator Guide, "sentiment scores":
 * above 0 positive, below 0 negative; a score of about 0 is neither.
 */
export const leastFeeling = 1;

/**
 * Reads the `detail` of such an event. Undefined: another rule's, or no contact is named.
 * Source: Connect Administrator Guide, "Create a Contact Lens rule that generates an EventBridge event".
 */
export function readFeeling(detail: Readonly<Record<string, unknown>>): ContactEvent | undefined {
  const { actionName, contactArn, instanceArn } = detail;
  const felt = (Object.keys(feelingNames) as Feeling[]).find((name) => feelingNames[name] === actionName);
  const contactId = typeof contactArn === 'string' ? contactArn.split('/').at(-1) : undefined;
  if (felt === undefined || !contactId) return undefined;
  return { eventType: 'ANALYSED', contactId, felt, ...(typeof instanceArn === 'string' ? { instanceArn } : {}) };
}
