import { attack } from './attack.ts';

// `npm run attack`: 100,000 hostile requests from 10,000 addresses over 30 hours; `npm run attack -- 20000 2000` for fewer.
const [hostile = '100000', addresses = '10000', seed = '1'] = process.argv.slice(2);
const report = await attack({
  hostile: Number(hostile),
  addresses: Number(addresses),
  legitimate: Math.ceil(Number(hostile) / 50),
  minutes: 30 * 60,
  seed: Number(seed),
  onHour: (hour) => {
    if (hour % 6 === 0) console.log(`${hour} hours`);
  },
});
console.log(JSON.stringify(report, null, 2));
process.exitCode = report.broken.length === 0 ? 0 : 1;
