import { object, whole, wholeSeconds } from './fields.ts';

export const journeySchema = object({
  repeatPriority: whole('a priority', 1, 5)
    .default(4)
    .describe(
      'Routing priority of a customer who must contact the center again within seven days about a matter that it owes them something in: they spoke with an agent, were turned away, or a promise to them was broken. 1 is served first, 5 is what everybody has.',
    ),
  knownAgentSeconds: wholeSeconds(0, 300)
    .default(30)
    .describe(
      'Seconds for which such a repeat is kept for the agent who knew the matter; then any agent of the queue takes it. 0: any agent at once.',
    ),
});
