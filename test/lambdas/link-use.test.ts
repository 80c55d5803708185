import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dynamoLinks } from '../../adapters/dynamodb/links.ts';
import { memoryRows } from '../../adapters/memory/rows.ts';
import type { LinkUse } from '../../core/rows/link.ts';
import { type LinkWorld, type Performed, useLink } from '../../lambdas/link-use.ts';
import { type EmulatedTable, emulatedTable } from '../adapters/dynaliteTable.ts';
import { aLink, noon } from '../adapters/rows.ts';

const clock = { now: () => noon };
const inMemory = (): LinkWorld => ({ links: memoryRows(clock).links, clock });
const chatOf = (linkId: string): Performed => ({
  kind: 'done',
  result: { kind: 'chat', chatLinkId: `chat-of-${linkId}`, chatUntil: noon },
});

describe('using a link', () => {
  test('does it and gives its result; again gives the same and does nothing', async () => {
    const world = inMemory();
    await world.links.replace(aLink(), undefined);
    const done: LinkUse[] = [];
    const use = (wish: LinkUse) =>
      useLink(world, 'link-1', wish, async (row, what) => {
        done.push(what);
        return chatOf(row.linkId);
      });
    const first = await use({ kind: 'chat' });
    expect(first).toMatchObject({ kind: 'used', result: { chatLinkId: 'chat-of-link-1' } });
    expect(await use({ kind: 'callback', startsAt: noon })).toEqual(first);
    expect(done).toEqual([{ kind: 'chat' }]);
  });

  test('that was cut off in the middle is finished by the next who comes, as it was begun', async () => {
    const world = inMemory();
    await world.links.replace(aLink(), undefined);
    const cutOff = useLink(world, 'link-1', { kind: 'chat' }, async () => {
      throw new Error('out of time');
    });
    await expect(cutOff).rejects.toThrow('out of time');
    const finished = await useLink(world, 'link-1', { kind: 'callback', startsAt: noon }, async (row, use) => {
      expect(use).toEqual({ kind: 'chat' });
      return chatOf(row.linkId);
    });
    expect(finished).toMatchObject({ kind: 'used', use: { kind: 'chat' } });
  });

  test('for what cannot be had does nothing and leaves it good', async () => {
    const world = inMemory();
    await world.links.replace(aLink(), undefined);
    const wish: LinkUse = { kind: 'callback', startsAt: noon };
    const taken = await useLink(world, 'link-1', wish, async () => ({ kind: 'impossible', reason: 'taken' }));
    expect(taken).toEqual({ kind: 'impossible', reason: 'taken' });
    expect((await useLink(world, 'link-1', { kind: 'chat' }, async (row) => chatOf(row.linkId))).kind).toBe('used');
  });

  describe('a hundred times at once, in the emulated table', () => {
    let emulated: EmulatedTable;
    beforeAll(async () => {
      emulated = await emulatedTable();
    });
    afterAll(() => emulated.close());

    test('gives one result to all', async () => {
      const world: LinkWorld = { links: dynamoLinks(emulated.table, clock), clock };
      await world.links.replace(aLink(), undefined);
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, index) =>
          useLink(
            world,
            'link-1',
            index % 2 === 0 ? { kind: 'chat' } : { kind: 'callback', startsAt: noon },
            async (row, use) =>
              use.kind === 'chat'
                ? chatOf(row.linkId)
                : { kind: 'done', result: { kind: 'open-callback', promisedBy: noon } },
          ),
        ),
      );
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
      expect(answers[0]?.kind).toBe('used');
    });
  });
});
