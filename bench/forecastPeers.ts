import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { initSync, MSTL } from '@bsull/augurs/mstl';
import { initSync as initProphet, Prophet } from '@bsull/augurs/prophet';
import { cpuSeconds } from './cpuSeconds.ts';
import { bankRows } from './forecastData.ts';
import { optimizeProphet } from './prophetOptimizer.ts';

const percent = (share: number): string => (100 * share).toFixed(2);

interface Arima {
  train(series: number[]): Arima;
  predict(length: number): [number[], number[]];
}

/** Day-ahead on the last 40 days: packages see the days one after the other, 28 slots each. */
export function benchPeers(): void {
  console.log('\nnpm packages on the same days, the day ahead: WAPE, CPU seconds per fit');
  const resolve = createRequire(import.meta.url);
  const wasm = (part: string) => readFileSync(resolve.resolve(`@bsull/augurs/${part}`).replace(/\.js$/, '_bg.wasm'));
  initSync({ module: wasm('mstl') });
  initProphet({ module: wasm('prophet') });
  const Arima = resolve('arima') as new (options: object) => Arima;
  const days = [...Map.groupBy(bankRows(), (row) => new Date(row.intervalStart).toISOString().slice(0, 10)).values()];
  const firstSeconds = days.map(([first]) => Math.floor((first?.intervalStart ?? 0) / 86_400_000) * 86_400);
  const timesOf = (day: number) =>
    Array.from({ length: 28 }, (_, slot) => (firstSeconds[day] ?? 0) + (slot + 14) * 1800);
  const slots = days.map((rows) => {
    const counts = Array.from({ length: 28 }, () => 0);
    for (const { intervalStart, offered = 0 } of rows) {
      const slot = Math.floor(((intervalStart / 60_000) % 1440) / 30) - 14;
      counts[slot] = (counts[slot] ?? 0) + offered;
    }
    return counts;
  });
  const peers: [string, (known: number[][]) => number[]][] = [
    [
      'augurs MSTL+ETS',
      (known) => {
        const model = MSTL.ets([28, 140]);
        model.fit(known.flat());
        return [...model.predict(28).point];
      },
    ],
    [
      'arima totals × profile',
      (known) => {
        const totals = known.map((day) => day.reduce((sum, count) => sum + count, 0));
        const model = new Arima({ p: 1, d: 0, q: 1, P: 1, D: 1, Q: 1, s: 5, verbose: false }).train(totals);
        const [next = 0] = model.predict(1)[0];
        const recent = known.slice(-30);
        const profile = Array.from({ length: 28 }, (_, slot) => recent.reduce((sum, day) => sum + (day[slot] ?? 0), 0));
        const all = profile.reduce((sum, count) => sum + count, 0);
        return profile.map((count) => (next * count) / all);
      },
    ],
    [
      'augurs Prophet',
      (known) => {
        const model = new Prophet({ optimizer: { optimize: optimizeProphet }, uncertaintySamples: 1 });
        model.fit({ ds: known.flatMap((_, day) => timesOf(day)), y: known.flat() });
        return [...model.predict({ ds: timesOf(known.length) }).yhat.point];
      },
    ],
  ];
  for (const [name, forecastNext] of peers) {
    let [error, total] = [0, 0];
    const seconds = cpuSeconds(() => {
      for (let day = slots.length - 40; day < slots.length; day++) {
        const made = forecastNext(slots.slice(0, day));
        for (const [slot, real] of (slots[day] ?? []).entries()) {
          error += Math.abs((made[slot] ?? 0) - real);
          total += real;
        }
      }
    });
    console.log(`  ${name.padEnd(24)} ${percent(error / total)} %  ${(seconds / 40).toFixed(3)} s`);
  }
  console.log('  Prophet with its usual options; its most probable parameters found by bench/prophetOptimizer.ts');
}
