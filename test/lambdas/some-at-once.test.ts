import { expect, test } from 'vitest';
import { someAtOnce } from '../../lambdas/some-at-once.ts';

const numbers = Array.from({ length: 40 }, (_, index) => index);

test('some are under way side by side, never more than sockets allow; results keep the order', async () => {
  let underWay = 0;
  let most = 0;
  const doubled = await someAtOnce(numbers, async (number) => {
    underWay += 1;
    most = Math.max(most, underWay);
    await new Promise((resolve) => setImmediate(resolve));
    underWay -= 1;
    return 2 * number;
  });
  expect(doubled).toEqual(numbers.map((number) => 2 * number));
  expect(most).toBe(16);
});

test('the first failure is told, and nothing more is begun after its neighbours', async () => {
  const begun: number[] = [];
  const failing = someAtOnce(numbers, async (number) => {
    begun.push(number);
    if (number === 3) throw new Error('the fourth');
  });
  await expect(failing).rejects.toThrow('the fourth');
  expect(begun).toHaveLength(16);
});
