/**
 * The main job on real input: one busy weekday of a bank's call log through the whole local center, `npm run test:day`.
 *
 * Runs the command a user would run, three times: twice the same seed, and once with every offer switched off. Exits 0
 * when every line holds, 1 when one does not, 3 (NOT RUN) when the call log is not beside the project.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Summary } from '../../local/headless/summary.ts';
import { technionMissing } from '../support/technionDay.ts';

if (technionMissing !== undefined) {
  console.log(technionMissing);
  process.exit(3);
}

const folder = mkdtempSync(join(tmpdir(), 'nohold-day-'));
const day = join(folder, 'DAY.csv');
writeFileSync(day, execFileSync(process.execPath, ['test/support/technionDay.ts']));

const settings = JSON.parse(readFileSync('nohold.config.json', 'utf8'));
const configuredShare: number = settings.queues.service.promiseKeptShare;
for (const queue of Object.values<{ offers: string[] }>(settings.queues)) queue.offers = [];
const withoutOffers = join(folder, 'without-offers.json');
writeFileSync(withoutOffers, JSON.stringify(settings));

interface Run {
  summary: Summary;
  text: string;
  minutes: number;
}

function run(what: string, ...further: string[]): Run {
  process.stderr.write(`${what} …\n`);
  const startedAt = performance.now();
  const command = ['bin/cli.ts', 'start', '--headless', '--until', '16h', '--seed', '7', '--day', day, '--json'];
  const { stdout, status } = spawnSync(process.execPath, [...command, ...further], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`${what}: exit code ${status}`);
  return { summary: JSON.parse(stdout) as Summary, text: stdout, minutes: (performance.now() - startedAt) / 60_000 };
}

interface Recorded {
  outcome: string;
}
const recorded = parse(readFileSync(day, 'utf8'), { columns: true }) as unknown as Recorded[];
const asked = recorded.filter(({ outcome }) => outcome !== 'other').length;
const realAbandonedShare = recorded.filter(({ outcome }) => outcome === 'abandoned').length / asked;

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const verdicts: boolean[] = [];

/** Said at once: the whole takes a quarter of an hour. */
function claim(what: string, seen: string, holds: boolean): void {
  verdicts.push(holds);
  console.log(`${holds ? 'holds' : 'FAILS'}  ${what}: ${seen}`);
}

const first = run('the day, seed 7');
const { promises, callbacks, contacts, ...summary } = first.summary;
const parts =
  contacts.answered + contacts.abandoned + contacts.callback + contacts.moved + contacts.overflowed + contacts.waiting;
claim('offered is the sum of its parts', `${summary.offered} = ${parts}`, summary.offered === parts);
claim(
  "every contact in the same set by Connect's log and by the rows",
  summary.sets.map(({ set, log, rows }) => `${set} ${log}/${rows}`).join(', '),
  summary.setsAgree,
);
claim('at least 100 offers', `${summary.offersMade}`, summary.offersMade >= 100);
claim('at least 30 callbacks answered', `${callbacks.answered}`, callbacks.answered >= 30);
claim(
  `promises kept within 5 points of ${percent(configuredShare)}`,
  `${percent(promises.keptShare)} of ${promises.settledCount}`,
  Math.abs(promises.keptShare - configuredShare) <= 0.05,
);
claim(
  'mean told bound below a constant bound kept as often',
  `${promises.meanToldBoundSeconds.toFixed(1)} s against ${promises.constantBoundSeconds.toFixed(1)} s`,
  promises.meanToldBoundSeconds < promises.constantBoundSeconds,
);

const again = run('the same day, the same seed');
claim('the same seed, the same run', `${first.text.length} characters`, first.text === again.text);

const plain = run('the same day without offers', '--settings', withoutOffers);
claim('without offers, too, log and rows agree', `${plain.summary.offered} offered`, plain.summary.setsAgree);
claim(
  `without offers, abandonment within 5 points of that day's ${percent(realAbandonedShare)}`,
  percent(plain.summary.abandonedShare),
  Math.abs(plain.summary.abandonedShare - realAbandonedShare) <= 0.05,
);

console.log(
  `took ${first.minutes.toFixed(1)}, ${again.minutes.toFixed(1)}, ${plain.minutes.toFixed(1)} min for 16 h on ${cpus().length} cores (goal 5)`,
);
const held = verdicts.filter((holds) => holds).length;
console.log(`${held} passed, ${verdicts.length - held} failed`);
process.exitCode = held === verdicts.length ? 0 : 1;
