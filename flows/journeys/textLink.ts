import { hangUp } from '../language/blocks.ts';
import { type Flow, step, tell } from '../language/flow.ts';
import { flowIds } from '../names.ts';
import { quietly } from './opening.ts';

/** A text has gone out as the first message of a contact of its own. The link in it says the rest, so the contact ends. */
export const textLink = (): Flow =>
  tell(
    {
      id: flowIds.textLink,
      type: 'CONTACT_FLOW',
      channel: 'chat',
      description: 'A link was sent by text: nothing more to do on this contact.',
    },
    [quietly(), step('leave', hangUp('customer-choice'))],
  );
