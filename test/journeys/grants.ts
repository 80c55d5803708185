import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { functionsOf, said, settingsWith, shippedTemplate, templateOf } from '../lib/support/center.ts';
import { list, statementsOf } from '../lib/support/grants.ts';

// `npm run grants`: runs the journeys and compares what each function was seen to ask for with what it may do.
// `npm run grants -- callback web` runs these journeys only, and then says nothing of what was not seen.

/** What AWS does with a function's role on its behalf; the emulators' workers do not pass the door with it. */
const onItsBehalf = [
  { action: /^logs:/, why: 'Lambda writes its log' },
  { action: /^xray:/, why: 'Lambda writes its traces' },
  { action: /^kms:/, why: 'DynamoDB, SQS and Secrets Manager use the key' },
  { action: /^sqs:(ReceiveMessage|DeleteMessage|ChangeMessageVisibility|GetQueueAttributes)$/, why: 'Lambda polls' },
];
/** An operation that is permitted under another's name. */
const permittedAs: Record<string, string> = { 'sqs:SendMessageBatch': 'sqs:SendMessage' };
/** A run that failed is put there by Lambda. */
const isFailedRuns = (resource: string): boolean => resource.startsWith('UpkeepSchedulesFailedRuns');

const { values, positionals: some } = parseArgs({
  allowPositionals: true,
  options: {
    /** A folder that keeps what each journey asked for, and begins none after so many seconds: the run in pieces. */
    keep: { type: 'string' },
    seconds: { type: 'string' },
  },
});
const names = some.length > 0 ? some : globSync('test/journeys/*.test.ts').map((file) => basename(file, '.test.ts'));
const folder = values.keep ?? mkdtempSync(join(tmpdir(), 'nohold-calls-'));
mkdirSync(folder, { recursive: true });
const passed = (name: string): boolean => existsSync(join(folder, `${name}.passed`));
const callsOf = (name: string): string => join(folder, `${name}.jsonl`);
const failed: string[] = [];
for (const name of names.sort().filter((one) => !passed(one))) {
  if (performance.now() > 1000 * Number(values.seconds ?? Number.POSITIVE_INFINITY)) {
    console.log(`NOT WHOLE: ${names.filter(passed).length} of ${names.length} journeys done: run it again to go on`);
    process.exit(3);
  }
  rmSync(callsOf(name), { force: true });
  const run = spawnSync(
    'npx',
    ['vitest', 'run', '--project', 'journeys', '--maxWorkers=1', `test/journeys/${name}.test.ts`],
    { env: { ...process.env, NOHOLD_CALLS_INTO: callsOf(name) }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  if (run.status === 0) writeFileSync(join(folder, `${name}.passed`), '');
  else {
    failed.push(name);
    console.log(run.stdout.toString());
  }
  console.log(`${name} ${run.status === 0 ? 'passed' : 'FAILED'}, ${(performance.now() / 1000).toFixed(0)} s`);
}
const lines = names.flatMap((name) =>
  existsSync(callsOf(name)) ? readFileSync(callsOf(name), 'utf8').split('\n') : [],
);

/** Some journeys have settings of their own, and so grants that the shipped ones do without: texts, and e-mails. */
const templates = [
  shippedTemplate(),
  templateOf(
    settingsWith((settings) => {
      Object.assign(settings.queues.service, { channels: ['voice', 'chat', 'email'], offers: ['callback', 'text'] });
      settings.queues.service.answerLink = 'https://example.com/orders';
      settings.queues.service.expectation.email = { waitSeconds: 14_400 };
      settings.emailAddresses = { help: { address: 'help@example.com', queue: 'service' } };
      settings.web.emails = { from: 'help' };
      settings.web.texts = { numberArn: 'arn:aws:connect:us-east-1:000000000000:phone-number/sms' };
      settings.survey = { share: 1 };
    }),
  ),
];
const verbOf = new Map(templates.flatMap((template) => [...functionsOf(template)].map(([verb, { id }]) => [id, verb])));
const used = new Map<string, number>();
for (const line of lines.filter(Boolean)) {
  for (const [caller, actions] of Object.entries(JSON.parse(line) as Record<string, Record<string, number>>)) {
    const verb = verbOf.get(caller);
    for (const [action, count] of verb === undefined ? [] : Object.entries(actions)) {
      const permission = `${verb} ${permittedAs[action] ?? action}`;
      used.set(permission, (used.get(permission) ?? 0) + count);
    }
  }
}
const granted = new Set<string>();
for (const template of templates) {
  for (const verb of functionsOf(template).keys()) {
    for (const { Action, Resource } of statementsOf(template, verb)) {
      for (const action of list(Action)) {
        const itself = list(Resource as unknown[]).some((resource) => !isFailedRuns(said(resource)));
        if (itself && !onItsBehalf.some((one) => one.action.test(action))) granted.add(`${verb} ${action}`);
      }
    }
  }
}
const unused = [...granted].filter((one) => !used.has(one));
const missing = [...used.keys()].filter((one) => !granted.has(one));
const requests = [...used.values()].reduce((sum, count) => sum + count, 0);
console.log(
  `${granted.size} permissions of ${verbOf.size} functions; ${requests} requests seen; ${unused.length} unused, ${missing.length} missing; journeys ${failed.length === 0 ? 'passed' : `FAILED: ${failed.join(', ')}`}`,
);
for (const one of unused) console.log(`${some.length > 0 ? 'not seen' : 'UNUSED'} ${one}`);
for (const one of missing) console.log(`MISSING ${one}`);
process.exitCode = failed.length > 0 || missing.length > 0 || (some.length === 0 && unused.length > 0) ? 1 : 0;
