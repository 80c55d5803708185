import * as connect from 'aws-cdk-lib/aws-connect';
import { Construct } from 'constructs';
import { feelingNames, leastFeeling } from '../../core/contacts/feeling.ts';
import type { Feeling } from '../../core/rows/journey.ts';
import type { IInstance } from './instance.ts';

export interface AnalysisRuleProps {
  readonly instance: IInstance;
  readonly feeling: Feeling;
}

/** Tells EventBridge of each analysed call whose customer sounded so. */
export class AnalysisRule extends Construct {
  constructor(scope: Construct, id: string, { instance, feeling }: AnalysisRuleProps) {
    super(scope, id);
    const name = feelingNames[feeling];
    new connect.CfnRule(this, 'Rule', {
      instanceArn: instance.instanceArn,
      name,
      triggerEventSource: { eventSourceName: 'OnPostCallAnalysisAvailable' },
      function: JSON.stringify({
        Version: '2022-11-25',
        RuleFunction: { Operator: 'AND', Operands: [sounds(feeling)] },
      }),
      // Connect wants a category of every rule about a call.
      actions: { assignContactCategoryActions: [{}], eventBridgeActions: [{ name }] },
      publishStatus: 'PUBLISHED',
    });
  }
}

/** Source: Connect API Reference, Rules Function language, "PostCall sentiment overall score condition". */
const sounds = (feeling: Feeling) => ({
  Operator: feeling === 'positive' ? 'NumberGreaterOrEqualTo' : 'NumberLessOrEqualTo',
  Operands: [feeling === 'positive' ? leastFeeling : -leastFeeling],
  ComparisonValue: '$.ContactLens.PostCall.Sentiment.OverallScore',
  FilterClause: { LogicOperator: 'AND', Filters: [{ Type: 'ParticipantRole', Data: 'CUSTOMER' }] },
  Negate: false,
});
