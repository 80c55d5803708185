import type { Settings } from '../../core/settings/schema.ts';
import { hangUp } from '../language/blocks.ts';
import { type Flow, onward, type Step, step, tell } from '../language/flow.ts';
import { guideAgent, showView } from '../language/guide.ts';
import { flowIds, flowOf, viewOf } from '../names.ts';
import { quietly } from './opening.ts';

/** Nobody works on one contact for longer; Connect closes the page with the contact. */
const longestContactSeconds = 14_400;

/** For a contact of whose customer something is known, where the settings want a guide. */
export const guided = ({ journey }: Settings, next: string = onward): Step[] =>
  journey.stepByStep ? [step('guide', guideAgent(flowOf(flowIds.agentGuide), next))] : [];

/**
 * A page beside the contact an agent has taken: what came before, whether this is a repeat, and what the agent may do. Connect
 * runs it as a chat contact of its own that is related to the customer's and holds a copy of its attributes.
 */
export function agentGuide({ agentsMay }: Settings): Flow {
  const allowances = Object.values(agentsMay.allowances).map(({ spokenName }) => spokenName);
  const may = [
    'Quick connect "Mark contact": 1 solved, 2 not yet, 3 a promised call',
    ...(allowances.length === 0 ? [] : [`4 what you may give: ${allowances.join(', ')}`]),
  ];
  return tell(
    {
      id: flowIds.agentGuide,
      type: 'CONTACT_FLOW',
      channel: 'chat',
      description: 'What an agent sees of a customer beside the contact, as a step-by-step guide.',
    },
    [
      quietly(),
      step(
        'show',
        showView(
          viewOf('detail'),
          {
            Heading: 'What came before',
            Description: '$.Attributes.journey',
            AttributeBar: [{ Label: 'In contact about it again', Value: '$.Attributes.repeat' }],
            Sections: [{ TemplateString: `${may.join('; ')}.` }],
            Back: { Label: 'Close' },
          },
          { limitSeconds: longestContactSeconds, closed: 'close' },
        ),
      ),
      step('close', hangUp('guide-closed')),
    ],
  );
}
