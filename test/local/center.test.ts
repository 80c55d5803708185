import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { addSeconds, type Instant, instant, seconds } from '../../core/time/units.ts';
import { type Center, restoredInstant, startCenter } from '../../local/center.ts';
import { createVirtualClock, type VirtualClock } from '../../local/clock/virtual.ts';
import { synthesize } from '../../local/synthesize.ts';

// Each test starts the whole center, some twice.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const MONDAY_TEN = instant(Date.parse('2026-11-23T10:00:00-05:00'));

let assembly: string;
beforeAll(async () => {
  assembly = await synthesize('nohold.config.json');
});
afterAll(() => rmSync(assembly, { recursive: true }));

let stateDir: string;
let running: Center | undefined;
beforeEach(() => {
  stateDir = mkdtempSync(path.join(tmpdir(), 'nohold-state-'));
});
afterEach(async () => {
  await running?.close();
  running = undefined;
  rmSync(stateDir, { recursive: true });
});

async function start(at: Instant): Promise<{ center: Center; clock: VirtualClock }> {
  const clock = createVirtualClock(at);
  running = await startCenter({ clock, seed: 3, cdkOut: assembly, stateDir });
  return { center: running, clock };
}

async function stop(): Promise<void> {
  await running?.close();
  running = undefined;
}

test('the center of the shipped settings answers on its numbers, draws its dashboard and has quiet alarms', async () => {
  const { center, clock } = await start(MONDAY_TEN);
  expect(center.lines).toEqual([
    {
      id: 'main',
      to: '+18005550199',
      queues: ['service', 'billing'],
      spokenNames: ['orders and deliveries', 'invoices and payments'],
    },
    { id: 'sales', to: '+12125550142', queues: ['sales'], spokenNames: ['sales'] },
  ]);
  expect(JSON.parse(center.dashboards[0]?.body ?? '').widgets.length).toBeGreaterThan(5);
  center.connect.agents.login(Object.keys(center.settings.agents)[0] ?? '');
  await clock.runUntil(addSeconds(clock.now(), seconds(600)));
  expect(center.alarms().filter((alarm) => alarm.state === 'ALARM')).toEqual([]);
  expect(center.alarms().length).toBeGreaterThan(5);
});

test('rows, callbacks, the secret and what Connect knew survive a restart', async () => {
  const first = await start(MONDAY_TEN);
  const number = first.center.template.ofType('AWS::Connect::PhoneNumber').map((resource) => resource.ref);
  for (let caller = 0; caller < 4; caller++) {
    first.center.connect.dial({ from: `+1212555010${caller}`, to: '+12125550142', keys: (ask) => ask.keys[0] ?? null });
  }
  await first.clock.runUntil(addSeconds(MONDAY_TEN, seconds(300)));
  const rows = await first.center.rows();
  const facts = first.center.connect.log.facts.length;
  const secrets = readFileSync(path.join(stateDir, 'secrets.json'), 'utf8');
  await stop();

  const at = restoredInstant(stateDir);
  expect(at).toBe(addSeconds(MONDAY_TEN, seconds(300)));
  const second = await start(at ?? MONDAY_TEN);
  expect(second.center.template.ofType('AWS::Connect::PhoneNumber').map((resource) => resource.ref)).toEqual(number);
  const rowsAfter = await second.center.rows();
  const keysOf = (of: Record<string, unknown>[]) => of.map((row) => `${row.pk} ${row.sk}`).sort();
  expect(keysOf(rowsAfter)).toEqual(keysOf(rows));
  expect(readFileSync(path.join(stateDir, 'secrets.json'), 'utf8')).toBe(secrets);
  expect(second.center.connect.log.facts.length).toBeGreaterThanOrEqual(facts);
  const contactId = second.center.connect.dial({ from: '+12125550188', to: '+12125550142' });
  await second.clock.runUntil(addSeconds(second.clock.now(), seconds(60)));
  expect(second.center.connect.log.ofContact(contactId).map((fact) => fact.kind)).toContain('queued');
});

test('messages that waited in a queue are handled after a restart', async () => {
  const first = await start(MONDAY_TEN);
  const { sqs } = first.center.aws;
  const queueName = first.center.template
    .ofType('AWS::SQS::Queue')
    .find((queue) => queue.ref.includes('ContactEventsQueue'));
  const name = queueName?.attributes.QueueName ?? '';
  await sqs.call('SendMessage', { QueueUrl: sqs.queueUrl(name), MessageBody: '{"unreadable":true}', DelaySeconds: 60 });
  await stop();
  const second = await start(MONDAY_TEN);
  const depth = async () => (await second.center.aws.sqs.depths()).find((queue) => queue.name === name);
  expect(await depth()).toMatchObject({ delayedCount: 1 });
  await second.clock.runUntil(addSeconds(MONDAY_TEN, seconds(120)));
  expect(await depth()).toMatchObject({ delayedCount: 0, visibleCount: 0 });
});

test('a template with a mistake stops the start, names the resource and leaves no process behind', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'nohold-broken-'));
  for (const file of readdirSync(assembly).filter((name) => name.endsWith('.json'))) {
    writeFileSync(path.join(folder, file), readFileSync(path.join(assembly, file)));
  }
  await expect(startCenter({ clock: createVirtualClock(MONDAY_TEN), seed: 3, cdkOut: folder })).rejects.toThrow(
    /^Resources\./,
  );
  rmSync(folder, { recursive: true });
});
