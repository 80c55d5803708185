/**
 * How long before expectation met falls the margin says so, on the twin: 20 surges and 20 normal days.
 * `npm run bench:margin [-- threshold in seconds]`
 */
import { expectationSeconds, runMargin } from './marginCase.ts';

const SEEDS = 20;
const LEAST_LEAD_SECONDS = 300;
const threshold = Number(process.argv[2] ?? expectationSeconds / 2);

const minutesOf = (seconds: number | undefined): string => (seconds === undefined ? '–' : (seconds / 60).toFixed(0));
const seeds = Array.from({ length: SEEDS }, (_, index) => index + 1);
const surges = seeds.map((seed) => runMargin('surge', seed, threshold));
const early = surges.filter(
  ({ firedAtSeconds: fired, fellAtSeconds: fell }) =>
    fired !== undefined && fired > 7200 && (fell ?? Number.POSITIVE_INFINITY) - fired >= LEAST_LEAD_SECONDS,
);
const quiet = seeds.filter((seed) => runMargin('normal', seed, threshold).firedAtSeconds === undefined);
console.log(`expectation ${expectationSeconds} s, MarginShrinking below ${threshold} s; minutes from the start`);
for (const [index, { firedAtSeconds, fellAtSeconds }] of surges.entries())
  console.log(
    `surge ${index + 1}: margin ${minutesOf(firedAtSeconds)}, expectation met fell ${minutesOf(fellAtSeconds)}`,
  );
console.log(`at least 5 min before, in the surge: ${early.length} of ${SEEDS} (goal 19)`);
console.log(`normal days without a false one: ${quiet.length} of ${SEEDS} (goal 19)`);
if (early.length < 19 || quiet.length < 19) process.exitCode = 1;
