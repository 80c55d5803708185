import { Logger } from '@aws-lambda-powertools/logger';
import type { Log, LogFields } from '../../core/ports.ts';

/** The fields a line may carry, and nothing else: a phone number has no field to be in. */
const allowed: readonly (keyof LogFields)[] = [
  'contactId',
  'callbackId',
  'queue',
  'channel',
  'state',
  'reason',
  'operation',
  'attempt',
  'count',
  'durationMilliseconds',
];

export function listed(fields: LogFields): Record<string, string | number> {
  const kept: Record<string, string | number> = {};
  for (const name of allowed) {
    const value = fields[name];
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}

/** Structured log lines. Never the event: it holds the caller's number. */
export function powertoolsLog(): Log {
  const logger = new Logger();
  return {
    info: (message, fields = {}) => logger.info(message, listed(fields)),
    warn: (message, fields = {}) => logger.warn(message, listed(fields)),
    error: (message, fields = {}) => logger.error(message, listed(fields)),
  };
}
