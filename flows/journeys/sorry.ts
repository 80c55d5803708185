import type { LiveChannel } from '../../core/contacts/channel.ts';
import type { Settings } from '../../core/settings/schema.ts';
import { hangUp, say } from '../language/blocks.ts';
import { type Step, step } from '../language/flow.ts';
import { promptsFor } from '../prompts.ts';
import { hoursOfQueues, otherWayThan, plain } from '../speech.ts';
import { ofQueue } from './queueFacts.ts';

interface SorryParts {
  readonly settings: Settings;
  /** Whose hours are told: of the queues named, or of the one the contact has chosen. */
  readonly queues: readonly string[] | 'chosen';
  readonly channel: LiveChannel;
}

/**
 * The last word where queue, human and callback are all gone: that the center cannot be reached now, when it is open, and how else to reach it.
 * The id is where the steps begin.
 */
export function sorry(id: string, reason: 'full' | 'closed', { settings, queues, channel }: SorryParts): Step[] {
  const prompts = promptsFor(settings.center.language);
  const [openingHours, otherWay] =
    queues === 'chosen'
      ? [ofQueue.openingHours, ofQueue.otherWay]
      : [
          prompts.openingHours(hoursOfQueues(settings, queues, prompts.hours)),
          otherWayThan(channel, settings, queues, prompts.otherWay),
        ];
  return [
    step(id, say(prompts.sorry(reason, channel, plain(settings.center.name), openingHours, otherWay))),
    step(`${id}-goodbye`, hangUp('terminal-message')),
  ];
}
