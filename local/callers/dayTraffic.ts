import type { Settings } from '../../core/settings/schema.ts';
import { CallLogError, parseCallLog } from './callLog.ts';
import { replayedDay } from './replayedDay.ts';
import type { Traffic } from './traffic.ts';

/**
 * The traffic of a CALLS.csv for the center of these settings. `path` is named in errors.
 *
 * Throws CallLogError, also when the log names a queue or a channel that the center does not have.
 */
export function dayTraffic(day: { csv: string; path: string; settings: Settings; seed: number }): Traffic {
  const { settings, path, seed } = day;
  const recorded = parseCallLog(day.csv, path);
  const names = Object.keys(settings.queues).join(', ');
  const strangers = [...new Set(recorded.map((contact) => contact.queue))]
    .filter((queue) => settings.queues[queue] === undefined)
    .map((queue) => `queue: "${queue}" is in no settings. Write one of ${names}, or add the queue.`);
  const unserved = [...new Set(recorded.map((contact) => `${contact.queue} ${contact.channel}`))]
    .filter((pair) => {
      const [queue = '', channel = ''] = pair.split(' ');
      const known = settings.queues[queue];
      return known !== undefined && !known.channels.some((own) => own === channel);
    })
    .map((pair) => `channel: the settings' queue ${pair.replace(' ', ' has no ')}. Add the channel to the queue.`);
  if (strangers.length + unserved.length > 0) throw new CallLogError(path, [...strangers, ...unserved]);
  return replayedDay(recorded, { seed, timeZone: settings.center.timeZone });
}
