/**
 * Erases 100 of 1,000 marked customers and looks for what is left of them in table, queues, logs and exports.
 * `npm run erase:marked [-- customers]`
 */
import { eraseMarked } from './marked.ts';

const customers = Number(process.argv[2] ?? 1000);
const { erased, found, left, harmed, totalsBefore, totalsAfter, rows, seconds } = await eraseMarked(customers);
console.log(`${erased} of ${customers} customers erased from ${rows} rows, ${seconds.toFixed(1)} s of CPU`);
for (const [place, count] of Object.entries(left))
  console.log(`in ${place}: ${found[place]} of them before, ${count} after (goal 0)`);
console.log(`others of whom something is missing: ${harmed} (goal 0)`);
const changed = Object.entries(totalsBefore).filter(([name, value]) => totalsAfter[name] !== value);
console.log(`totals changed: ${changed.length === 0 ? 'none' : changed.map(([name]) => name).join(', ')} (goal none)`);
console.log(
  `  ${Object.entries(totalsAfter)
    .filter(([, value]) => value > 0)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')}`,
);
if (harmed > 0 || changed.length > 0 || Object.values(left).some((count) => count > 0)) process.exitCode = 1;
