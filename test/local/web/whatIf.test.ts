import { expect, test } from 'vitest';
import type { CenterToday } from '../../../core/simulation/today.ts';
import { createWhatIfDesk } from '../../../local/web/control/whatIf.ts';
import type { WhatIfMessage } from '../../../local/web/controlMessages.ts';

const today: CenterToday = {
  queues: [
    {
      queue: 'service',
      channel: 'voice',
      arrivalsPerHour: 80,
      underWay: 6,
      handleSeconds: 240,
      patienceSeconds: 400,
      expectationSeconds: 60,
      confidence: 0.8,
      promiseKeptShare: 0.9,
      offersCallback: true,
      thresholdSeconds: 20,
    },
  ],
  crews: [{ queues: ['service'], agents: 5, chats: 2 }],
};
const question = { queue: 'service', agentsAdded: 2, arrivalsFactor: 1, offers: 'as-now' } as const;

test('the twin runs beside the pages, tells how far it is, and answers with before, after and difference', async () => {
  const states: WhatIfMessage[] = [];
  const desk = createWhatIfDesk(
    async () => today,
    () => states.push(desk.message()),
  );
  await desk.ask(question);
  await expect.poll(() => desk.message().state, { timeout: 50_000 }).toBe('done');
  expect(states.some((state) => state.state === 'running' && state.share > 0)).toBe(true);
  const answer = desk.message();
  if (answer.state !== 'done') throw new Error(answer.state);
  const wait = answer.figures[0]?.figures.find(({ figure }) => figure === 'waitP80Seconds');
  expect(wait?.after.mean).toBeLessThan(wait?.before.mean ?? 0);
  desk.close();
});

test('a state nobody can simulate is said, not hidden', async () => {
  const impossible = { ...today, crews: [{ queues: ['service'], agents: -1, chats: 2 }] };
  const desk = createWhatIfDesk(
    async () => impossible,
    () => {},
  );
  await desk.ask(question);
  await expect.poll(() => desk.message().state, { timeout: 50_000 }).toBe('failed');
  expect(desk.message()).toMatchObject({ reason: expect.stringContaining('agents') });
});
