/**
 * Contacts per second through the whole local center: emulated Connect, flows, the bundles in their processes, SQS and
 * DynamoDB emulators. `npm run bench:throughput [-- contacts]`
 *
 * Twice: as people use it, in real time and with functions side by side, at rising rates until it no longer keeps up; and
 * in virtual time, one invocation after the other, as a seeded run goes.
 */
import { cpus } from 'node:os';
import { randomStream } from '../core/random/stream.ts';
import { addSeconds, type Instant, instant, seconds } from '../core/time/units.ts';
import { type Center, startCenter } from '../local/center.ts';
import type { LocalClock } from '../local/clock/clock.ts';
import { createScaledClock } from '../local/clock/scaled.ts';
import { createVirtualClock } from '../local/clock/virtual.ts';
import { setsOfLog } from '../local/headless/contactSets.ts';

const GOAL_PER_SECOND = 30;
const handleMeanSeconds = 20;
const opening = instant(Date.parse('2026-11-23T10:00:00-05:00'));
const random = randomStream(7, 'bench');
let callers = 0;

/** With nine in ten agents busy at this rate most contacts are answered at once, some wait and are quoted again. */
function staff({ connect }: Center, arrivalsPerSecond: number): void {
  const routingProfile = connect.agents.list().find(({ username }) => username === 'iris')?.routingProfile;
  if (routingProfile === undefined) throw new Error('the shipped settings have an agent for sales');
  const agents = Math.ceil((arrivalsPerSecond * handleMeanSeconds) / 0.9);
  for (let index = 0; index < agents; index += 1) {
    const username = `bench-${index}`;
    connect.agents.add({ username, routingProfile });
    connect.agents.login(username);
  }
}

/** Callers of a Poisson stream from `from` on; gives when the last one dials. */
function dialIn(center: Center, clock: LocalClock, from: Instant, perSecond: number, contacts: number): Instant {
  const line = center.lines.find(({ id }) => id === 'sales');
  if (line === undefined) throw new Error('the shipped settings have a line for sales');
  let at = from;
  for (let index = 0; index < contacts; index += 1) {
    at = addSeconds(at, seconds(random.exponential(1 / perSecond)));
    callers += 1;
    const caller = { from: `+1212${String(2000000 + callers)}`, to: line.to, keys: () => '2' };
    const handleSeconds = random.lognormal(handleMeanSeconds, 1);
    const patienceSeconds = random.exponential(400);
    clock.at(at, () => {
      center.connect.dial({ ...caller, handleSeconds, patienceSeconds });
    });
  }
  return at;
}

function requestsOf({ aws }: Center): number {
  const counts = Object.values(aws.requests.all()).flatMap((actions) => Object.values(actions));
  return counts.reduce((total, count) => total + count, 0);
}

const goal = (perSecond: number): string =>
  `${(perSecond / GOAL_PER_SECOND).toFixed(2)} × the goal of ${GOAL_PER_SECOND} on ${cpus().length} cores`;

async function inVirtualTime(contacts: number): Promise<void> {
  const clock = createVirtualClock(opening);
  const center = await startCenter({ clock, seed: 7 });
  // In the center's own time they come as fast as the goal, so that messages are batched as they would be.
  staff(center, GOAL_PER_SECOND);
  const last = dialIn(center, clock, addSeconds(clock.now(), seconds(60)), GOAL_PER_SECOND, contacts);
  await clock.runUntil(addSeconds(clock.now(), seconds(30)));
  const requestsBefore = requestsOf(center);
  const startedAt = performance.now();
  await clock.runUntil(addSeconds(last, seconds(300)));
  const perSecond = contacts / ((performance.now() - startedAt) / 1000);
  const { answered, abandoned } = setsOfLog(center.connect.log);
  console.log(
    `virtual time, one invocation after the other: ${perSecond.toFixed(1)} contacts/s, ${goal(perSecond)} (${contacts} contacts, ` +
      `${answered.size} answered, ${abandoned.size} abandoned; ${((requestsOf(center) - requestsBefore) / contacts).toFixed(1)} requests ` +
      'to the emulators a contact, sweeps and roll-ups included)',
  );
  await center.close();
}

const stepSeconds = 40;
/** All who still talk or wait then have ended, and their events are written. */
const drainSeconds = 180;
const rates = [20, 25, 30, 35, 40, 45];
/** Contact events may be behind by so much, and of the quotes so many may have failed: then it keeps up. */
const mostBehindSeconds = 3;
const leastQuotedShare = 0.999;

interface Step {
  quotedShare: number;
  behindSeconds: number;
}

/** A rate for so long as the step takes, and how the center stood at the end of it. */
async function step(center: Center, clock: LocalClock, perSecond: number): Promise<Step> {
  const factsBefore = center.connect.log.facts.length;
  const last = dialIn(center, clock, clock.now(), perSecond, perSecond * stepSeconds);
  await new Promise<void>((resolve) => clock.at(last, resolve));
  const depths = await center.aws.sqs.depths();
  const messages = depths.reduce((total, { visibleCount, inFlightCount }) => total + visibleCount + inFlightCount, 0);
  const facts = center.connect.log.facts.slice(factsBefore);
  const failed = facts.filter(({ kind }) => kind === 'lambda-failed').length;
  const answered = facts.filter(({ kind }) => kind === 'lambda-answered').length;
  const eventsPerContact = 5;
  return { quotedShare: answered / (answered + failed), behindSeconds: messages / (perSecond * eventsPerContact) };
}

async function inRealTime(): Promise<void> {
  const clock = createScaledClock({ start: opening, speed: 1, onFault: (error) => console.error(error) });
  const center = await startCenter({ clock, seed: 7 });
  await center.aws.functions.ready();
  staff(center, Math.max(...rates));
  await step(center, clock, 10);
  let held = 0;
  for (const perSecond of rates) {
    const { quotedShare, behindSeconds } = await step(center, clock, perSecond);
    const keepsUp = quotedShare >= leastQuotedShare && behindSeconds <= mostBehindSeconds;
    console.log(
      `real time, ${perSecond} contacts/s for ${stepSeconds} s: ${(100 * quotedShare).toFixed(1)} % quoted in time, ` +
        `rows ${behindSeconds.toFixed(1)} s behind${keepsUp ? '' : ': does not keep up'}`,
    );
    if (!keepsUp) break;
    held = perSecond;
  }
  console.log(`real time, functions side by side: ${held} contacts/s, ${goal(held)}`);
  // A center is not closed under its callers.
  await new Promise<void>((resolve) => clock.after(seconds(drainSeconds), resolve));
  await center.close();
}

await inRealTime();
await inVirtualTime(Number(process.argv[2] ?? 3000));
