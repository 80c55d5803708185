import type { PlanningRows } from '../../core/planningPorts.ts';
import type { Clock } from '../../core/ports.ts';
import type { DayRow } from '../../core/rows/center.ts';
import { dayKey, forecastKey, modelKey, planKey, planningKey } from '../../core/rows/keys.ts';
import type { FlexRow, ForecastRow, ForecastStateRow, PlanRow, PlanStateRow } from '../../core/rows/planning.ts';
import { fromItem, live } from './rows.ts';
import type { Table } from './table.ts';

export function dynamoPlanning(table: Table, clock: Clock): PlanningRows {
  const range = async <Row extends object>(pk: string, from: string, until: string): Promise<Row[]> =>
    (await table.range(pk, from, until)).flatMap((item) => live<Row>(item, clock) ?? []);
  const state = async <Row extends object>(of: Parameters<typeof planningKey>[0]): Promise<Row | undefined> => {
    const item = await table.get(planningKey(of));
    return item && fromItem<Row>(item);
  };
  return {
    days: (queue, channel, from, until) => range<DayRow>(dayKey(queue, channel, '').pk, from, until),
    forecasts: (queue, channel, method, from, until) =>
      range<ForecastRow>(forecastKey(queue, channel, method, '').pk, from, until),
    async putForecast(row) {
      await table.put({ ...row, ...forecastKey(row.queue, row.channel, row.method, row.date) }, 'any');
    },
    plans: (queue, channel, from, until) => range<PlanRow>(planKey(queue, channel, '').pk, from, until),
    async putPlan(row) {
      await table.put({ ...row, ...planKey(row.queue, row.channel, row.date) }, 'any');
    },
    async putPlanExtract(queue, channel, plan) {
      await table.update(modelKey(queue, channel), {
        once: { schemaVersion: 1, queue, channel, at: plan.generatedAt },
        latest: { plan },
      });
    },
    forecastState: () => state<ForecastStateRow>('forecast'),
    async putForecastState(row) {
      await table.put({ ...row, ...planningKey('forecast') }, 'any');
    },
    planState: () => state<PlanStateRow>('plan'),
    async putPlanState(row) {
      await table.put({ ...row, ...planningKey('plan') }, 'any');
    },
    flex: () => state<FlexRow>('flex'),
    async putFlex(row, expectedVersion) {
      return (await table.put({ ...row, ...planningKey('flex') }, expectedVersion)) ? 'written' : 'conflict';
    },
  };
}
