import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { randomStream } from '../../../core/random/stream.ts';
import { createRouter } from '../../../core/routing/router.ts';
import { createCrews } from '../../../core/simulation/crews.ts';
import { simulateScenario } from '../../../core/simulation/replications.ts';
import { parseScenario } from '../../../core/simulation/scenario.ts';
import { centerOf } from '../../../core/simulation/scenarioCenter.ts';
import { createCapacity } from '../../../core/simulation/sharedCapacity.ts';

const guide = readFileSync(new URL('../../../docs/what-if.md', import.meta.url), 'utf8');
const guideScenario = JSON.parse(guide.slice(guide.indexOf('```json') + 7, guide.indexOf('```\n\nEvery field')));

/** The chat queue of the guide: two agents of its own, twelve who take calls first and chats after half a minute. */
function chatCapacity(callsPerHour: number) {
  const [calls, chat] = guideScenario.queues;
  const queues = [{ ...calls, arrivals: { kind: 'poisson', perHour: callsPerHour } }, chat];
  const center = centerOf(parseScenario({ ...guideScenario, queues }, 'what-if.md'), 0);
  const router = createRouter();
  for (const profile of center.profiles) router.setProfile(profile);
  const crews = createCrews(center.crews, center.profiles, router, randomStream(1, 'shifts'));
  crews.change(0);
  return { capacity: createCapacity(center.queues[1] as (typeof center.queues)[number], center, router, crews), crews };
}

test('agents with room who may take the contact only after a delay start when it is over', () => {
  const { capacity } = chatCapacity(90);
  expect(capacity.at(0, 0)).toMatchObject({ serving: 2, available: 2, later: [{ inSeconds: 30, agents: 14 }] });
  expect(capacity.at(0, 20).later).toEqual([{ inSeconds: 10, agents: 14 }]);
  // 90 calls an hour of four minutes keep six of the twelve busy.
  expect(capacity.at(0, 31)).toMatchObject({ serving: 2 + 6, available: 14, later: [] });
});

test('of agents whom calls would keep busy altogether a little is left', () => {
  expect(chatCapacity(900).capacity.at(0, 31).serving).toBeCloseTo(2 + 0.05 * 12, 9);
});

test('contacts at a time count at the pace they are done at', () => {
  // Two who take one chat, twelve who take two, each at 0.8 of the pace.
  expect(chatCapacity(90).capacity.contactsPerAgent()).toBeCloseTo((2 * 1 + 12 * 1.6) / 14, 9);
});

test('the intervals of a chat queue whose agents take calls first hold about what they say', () => {
  const reports = simulateScenario(parseScenario({ ...guideScenario, seed: 500, replications: 3 }, 'what-if.md'));
  for (const { predictors } of reports) {
    const ours = predictors.find(({ predictor }) => predictor === 'nohold');
    expect(Math.abs((ours?.covered80?.mean ?? 0) - 0.8)).toBeLessThan(0.12);
    expect(Math.abs((ours?.covered90?.mean ?? 0) - 0.9)).toBeLessThan(0.07);
  }
});
