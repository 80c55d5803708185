/**
 * Many contacts at once in the whole local center, in virtual time: whoever leaves is followed by the next caller, so that
 * the number stays. `npm run bench:concurrent [-- contacts minutes]`
 *
 * Judged: that so many were there in every minute; that every contact's row in the end says what the emulated Connect saw;
 * and that memory stays: the functions' processes, and of the center's own heap what is not the log and the rows it keeps.
 */
import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { randomStream } from '../core/random/stream.ts';
import { addSeconds, instant, seconds } from '../core/time/units.ts';
import { type Center, startCenter } from '../local/center.ts';
import { createVirtualClock } from '../local/clock/virtual.ts';
import { compareSets, setsOfLog, setsOfRows } from '../local/headless/contactSets.ts';
import { wholeNumbers } from '../test/support/wholeNumbers.ts';

const { contacts, minutes } = wholeNumbers({ contacts: 2000, minutes: 10 });
const handleMeanSeconds = 900;
/** Nineteen in twenty speak with an agent, the others wait. */
const agentShare = 0.95;
/** A few more than are asked for: when one leaves it takes a moment until the next is there. */
const target = Math.ceil(1.05 * contacts);
const rampSeconds = 300;
/** In which everything that runs on a schedule has run once, and has its process. */
const settlingSeconds = 35 * 60;
/** Growth over the minutes that is still called flat. */
const mostGrowth = 0.1;
/** What the log of the emulated Connect keeps of a fact, and the emulated table of a row, for whoever asks afterwards. */
const [mostKiBOfFact, mostKiBOfRow] = [0.6, 8];

const random = randomStream(11, 'concurrent');
const clock = createVirtualClock(instant(Date.parse('2026-11-23T09:30:00-05:00')));
const center = await startCenter({ clock, seed: 11 });
staff(center, Math.ceil(agentShare * contacts));
const present = new Set<string>();
let [dialled, dialling] = [0, true];
center.connect.log.subscribe(({ kind, contactId }) => {
  if (contactId === null) return;
  if (kind === 'contact-created') present.add(contactId);
  if (kind !== 'ended' || !present.delete(contactId) || !dialling) return;
  clock.after(seconds(1 + random.uniform()), dial);
});
await clock.runUntil(addSeconds(clock.now(), seconds(settlingSeconds)));
for (let index = 0; index < target; index += 1) clock.after(seconds(rampSeconds * random.uniform()), dial);

await clock.runUntil(addSeconds(clock.now(), seconds(rampSeconds + 60)));
const memories = [await memoryNow()];
let fewest = present.size;
const beganCpu = process.cpuUsage();
for (let minute = 1; minute <= minutes; minute += 1) {
  for (let part = 0; part < 6; part += 1) {
    await clock.runUntil(addSeconds(clock.now(), seconds(10)));
    fewest = Math.min(fewest, present.size);
  }
  const memory = await memoryNow();
  memories.push(memory);
  console.log(
    `minute ${minute}: ${present.size} contacts there, ${dialled} have called; heap ${memory.heapMiB.toFixed(0)} MiB, ` +
      `${memory.facts} facts and ${memory.rows} rows kept, functions ${memory.functionsMiB.toFixed(0)} MiB`,
  );
}
const spent = process.cpuUsage(beganCpu);
dialling = false;
while (present.size > 0) await clock.runUntil(addSeconds(clock.now(), seconds(60)));
await clock.runUntil(addSeconds(clock.now(), seconds(300)));
const rows = await center.rows();
const sets = compareSets(setsOfLog(center.connect.log), setsOfRows(rows));
const astray = sets.flatMap(({ onlyLog, onlyRows }) => [...onlyLog, ...onlyRows]);
const ended = sets.reduce((sum, { log }) => sum + log, 0);
const unread = (await center.aws.sqs.depths()).reduce((sum, one) => sum + one.visibleCount + one.inFlightCount, 0);
// Processes grow until they have seen every kind of request a few times.
const [first, last] = [memories[Math.ceil(minutes / 3)], memories.at(-1)];
if (!first || !last) throw new Error('no memory was measured');
const functionsGrowth = last.functionsMiB / first.functionsMiB - 1;
const keptMiB = (mostKiBOfFact * (last.facts - first.facts) + mostKiBOfRow * (last.rows - first.rows)) / 1024;
const heapGrowth = (last.heapMiB - keptMiB) / first.heapMiB - 1;
console.log(
  `${fewest} contacts at least were there all the ${minutes} minutes (goal ${contacts}); ${dialled} called, ${ended} in the end: ` +
    `${sets.map(({ set, log }) => `${log} ${set}`).join(', ')}; ${astray.length} rows say otherwise, ${unread} messages left`,
);
console.log(
  `memory from minute ${Math.ceil(minutes / 3)} on (goal ${100 * mostGrowth} %): the functions' processes grew by ${(100 * functionsGrowth).toFixed(1)} %, the ` +
    `center's heap by ${(100 * heapGrowth).toFixed(1)} % beyond ${mostKiBOfFact} KiB for each fact and ${mostKiBOfRow} KiB for each row it keeps; ` +
    `${((spent.user + spent.system) / 1e6).toFixed(0)} s of CPU for the ${minutes} minutes, on ${cpus().length} cores`,
);
await center.close();
if (fewest < contacts || astray.length > 0 || unread > 0 || dialled !== ended) process.exitCode = 1;
if (functionsGrowth > mostGrowth || heapGrowth > mostGrowth) process.exitCode = 1;

function dial(): void {
  const line = center.lines.find(({ id }) => id === 'sales');
  if (line === undefined) throw new Error('the shipped settings have a line for sales');
  dialled += 1;
  center.connect.dial({
    from: `+1212${String(2000000 + dialled)}`,
    to: line.to,
    keys: () => '2',
    handleSeconds: handleMeanSeconds * (0.5 + random.uniform()),
    patienceSeconds: random.exponential(3600),
  });
}

function staff({ connect }: Center, agents: number): void {
  const routingProfile = connect.agents.list().find(({ username }) => username === 'iris')?.routingProfile;
  if (routingProfile === undefined) throw new Error('the shipped settings have an agent for sales');
  for (let index = 0; index < agents; index += 1) {
    const username = `many-${index}`;
    connect.agents.add({ username, routingProfile });
    connect.agents.login(username);
  }
}

interface Memory {
  heapMiB: number;
  /** Of the processes the functions run in. */
  functionsMiB: number;
  facts: number;
  rows: number;
}

async function memoryNow(): Promise<Memory> {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const processes = execFileSync('ps', ['-Ao', 'ppid=,rss=']).toString().trim().split('\n');
  const ours = processes
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([parent]) => parent === process.pid);
  return {
    heapMiB: process.memoryUsage().heapUsed / 2 ** 20,
    functionsMiB: ours.reduce((sum, [, kib = 0]) => sum + kib, 0) / 1024,
    facts: center.connect.log.facts.length,
    rows: (await center.rows()).length,
  };
}
