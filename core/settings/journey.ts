import type * as z from 'zod';
import { object, oneOf, whole, wholeSeconds, yesOrNo } from './fields.ts';

export const journeySchema = object({
  knownMatter: oneOf(['ask', 'assume', 'menu'])
    .default('ask')
    .describe(
      'What a caller hears, instead of the menu of a number with several queues, who was in contact with one of them in the last seven days and whose matter no agent marked solved. "ask": whether it is about that again; who presses nothing hears the menu. "assume": the same where more than one matter is open, else they are led on unless they press a key, which brings the menu. "menu": the menu, like everybody.',
    ),
  repeatPriority: whole('a priority', 1, 5)
    .default(4)
    .describe(
      'Routing priority of a customer who must contact the center again within seven days about a matter that it owes them something in: they spoke with an agent, were turned away, or a promise to them was broken. 1 is served first, 5 is what everybody has.',
    ),
  stepByStep: yesOrNo()
    .default(false)
    .describe(
      "Also show the agent what is known of the customer as a step-by-step guide, when they take the contact in Connect's agent workspace. The summary is on the contact either way; AWS may charge for guides.",
    ),
  knownAgentSeconds: wholeSeconds(0, 300)
    .default(30)
    .describe(
      'Seconds for which such a repeat is kept for the agent who knew the matter; then any agent of the queue takes it. 0: any agent at once.',
    ),
});

/** Whether some caller can be spared a menu: only then is anybody asked for what they were in contact about. */
export const recallsMatter = ({
  phoneNumbers,
  journey,
}: {
  phoneNumbers: Readonly<Record<string, { queues: readonly string[] }>>;
  journey: z.output<typeof journeySchema>;
}): boolean => journey.knownMatter !== 'menu' && Object.values(phoneNumbers).some(({ queues }) => queues.length > 1);
