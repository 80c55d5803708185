import { instant } from '../../core/time/units.ts';
import type { LocalClock } from '../clock/clock.ts';
import type { EventBus } from './event-bus.ts';
import { type AwsService, jsonAnswer, jsonBody, targetOperation } from './service.ts';

interface Entry {
  readonly Source?: string;
  readonly DetailType?: string;
  readonly Detail?: string;
  readonly Resources?: readonly string[];
  readonly Time?: number;
  readonly EventBusName?: string;
}

export interface EventsServiceOptions {
  readonly clock: LocalClock;
  readonly region: string;
  readonly accountId: string;
  readonly bus: () => EventBus;
}

/** PutEvents on the default bus: events of our own, which rules of the template or a listener may match. */
export function eventsService({ clock, region, accountId, bus }: EventsServiceOptions): AwsService {
  const busArn = `arn:aws:events:${region}:${accountId}:event-bus/default`;
  return {
    signingName: 'events',
    throttlingError: 'ThrottlingException',
    asks(request) {
      const action = `events:${targetOperation(request)}`;
      const sources = [...new Set(entriesOf(request).map(({ Source }) => Source ?? ''))];
      return { action, needs: [{ action, resource: busArn, context: { 'events:source': sources } }] };
    },
    async answer(request) {
      if (targetOperation(request) !== 'PutEvents') {
        const message = 'The local center knows PutEvents only.';
        return this.refuse({ type: 'InvalidAction', message, status: 400 });
      }
      const entries = entriesOf(request);
      if (entries.length < 1 || entries.length > 10) {
        const message = `Entries: expected 1 to 10, got ${entries.length}`;
        return this.refuse({ type: 'ValidationException', message, status: 400 });
      }
      const results = entries.map((entry) => put(entry, bus(), clock));
      const FailedEntryCount = results.filter((result) => 'ErrorCode' in result).length;
      return jsonAnswer(200, { FailedEntryCount, Entries: results }, '1.1');
    },
    refuse: ({ type, message, status }) => jsonAnswer(status, { __type: type, message }, '1.1'),
  };
}

const entriesOf = (request: Parameters<AwsService['answer']>[0]): readonly Entry[] => {
  const { Entries } = jsonBody(request);
  return Array.isArray(Entries) ? (Entries as Entry[]) : [];
};

function put(
  entry: Entry,
  bus: EventBus,
  clock: LocalClock,
): { EventId: string } | { ErrorCode: string; ErrorMessage: string } {
  const { Source, DetailType, Detail = '', Resources = [], Time } = entry;
  if (!Source || !DetailType || Source.startsWith('aws.')) {
    return { ErrorCode: 'InvalidArgument', ErrorMessage: 'Source and DetailType are needed, Source not of aws' };
  }
  try {
    const time = Time === undefined ? clock.now() : instant(Time * 1000);
    bus.publish({ source: Source, 'detail-type': DetailType, detail: JSON.parse(Detail), resources: Resources, time });
  } catch {
    return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  }
  return { EventId: `${clock.now()}-${Source}-${DetailType}` };
}
