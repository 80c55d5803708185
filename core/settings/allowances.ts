import { listOf, named, object, text, whole, wholeDays, yesOrNo } from './fields.ts';

/** One key each, and one to go back. */
const mostKeys = 8;

const allowanceSchema = object({
  spokenName: text(1, 60).describe(
    'As the agent hears it: "For <spokenName>, press 1", such as "a credit of ten dollars".',
  ),
  perCustomer: whole('times', 0, 40)
    .default(1)
    .describe(
      'Times an agent may give it to one customer within "days"; beyond that, only with a reason. 0: always with a reason.',
    ),
  days: wholeDays(1, 30).default(30).describe('Days over which perCustomer is counted.'),
  raisesPriority: yesOrNo()
    .default(false)
    .describe("Serve the customer's next contact about the matter before others, as journey.repeatPriority says."),
});

export const agentsMaySchema = object({
  allowances: named('allowance', allowanceSchema)
    .refine((all) => Object.keys(all).length <= mostKeys, { error: `at most ${mostKeys} allowances: one key each` })
    .default({})
    .describe('What agents may do for a customer by themselves, by name; at most 8.'),
  reasons: listOf('reasons', text(1, 60), 1)
    .refine((all) => all.length <= mostKeys, { error: `at most ${mostKeys} reasons: one key each` })
    .default(['a promise was broken', 'the mistake was ours', 'the customer cannot wait'])
    .describe('Reasons for which an agent goes beyond a rule, chosen by key; at most 8. Kept with what was done.'),
});
