import { digestOf, joinJourneys, lineIn, openDigestOf } from '../core/contacts/journey.ts';
import { type JourneyAttributes, journeyAttributes } from '../core/contacts/journeySummary.ts';
import type { JourneyRows } from '../core/journeyPorts.ts';
import type { ContactRow } from '../core/rows/contact.ts';
import type { Journey } from '../core/rows/journey.ts';
import type { RuntimeSettings } from '../core/settings/runtime.ts';
import type { Instant } from '../core/time/units.ts';

/** As the agent of a contact for `queue` is shown the journey, whichever function asks. */
export function summaryFor(
  { queues, center }: Pick<RuntimeSettings, 'queues' | 'center'>,
  queue: string,
  journey: Journey,
  now: Instant,
): JourneyAttributes {
  const nameOf = (name: string): string => queues[name]?.spokenName ?? name;
  return journeyAttributes(journey, { queue, lineOf: lineIn(queues), nameOf, timeZone: center.timeZone, now });
}

interface SummaryWorld {
  contacts: JourneyRows;
  settings: RuntimeSettings;
}

/**
 * The same for a contact that goes on from another: `source` is told as it stands now, for its end may not have been heard
 * of yet. `open`: others of the customer's that may last still. Asked for off the caller's path.
 */
export async function summaryAfter(
  { contacts, settings }: SummaryWorld,
  customerKeys: readonly string[],
  queue: string,
  source: ContactRow | undefined,
  now: Instant,
  open: readonly ContactRow[] = [],
): Promise<JourneyAttributes> {
  const journeys = [...(await contacts.journeys(customerKeys)).values()];
  const latest = source && digestOf({ ...source, endedAt: source.endedAt ?? now });
  const besides = open.flatMap((row) => openDigestOf(row) ?? []);
  return summaryFor(
    settings,
    queue,
    joinJourneys([...journeys, { digests: [...besides, ...(latest ? [latest] : [])] }]),
    now,
  );
}

/** What is set on a contact as it is made: nothing where nothing is known. */
export const attributesOf = ({ journey, repeat }: JourneyAttributes): Record<string, string> =>
  journey === '' ? {} : { journey, repeat };
