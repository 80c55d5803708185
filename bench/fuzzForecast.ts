import { faultsAmong } from '../test/core/forecasting/soundForecast.ts';

/*
 * Forecasts from histories as no one should have them: empty, one day, holes, doubles, thousandfold, zeros, clock changes,
 * negative, no numbers, unknown zones. `npm run fuzz:forecast [-- histories]`, 50,000 by default. Exit 1 on any fault.
 */
const histories = Number(process.argv[2] ?? 50_000);
const batch = 1000;
let faults: string[] = [];
let done = 0;
while (done < histories && faults.length === 0) {
  const from = done;
  const count = Math.min(batch, histories - from);
  faults = faultsAmong(Array.from({ length: count }, (_, index) => from + index));
  done += count;
  if (process.stderr.isTTY) process.stderr.write(`\r${done} histories`);
}
console.log(
  faults.length === 0
    ? `${done} adversarial histories: none threw, no figure was negative or no number, no quantile fell`
    : faults.join('\n'),
);
process.exitCode = faults.length === 0 ? 0 : 1;
