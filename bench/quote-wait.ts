/**
 * What one quote costs: bundle size, cold start, warm invocation through the emulators, CPU of the decision alone.
 * `npm run bench:quote-wait`. Ratios are against the limits that matter: 300 KB, Connect's 2 seconds, 1 ms of CPU.
 */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { initialWaitModel } from '../core/prediction/waitModel.ts';
import type { WaitingPage } from '../core/rows/contact.ts';
import { parseSettingsText } from '../core/settings/parse.ts';
import { runtimeSettings } from '../core/settings/runtime.ts';
import { addSeconds, instant, seconds } from '../core/time/units.ts';
import type { QuoteRequest } from '../lambdas/quote-wait/contract.ts';
import { makeQuoteWait } from '../lambdas/quote-wait/quote-wait.ts';
import { startCenter } from '../local/center.ts';
import { createScaledClock } from '../local/clock/scaled.ts';
import { startFunctionProcess } from '../local/lambda/function-process.ts';

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const report = (what: string, value: number, unit: string, limit: number, limitName: string): void =>
  console.log(
    `${what.padEnd(44)} ${value.toFixed(3).padStart(9)} ${unit.padEnd(3)} ${(value / limit).toFixed(3)} × ${limitName}`,
  );

const start = instant(Date.parse('2026-11-23T10:00:00-05:00'));
const request: QuoteRequest = {
  Details: {
    ContactData: {
      ContactId: '0d6b8f0c-31a5-4a3e-9b0e-5f2f4c5f9a01',
      InitialContactId: '0d6b8f0c-31a5-4a3e-9b0e-5f2f4c5f9a01',
      CustomerEndpoint: { Address: '+12125550123', Type: 'TELEPHONE_NUMBER' },
      Channel: 'VOICE',
    },
    Parameters: {
      purpose: 'arrival',
      queue: 'sales',
      channel: 'voice',
      metrics: 'known',
      queueSize: 200,
      oldestAgeSeconds: 600,
      agentsStaffed: 40,
      agentsAvailable: 0,
      agentsBusy: 40,
      agentsAfterContactWork: 0,
      ewtSeconds: 900,
    },
  },
} as unknown as QuoteRequest;
const wireRequest = structuredClone(request) as unknown as { Details: { Parameters: Record<string, unknown> } };
for (const [name, value] of Object.entries(wireRequest.Details.Parameters))
  wireRequest.Details.Parameters[name] = String(value);

await decisionAlone();
await throughTheEmulators();

/** The whole logic with rows that answer at once: 200 waiting, 100 of them on the page. */
async function decisionAlone(): Promise<void> {
  const page: WaitingPage = {
    more: true,
    entries: Array.from({ length: 100 }, (_, index) => ({
      contactId: `contact-${index}`,
      rank: `5#${index}`,
      rankAt: addSeconds(start, seconds(-600 + 5 * index)),
      queuedAt: addSeconds(start, seconds(-600 + 5 * index)),
      priority: 5,
    })),
  };
  const model = { schemaVersion: 1, model: initialWaitModel('voice') } as never;
  const noted = { kind: 'noted', before: undefined, after: {} } as never;
  const run = makeQuoteWait({
    rows: {
      waiting: async () => page,
      readForQuote: async () => ({
        contact: undefined,
        journey: { digests: [] },
        callback: undefined,
        model,
        pulse: undefined,
        frozen: false,
        booked: new Map(),
      }),
      note: async () => noted,
    },
    customers: { keyOf: async () => 'k1.customer', keysOf: async () => ['k1.customer'] },
    settings: runtimeSettings(parseSettingsText(readFileSync('nohold.config.json', 'utf8'), 'nohold.config.json')),
    clock: { now: () => start },
    metrics: { ofQueue: () => {}, ofCenter: () => {} },
    log: { info: () => {}, warn: () => {}, error: () => {} },
  });
  const rounds = 3000;
  for (let warmUp = 0; warmUp < 1000; warmUp += 1) await run(request);
  const before = process.cpuUsage();
  for (let round = 0; round < rounds; round += 1) await run(request);
  const { user, system } = process.cpuUsage(before);
  report('CPU of the decision, 200 waiting', (user + system) / 1000 / rounds, 'ms', 1, 'the goal of 1 ms');
}

async function throughTheEmulators(): Promise<void> {
  const clock = createScaledClock({ start, speed: 1, onFault: (error) => console.error(error) });
  const center = await startCenter({ clock, seed: 7 });
  const tagged = center.template
    .ofType('AWS::Lambda::Function')
    .find(({ properties }) => JSON.stringify(properties.Tags).includes('"quote-wait"'));
  const quoteWait = center.aws.functions.list().find(({ logicalId }) => logicalId === tagged?.logicalId);
  if (quoteWait === undefined) throw new Error('the template has no quote-wait');

  const bundleKilobytes = statSync(join(quoteWait.codePath, 'index.mjs')).size / 1000;
  report('bundle, minified', bundleKilobytes, 'KB', 300, 'the goal of 300 KB');

  const cold: number[] = [];
  for (let round = 0; round < 7; round += 1) {
    const startedAt = performance.now();
    const started = startFunctionProcess({ ...quoteWait, timerStretch: 1, onLine: () => {} });
    await started.ready();
    cold.push(performance.now() - startedAt);
    started.close();
  }
  report('cold start: process and bundle, median of 7', median(cold), 'ms', 2000, "Connect's 2 s");

  const warm: number[] = [];
  for (let round = 0; round < 300; round += 1) {
    const startedAt = performance.now();
    const result = await center.aws.functions.invoke(quoteWait.functionArn, wireRequest);
    if (result.kind === 'fault' || (result.payload as { reason: string }).reason === 'fault')
      throw new Error(`quote-wait failed: ${JSON.stringify(result)}`);
    warm.push(performance.now() - startedAt);
  }
  report('first of 300 invocations', warm[0] ?? Number.NaN, 'ms', 2000, "Connect's 2 s");
  report('whole handler, warm, median of 300', median(warm), 'ms', 2000, "Connect's 2 s");
  await center.close();
}
