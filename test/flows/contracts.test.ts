import fc from 'fast-check';
import { expect, test } from 'vitest';
import { flowsOf } from '../../flows/flows.ts';
import type { FlowAction } from '../../flows/language/action.ts';
import * as bindCallback from '../../lambdas/bind-callback/contract.ts';
import * as markContact from '../../lambdas/mark-contact/contract.ts';
import * as quoteWait from '../../lambdas/quote-wait/contract.ts';
import * as recallMatter from '../../lambdas/recall-matter/contract.ts';
import * as takeOffer from '../../lambdas/take-offer/contract.ts';
import { anySettings, writtenBy } from './anySettings.ts';

const contracts = {
  'quote-wait': quoteWait,
  'take-offer': takeOffer,
  'bind-callback': bindCallback,
  'mark-contact': markContact,
  'recall-matter': recallMatter,
};

/** What Connect would fill in: a figure, a number, a name, or nothing at all. */
function filledIn(value: string): string {
  if (value.startsWith('$.Metrics.')) return '3';
  if (value === '$.Attributes.queue') return 'service';
  return value.startsWith('$.') ? '+12065550100' : value;
}

const invocations = (actions: readonly FlowAction[]) =>
  actions.flatMap((action) => (action.Type === 'InvokeLambdaFunction' ? [action.Parameters] : []));

test('every Lambda understands what every flow asks it', () => {
  fc.assert(
    fc.property(anySettings, (settings) => {
      for (const { id, actions } of flowsOf(settings)) {
        for (const { LambdaFunctionARN, LambdaInvocationAttributes } of invocations(actions)) {
          const Parameters = Object.fromEntries(
            Object.entries(LambdaInvocationAttributes).map(([key, value]) => [key, filledIn(value)]),
          );
          const { request } = contracts[LambdaFunctionARN.name as keyof typeof contracts];
          const understood = request.safeParse({ Details: { ContactData: { ContactId: 'c-1' }, Parameters } });
          expect(understood.error, `${id}: ${LambdaFunctionARN.name} ${JSON.stringify(Parameters)}`).toBeUndefined();
        }
      }
    }),
    { numRuns: 20 },
  );
});

test('a flow asks for nothing a Lambda would ignore', () => {
  const quoteParameters = Object.keys(quoteWait.request.shape.Details.shape.Parameters.shape);
  const takeParameters = Object.keys(takeOffer.request.shape.Details.shape.Parameters.shape);
  fc.assert(
    fc.property(anySettings, (settings) => {
      for (const { actions } of flowsOf(settings)) {
        for (const { LambdaFunctionARN, LambdaInvocationAttributes } of invocations(actions)) {
          const known = {
            'quote-wait': quoteParameters,
            'take-offer': takeParameters,
            'bind-callback': [] as string[],
            'mark-contact': Object.keys(markContact.request.shape.Details.shape.Parameters.shape),
            'recall-matter': Object.keys(recallMatter.request.shape.Details.shape.Parameters.shape),
          }[LambdaFunctionARN.name];
          expect(known).toEqual(expect.arrayContaining(Object.keys(LambdaInvocationAttributes)));
        }
      }
    }),
    { numRuns: 10 },
  );
});

test('a flow branches only on answers a Lambda gives', () => {
  const answers: Record<string, readonly string[]> = {
    '$.External.offer': quoteWait.answer.shape.offer.options,
    '$.External.priority': quoteWait.answer.shape.priority.options,
    '$.External.prefer': quoteWait.answer.shape.prefer.options,
    '$.External.result': [...takeOffer.answer.shape.result.options, ...markContact.answer.shape.result.options],
    '$.External.place': takeOffer.answer.shape.place.options,
    '$.External.matter': recallMatter.answer.shape.matter.options,
    '$.External.bind': bindCallback.answer.shape.bind.options,
  };
  fc.assert(
    fc.property(anySettings, (settings) => {
      for (const { id, actions } of flowsOf(settings)) {
        for (const action of actions) {
          if (action.Type !== 'Compare') continue;
          const given = answers[action.Parameters.ComparisonValue];
          const branches = (action.Transitions.Conditions ?? []).flatMap(({ Condition }) => Condition.Operands);
          if (given) expect(given, `${id}: ${action.Identifier}`).toEqual(expect.arrayContaining(branches));
        }
      }
    }),
    { numRuns: 10 },
  );
});

test('a shared flow reads of its queue only what every way in writes', () => {
  // A chat without a link, or of whom nothing is known, is told apart before that is read.
  const sometimes = ['link', 'journey'];
  fc.assert(
    fc.property(anySettings, (settings) => {
      const flows = flowsOf(settings);
      for (const flow of flows.filter(({ id }) => ['Arrival', 'Waiting', 'Chat', 'ChatWaiting'].includes(id))) {
        const read = [...JSON.stringify(flow.actions).matchAll(/\$\.Attributes\.([A-Za-z]+)/g)].map(([, name]) => name);
        const waysIn = writtenBy(flows.filter(({ channel }) => channel === flow.channel));
        expect(read.length).toBeGreaterThan(0);
        expect(waysIn.length).toBeGreaterThan(0);
        for (const written of waysIn)
          expect([...Object.keys(written), ...sometimes], flow.id).toEqual(expect.arrayContaining(read));
      }
    }),
    { numRuns: 20 },
  );
});
