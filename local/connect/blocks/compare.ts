import { isReference } from '../references.ts';
import { type Block, EVERY_CHANNEL } from './block.ts';

export const compare: Block = {
  type: 'Compare',
  flowTypes: 'all',
  errors: ['NoMatchingCondition'],
  requiredErrors: ['NoMatchingCondition'],
  conditions: 'some',
  channels: EVERY_CHANNEL,
  problems: (parameters) =>
    isReference(String(parameters.ComparisonValue)) ? [] : ['ComparisonValue is not one JSONPath reference'],
  run: ({ action, text }) => ({ kind: 'condition', value: text(action.Parameters.ComparisonValue) }),
};
