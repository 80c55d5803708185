import { readDrivers } from '../../core/forecasting/driverFile.ts';
import type { HistoryRow } from '../../core/forecasting/history.ts';
import { instant } from '../../core/time/units.ts';
import { offsetAt } from '../../core/time/zoneOffset.ts';
import type { ForecastVolumeWorld } from './forecast-volume.ts';

/**
 * The drivers' values as rows of a history, each at noon of its day where the center is; rows of no queue are for all.
 * No driver in the settings: nothing is read. No file, or no line that can be used: no rows, and forecasts are flagged
 * `driver-missing`.
 */
export async function readDriverRows({ settings, planningFiles, log }: ForecastVolumeWorld): Promise<HistoryRow[]> {
  const { drivers } = settings.forecasting;
  if (drivers.length === 0) return [];
  const text = await planningFiles.read('drivers.csv');
  const { values, badLines } = readDrivers(text ?? '', drivers, Object.keys(settings.queues));
  for (const { line, reason } of badLines.slice(0, 5)) log.warn('drivers.csv: line left out', { count: line, reason });
  const { timeZone } = settings.center;
  return values.flatMap(({ date, queue = '', driver, value }): HistoryRow[] => {
    const noon = Date.parse(`${date}T12:00:00Z`);
    const intervalStart = instant(noon - offsetAt(timeZone, noon));
    const channels = queue === '' ? (['voice'] as const) : (settings.queues[queue]?.channels ?? []);
    return channels.map((channel) => ({ intervalStart, queue, channel, drivers: { [driver]: value } }));
  });
}
