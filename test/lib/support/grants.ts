import type { Template } from '../../../lib/synth.ts';
import { allOf, functionsOf } from './center.ts';

export interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: unknown;
  Condition?: Record<string, Record<string, unknown>>;
}

export const list = <Item>(value: Item | Item[]): Item[] => (Array.isArray(value) ? value : [value]);

/** Statements attached to the role of a function, from managed and inline policies alike. */
export function statementsOf(template: Template, verb: string): Statement[] {
  const role = functionsOf(template).get(verb)?.properties.Role['Fn::GetAtt'][0] as string;
  return allOf(template)
    .filter(({ type }) => type === 'AWS::IAM::ManagedPolicy' || type === 'AWS::IAM::Policy')
    .filter(({ properties }) => properties.Roles.some((ref: { Ref: string }) => ref.Ref === role))
    .flatMap(({ properties }) => properties.PolicyDocument.Statement as Statement[]);
}
