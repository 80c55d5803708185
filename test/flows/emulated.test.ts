import fc from 'fast-check';
import { expect, test } from 'vitest';
import { flowsOf } from '../../flows/flows.ts';
import { renderFlow } from '../../flows/language/render.ts';
import { blockNamed } from '../../local/connect/blocks/catalogue.ts';
import { parseFlow } from '../../local/connect/language.ts';
import { anySettings } from './anySettings.ts';

// Two readings of the same documentation, written apart: what one takes and the other refuses is a mistake in one of them.
test('the emulated Connect takes every flow the checker accepts', () => {
  fc.assert(
    fc.property(anySettings, (settings) => {
      for (const flow of flowsOf(settings)) {
        const content = renderFlow(
          flow,
          ({ ref, name }) => `arn:aws:connect:us-east-1:111122223333:instance/1/${ref}/${name}`,
        );
        expect(() =>
          parseFlow({ id: flow.id, arn: flow.id, name: flow.id, type: flow.type }, content, blockNamed),
        ).not.toThrow();
      }
    }),
    { numRuns: 20 },
  );
});
