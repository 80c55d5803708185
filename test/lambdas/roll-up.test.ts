import { expect, test } from 'vitest';
import { predictWait } from '../../core/prediction/predictWait.ts';
import { hourOf } from '../../core/prediction/queueState.ts';
import { readWaitModel } from '../../core/prediction/waitModel.ts';
import { randomStream } from '../../core/random/stream.ts';
import { secondsBetween, toIso } from '../../core/time/units.ts';
import { aWorld, noon, queueArn, type World } from './world.ts';

/** What no queue shows: towards midnight everything takes five minutes longer. */
const realSeconds = (ahead: number, hour: number): number => 10 * ahead + 150 * (1 + Math.cos((hour / 6) * Math.PI));

/** Some hours of contacts who wait so long, more or less; the models made meanwhile. */
async function aDay(world: World, day: number): Promise<void> {
  const stream = randomStream(day, 'day');
  for (let index = 0; index < 45; index += 1) {
    const id = `day${day}-${index}`;
    const ahead = stream.integer(1, 24);
    await world.quote(id, { queueSize: String(ahead), oldestAgeSeconds: String(5 * ahead) }, null);
    const queuedAt = world.clock.now();
    const answeredAt = world.clock.advance(realSeconds(ahead, hourOf(queuedAt)) * stream.lognormal(1, 0.2));
    await world.hear('DISCONNECTED', id, {
      queueInfo: { queueArn, enqueueTimestamp: toIso(queuedAt) },
      agentInfo: { connectedToAgentTimestamp: toIso(answeredAt), agentArn: `arn/agent/${index % 4}` },
      disconnectTimestamp: toIso(world.clock.advance(stream.lognormal(200, 0.5))),
    });
    if (index % 20 === 19) await world.rollUp();
  }
}

const meanBehind = (ahead: number, hour: number, stored: unknown): number => {
  const agents = { staffed: 4, available: 0, busy: 4 };
  const state = { ahead: [], aheadBeyond: ahead, agents, contactsPerAgent: 1, hour };
  const predicted = predictWait(state, readWaitModel(stored, 'voice'));
  return predicted.kind === 'known' ? predicted.law.meanSeconds : Number.NaN;
};

test('from two hundred closed contacts a correction is learned, and used; once a day, not every quarter hour', async () => {
  const world = aWorld();
  await world.settle();
  for (let day = 1; day <= 7; day += 1) {
    await aDay(world, day);
    world.clock.advance(86_400 - secondsBetween(noon, world.clock.now()) + (day - 1) * 86_400);
  }
  await aDay(world, 8);
  const { model } = (await world.centerRows.model('service', 'voice')) ?? {};
  const { correction, evidence, trainedAt } = readWaitModel(model, 'voice');
  expect(correction?.contacts).toBeGreaterThanOrEqual(200);
  expect(correction?.heldBack.ownSeconds).toBeLessThanOrEqual(correction?.heldBack.paceSeconds ?? 0);
  expect(evidence?.handled).toBeGreaterThan(200);
  for (const hour of [19, 22]) {
    expect(Math.abs(meanBehind(15, hour, model) / realSeconds(15, hour) - 1)).toBeLessThan(0.2);
  }

  await world.quote('next', { queueSize: '5' }, null);
  world.clock.advance(60);
  await world.hear('DISCONNECTED', 'next', { disconnectTimestamp: toIso(world.clock.now()) });
  world.clock.advance(900);
  await world.rollUp();
  const later = readWaitModel((await world.centerRows.model('service', 'voice'))?.model, 'voice');
  expect(later.trainedAt).toBe(trainedAt);
  expect(later.correction).toEqual(correction);
  expect(later.estimatedAt).toBeGreaterThan(trainedAt ?? 0);
});
