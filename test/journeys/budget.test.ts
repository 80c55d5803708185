import { afterEach, beforeEach, expect, test } from 'vitest';
import { minutes } from '../../core/time/units.ts';
import { callbacksOver, fillLine, picksUp, type Story, tellStory } from './story.ts';

let story: Story;
beforeEach(async () => {
  story = await tellStory({ agents: ['iris'] });
});
afterEach(() => story?.close());

test('a quote costs one query, one batch read and one write, and never asks Connect', async () => {
  fillLine(story, 4);
  await story.pass(minutes(4));
  const quotes = story.center.connect.log.facts.filter(
    (fact) => fact.kind === 'lambda-asked' && fact.parameters.purpose !== undefined,
  ).length;
  expect(quotes).toBeGreaterThan(8);
  const requests = story.center.aws.requests.all()[story.functionId('quote-wait')];
  expect(requests).toEqual({
    'dynamodb:Query': quotes,
    'dynamodb:BatchGetItem': quotes,
    'dynamodb:UpdateItem': quotes,
    'secretsmanager:GetSecretValue': 1,
  });
});

test("a caller's number is nowhere in the clear: not in rows, logs or metrics", async () => {
  fillLine(story, 3);
  await story.pass(minutes(1));
  story.dial({ from: '+12125557391', presses: ['1', '1'], ...picksUp() });
  await story.passUntil(callbacksOver(story), minutes(30));
  expect((await story.callbackRows()).map(({ state }) => state)).toEqual(['COMPLETED']);
  const kept = JSON.stringify([await story.center.rows(), story.center.aws.logs.recent(), story.center.metrics.list()]);
  for (const spelling of ['2125557391', '212-555-7391', '(212) 555-7391', '%2B12125557391', btoa('+12125557391')])
    expect(kept).not.toContain(spelling);
});
