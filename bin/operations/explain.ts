import { type GatheredStory, gatherStory } from '../../core/operations/gatherStory.ts';
import { BadInput } from '../outcome.ts';
import type { OperatedCenter } from './center.ts';

/** Everything known of a contact, its callbacks and their legs. Throws BadInput for an id nobody knows. */
export async function explainContact(center: OperatedCenter, contactId: string): Promise<GatheredStory> {
  const story = await gatherStory(center, contactId, center.clock.now());
  if (story) return story;
  throw new BadInput(
    `${contactId}: expected the id of a contact that is remembered (privacy.contactRetentionDays), and no row has it.`,
  );
}
