import { seconds } from '../../core/time/units.ts';
import type { Contact } from './contact.ts';
import type { AnalysisRule } from './resources.ts';
import type { Switchboard } from './switchboard.ts';

/** Contact Lens is done with a call a minute or so after its end. */
const analysisSeconds = seconds(60);

/**
 * What Contact Lens says of a call that was analysed, by the rules there are. What it heard is the person's `sentimentScore`; of who
 * has none it says nothing.
 */
export function analyse(contact: Contact, board: Switchboard): void {
  const score = contact.person.sentimentScore;
  if (!contact.isAnalysed || score === undefined || contact.connectedToAgentAt === null) return;
  const queue = board.resources.queues.get(contact.queueId ?? '');
  const agent = contact.agent === null ? undefined : board.agents.user(contact.agent);
  board.deps.clock.after(analysisSeconds, () => {
    for (const rule of [...board.resources.analysisRules.values()].filter((one) => fits(one, score)))
      for (const actionName of rule.eventNames)
        board.deps.publishEvent({
          source: 'aws.connect',
          'detail-type': 'Contact Lens Post Call Rules Matched',
          detail: {
            version: '1.0',
            ruleName: rule.name,
            actionName,
            instanceArn: board.resources.instanceArn,
            contactArn: contact.arn,
            ...(agent === undefined ? {} : { agentArn: agent.arn }),
            ...(queue === undefined ? {} : { queueArn: queue.arn }),
          },
          resources: [board.resources.instanceArn],
          time: board.now(),
        });
  });
}

const fits = ({ atLeast, atMost }: AnalysisRule, score: number): boolean =>
  score >= (atLeast ?? Number.NEGATIVE_INFINITY) && score <= (atMost ?? Number.POSITIVE_INFINITY);

/** Of all conditions the overall score of the customer alone is emulated. Throws for another. */
export function analysisRuleOf(
  id: string,
  name: string,
  functionText: string,
  eventNames: readonly string[],
): AnalysisRule {
  const { RuleFunction } = JSON.parse(functionText) as { RuleFunction: { Operator: string; Operands: Condition[] } };
  const rule: AnalysisRule = { id, name, eventNames };
  for (const { Operator, Operands, ComparisonValue } of RuleFunction.Operands) {
    if (RuleFunction.Operator !== 'AND' || ComparisonValue !== '$.ContactLens.PostCall.Sentiment.OverallScore')
      throw new Error(`rule ${name}: only AND over $.ContactLens.PostCall.Sentiment.OverallScore is emulated`);
    if (Operator === 'NumberGreaterOrEqualTo') rule.atLeast = Number(Operands[0]);
    else rule.atMost = Number(Operands[0]);
  }
  return rule;
}

interface Condition {
  Operator: 'NumberGreaterOrEqualTo' | 'NumberLessOrEqualTo';
  Operands: readonly unknown[];
  ComparisonValue: string;
}
