import { expect, test } from 'vitest';
import { createCustomWidgets } from '../../../local/web/customWidgets.ts';
import { aConnect, aWebCenter } from '../aConnect.ts';

test('a widget’s function is asked once in ten seconds for all who look, for either colour scheme', async () => {
  const asked: unknown[] = [];
  let now = 0;
  const center = aWebCenter(await aConnect(), {
    askWidget: async (functionArn: string, event: unknown) => {
      asked.push([functionArn, event]);
      return asked.length === 2 ? { not: 'markup' } : '<p>A</p>';
    },
  });
  const draw = createCustomWidgets(center, () => now);
  expect(await draw?.('arn:f', { queue: 'q' })).toEqual({ light: '<p>A</p>', dark: undefined });
  expect(asked).toEqual([
    ['arn:f', { queue: 'q', widgetContext: { theme: 'light', params: { queue: 'q' } } }],
    ['arn:f', { queue: 'q', widgetContext: { theme: 'dark', params: { queue: 'q' } } }],
  ]);
  now = 9_000;
  await draw?.('arn:f', { queue: 'q' });
  expect(asked).toHaveLength(2);
  now = 10_000;
  await draw?.('arn:f', { queue: 'q' });
  expect(asked).toHaveLength(4);
});
