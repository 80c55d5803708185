import { wholeNumbers } from '../support/wholeNumbers.ts';
import { type FuzzReport, fuzz } from './payloads.ts';

// `npm run fuzz`: 100,000 payloads; `npm run fuzz -- 200 7` for 200 batches from seed 7 on.
const { batches, seed } = wholeNumbers({ batches: 5000, seed: 1 });
/** A table anew from time to time: a queue of thousands who all wait is another test. */
const batchesEach = 100;
const total: FuzzReport = { payloads: 0, good: 0, goodProcessed: 0, bad: 0, badRefused: 0, withoutReason: 0 };
for (let done = 0; done < batches; done += batchesEach) {
  const report = await fuzz(Math.min(batchesEach, batches - done), seed + done);
  for (const name of Object.keys(total) as (keyof FuzzReport)[]) total[name] += report[name];
}
process.stdout.write(`${JSON.stringify(total)}\n`);
const clean = total.goodProcessed === total.good && total.badRefused === total.bad && total.withoutReason === 0;
process.exitCode = clean ? 0 : 1;
