import { parseArgs } from 'node:util';
import { attack } from './attack.ts';
import { centerField } from './centerField.ts';
import { memoryField } from './field.ts';

/*
 * `npm run attack`: 100,000 hostile requests from 10,000 addresses over 30 hours, over the ports in memory; `npm run attack --
 * 20000 2000` for fewer. `npm run attack -- --through center`: 2,000 of the same kinds end to end, through the web desk's
 * HTTPS API and the telephone of the local center, over three hours and what the calls take.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { through: { type: 'string', default: 'memory' } },
});
const plans = {
  memory: { field: memoryField, hostile: 100_000, addresses: 10_000, perLegitimate: 50, minutes: () => 30 * 60 },
  center: {
    field: centerField,
    hostile: 2000,
    addresses: 10_000,
    perLegitimate: 20,
    minutes: (hostile: number) => Math.ceil(0.1 * hostile),
  },
};
const plan = plans[values.through as keyof typeof plans];
if (plan === undefined) throw new Error(`--through: expected "memory" or "center", got "${values.through}"`);
const [hostile = plan.hostile, addresses = plan.addresses, seed = '1'] = positionals;
const field = await plan.field();
try {
  const report = await attack(field, {
    hostile: Number(hostile),
    addresses: Number(addresses),
    legitimate: Math.ceil(Number(hostile) / plan.perLegitimate),
    minutes: plan.minutes(Number(hostile)),
    seed: Number(seed),
    onHour: (hour) => console.log(`${hour} hours`),
  });
  console.log(JSON.stringify(report, null, 2));
  const { user, system } = process.cpuUsage();
  console.log(`${Math.round((user + system) / 1e6)} CPU seconds of this process`);
  process.exitCode = report.broken.length === 0 ? 0 : 1;
} finally {
  await field.close();
}
