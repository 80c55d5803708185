/**
 * Contacts per second through the whole local center: emulated Connect, flows, the bundles in their processes, SQS and
 * DynamoDB emulators. `npm run bench:throughput [-- contacts]`
 */
import { cpus } from 'node:os';
import { randomStream } from '../core/random/stream.ts';
import { addSeconds, instant, seconds } from '../core/time/units.ts';
import { startCenter } from '../local/center.ts';
import { createVirtualClock } from '../local/clock/virtual.ts';
import { setsOfLog } from '../local/headless/contactSets.ts';

const GOAL_PER_SECOND = 30;
const contacts = Number(process.argv[2] ?? 3000);
const handleMeanSeconds = 20;
/** In the center's own time they come as fast as the goal, so that messages are batched as they would be. */
const arrivalsPerSecond = GOAL_PER_SECOND;
/** Nine in ten agents busy: most contacts are answered at once, some wait and are quoted again. */
const agents = Math.ceil((arrivalsPerSecond * handleMeanSeconds) / 0.9);

const clock = createVirtualClock(instant(Date.parse('2026-11-23T10:00:00-05:00')));
const center = await startCenter({ clock, seed: 7 });
const { connect } = center;
const line = center.lines.find(({ id }) => id === 'sales');
const profile = connect.agents.list().find(({ username }) => username === 'iris')?.routingProfile;
if (line === undefined || profile === undefined)
  throw new Error('the shipped settings have a line and an agent for sales');
for (let index = 0; index < agents; index += 1) {
  const username = `bench-${index}`;
  connect.agents.add({ username, routingProfile: profile });
  connect.agents.login(username);
}

const random = randomStream(7, 'bench');
let at = addSeconds(clock.now(), seconds(60));
for (let index = 0; index < contacts; index += 1) {
  at = addSeconds(at, seconds(random.exponential(1 / arrivalsPerSecond)));
  const from = `+1212${String(2000000 + index)}`;
  const handleSeconds = random.lognormal(handleMeanSeconds, 1);
  clock.at(at, () => {
    connect.dial({ from, to: line.to, handleSeconds, patienceSeconds: random.exponential(400), keys: () => '2' });
  });
}

await clock.runUntil(addSeconds(clock.now(), seconds(30)));
const requestsBefore = total();
const startedAt = performance.now();
await clock.runUntil(addSeconds(at, seconds(300)));
const elapsedSeconds = (performance.now() - startedAt) / 1000;

function total(): number {
  return Object.values(center.aws.requests.all()).reduce(
    (sum, actions) => sum + Object.values(actions).reduce((inner, count) => inner + count, 0),
    0,
  );
}

const { answered, abandoned } = setsOfLog(connect.log);
const perSecond = contacts / elapsedSeconds;
console.log(
  `${contacts} contacts (${answered.size} answered, ${abandoned.size} abandoned) in ${elapsedSeconds.toFixed(1)} s`,
);
console.log(
  `${((total() - requestsBefore) / contacts).toFixed(1)} requests to the emulators a contact, sweeps and roll-ups included`,
);
console.log(
  `${perSecond.toFixed(1)} contacts/s on ${cpus().length} cores: ${(perSecond / GOAL_PER_SECOND).toFixed(2)} × the goal of ${GOAL_PER_SECOND}`,
);
await center.close();
