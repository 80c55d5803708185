import type { PlanningRows } from '../../core/planningPorts.ts';
import type { Clock } from '../../core/ports.ts';
import { forecastKey, modelKey, planKey, planningKey } from '../../core/rows/keys.ts';
import type { FlexRow, ForecastRow, ForecastStateRow, PlanRow, PlanStateRow } from '../../core/rows/planning.ts';
import { daysIn, fromItem, liveRange } from './rows.ts';
import type { Table } from './table.ts';

export function dynamoPlanning(table: Table, clock: Clock): PlanningRows {
  const state = async <Row extends object>(of: Parameters<typeof planningKey>[0]): Promise<Row | undefined> => {
    const item = await table.get(planningKey(of));
    return item && fromItem<Row>(item);
  };
  return {
    days: daysIn(table, clock),
    forecasts: (queue, channel, method, from, until) =>
      liveRange<ForecastRow>(table, clock, forecastKey(queue, channel, method, '').pk, from, until),
    putForecasts: (rows) =>
      table.putMany(rows.map((row) => ({ ...row, ...forecastKey(row.queue, row.channel, row.method, row.date) }))),
    plans: (queue, channel, from, until) =>
      liveRange<PlanRow>(table, clock, planKey(queue, channel, '').pk, from, until),
    putPlans: (rows) => table.putMany(rows.map((row) => ({ ...row, ...planKey(row.queue, row.channel, row.date) }))),
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
