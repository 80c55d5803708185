import { describe, expect, test } from 'vitest';
import { initialWaitModel } from '../../core/prediction/waitModel.ts';
import { addSeconds, seconds } from '../../core/time/units.ts';
import type { WaitNow } from '../../lambdas/web-desk/web-desk.waits.ts';
import { aDesk } from './aDesk.ts';
import { aWorld, type World } from './world.ts';

interface Known {
  /** Of other queues' contacts, the share that agents of this one take. */
  sharing?: Record<string, number>;
  /** At work from a minute on. */
  agentsSoon?: number;
  overtakingPerSecond?: number;
  handleSeconds?: number;
}

/** Ten wait behind four agents, twenty in another queue; the center's pulse has just been taken. */
async function aLine({ agentsSoon = 4, ...learned }: Known): Promise<World> {
  const world = aWorld();
  await world.settle();
  const now = world.clock.now();
  const model = { ...initialWaitModel('voice'), ...learned };
  const steps = [
    { startsAt: now, agents: 4 },
    { startsAt: addSeconds(now, seconds(60)), agents: agentsSoon },
  ];
  const plan = { generatedAt: now, agents: steps, freeSlots: [] };
  await world.centerRows.putModel({ schemaVersion: 1, queue: 'service', channel: 'voice', at: now, model, plan });
  world.center.current = [
    { queue: 'service', channel: 'voice', agentsStaffed: 4, agentsAvailable: 0, contactsInQueue: 10 },
    { queue: 'sales', channel: 'voice', agentsStaffed: 4, agentsAvailable: 0, contactsInQueue: 20 },
  ];
  await world.sweep();
  return world;
}

async function boundOnTheBoard(known: Known): Promise<number> {
  const { metrics } = await aLine(known);
  return metrics.sum('PredictedWaitBoundSeconds');
}

async function boundAtTheDesk(known: Known): Promise<number> {
  const { body } = await aDesk(await aLine(known)).get('/waits');
  const { waits } = JSON.parse(body) as { waits: WaitNow[] };
  const wait = waits.find(({ queue, channel }) => queue === 'service' && channel === 'voice');
  if (wait?.kind !== 'range') throw new Error(`no range: ${JSON.stringify(waits)}`);
  return wait.boundSeconds;
}

describe.each([
  ['the board', boundOnTheBoard],
  ['the web desk', boundAtTheDesk],
])('%s', (_, boundOf) => {
  test('counts in who of another queue takes the same agents', async () => {
    expect(await boundOf({ sharing: { sales: 1 } })).toBeGreaterThan(1.5 * (await boundOf({})));
  });

  test('reads the shift plan: agents who start soon shorten the wait, agents who go home lengthen it', async () => {
    const alone = await boundOf({});
    expect(alone).toBeGreaterThan(300);
    expect(await boundOf({ agentsSoon: 12 })).toBeLessThan(0.8 * alone);
    expect(await boundOf({ agentsSoon: 2 })).toBeGreaterThan(1.2 * alone);
  });

  test('counts in those who come later and are taken first', async () => {
    expect(await boundOf({ overtakingPerSecond: 0.25 * (4 / 240) })).toBeGreaterThan(1.2 * (await boundOf({})));
  });
});

test('board and desk say the same of the same moment', async () => {
  const board = await boundOnTheBoard({});
  expect(Math.abs((await boundAtTheDesk({})) / board - 1)).toBeLessThan(0.15);
});

test('a bound of days is shown on neither: the board keeps the middle, the web desk says that it cannot say', async () => {
  const world = await aLine({ handleSeconds: 1e6 });
  const shown = world.metrics.emitted.map(({ name }) => name);
  expect(shown).toContain('PredictedWaitMedianSeconds');
  expect(shown).not.toContain('PredictedWaitBoundSeconds');
  const { waits } = JSON.parse((await aDesk(world).get('/waits')).body) as { waits: WaitNow[] };
  expect(waits).toContainEqual({ queue: 'service', channel: 'voice', kind: 'unknown', say: 'We cannot say.' });
});
