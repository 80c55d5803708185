import { joinJourneys, lineIn, matterToResume } from '../../core/contacts/journey.ts';
import type { JourneyRows } from '../../core/journeyPorts.ts';
import { callerNumber } from '../../core/numbers/e164.ts';
import type { Clock, Customers, Log } from '../../core/ports.ts';
import type { RuntimeSettings } from '../../core/settings/runtime.ts';
import { type RecallAnswer, type RecallRequest, safeAnswer } from './contract.ts';

export interface RecallWorld {
  contacts: Pick<JourneyRows, 'journeys'>;
  customers: Pick<Customers, 'keysOf'>;
  settings: RuntimeSettings;
  clock: Clock;
  log: Log;
}

/**
 * What a caller was in contact about in the last seven days, so that the menu need not ask it again. One batch read, and
 * none for a caller without a number.
 */
export function makeRecallMatter(world: RecallWorld): (request: RecallRequest) => Promise<RecallAnswer> {
  return async ({ Details: { ContactData: contact, Parameters: asked } }) => {
    const number = callerNumber(contact.CustomerEndpoint?.Address);
    if (number === undefined) return safeAnswer;
    const { queues, journey } = world.settings;
    const journeys = await world.contacts.journeys(await world.customers.keysOf(number));
    const known = matterToResume(joinJourneys([...journeys.values()]), asked.queues, lineIn(queues), world.clock.now());
    if (known === undefined) return safeAnswer;
    const matter = journey.knownMatter === 'assume' && known.isOnlyOpen ? 'assume' : 'ask';
    world.log.info('matter recalled', { contactId: contact.ContactId, queue: known.queue, state: matter });
    return { matter, queue: known.queue, spokenName: queues[known.queue]?.spokenName ?? known.queue };
  };
}
