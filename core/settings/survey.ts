import { object, share } from './fields.ts';

export const surveySchema = object({
  share: share(0, 1)
    .default(0)
    .describe(
      'Share of marked contacts whose customer is asked two questions by text: solved, and easy? At most once in 30 days each. Needs web.texts. 0: nobody is asked.',
    ),
});
