import type { Announcement, Announcements } from '../../core/planningPorts.ts';
import { faultOf } from '../fault.ts';
import { credentialsIn, signedHeaders } from '../signature.ts';

/** Source of every event of ours: what a rule names beside the kind. */
export const eventSource = 'nohold';
/** PutEvents takes ten entries a request. */
const entriesPerRequest = 10;
const patienceMilliseconds = 3000;

interface Environment {
  readonly [name: string]: string | undefined;
}

/**
 * Events on the account's default bus, by EventBridge's PutEvents. One signed request instead of an SDK client: it is the
 * only operation we need. An event may come twice: its id is its own.
 */
export function eventBridge(environment: Environment = process.env): Announcements {
  const region = environment.AWS_REGION ?? 'us-east-1';
  const endpoint = environment.AWS_ENDPOINT_URL_EVENTBRIDGE ?? environment.AWS_ENDPOINT_URL;
  const url = new URL(endpoint ?? `https://events.${region}.amazonaws.com/`);
  return {
    async publish(announcements) {
      for (let first = 0; first < announcements.length; first += entriesPerRequest) {
        await putEvents(url, region, environment, announcements.slice(first, first + entriesPerRequest));
      }
    },
  };
}

async function putEvents(
  url: URL,
  region: string,
  environment: Environment,
  announcements: readonly Announcement[],
): Promise<void> {
  const body = JSON.stringify({
    Entries: announcements.map(({ kind, at, detail }) => ({
      Source: eventSource,
      DetailType: kind,
      Time: Math.round(at / 1000),
      Detail: JSON.stringify(detail),
    })),
  });
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AWSEvents.PutEvents' };
  const request = { url, service: 'events', region, headers, body, at: new Date() };
  const signed = signedHeaders(request, credentialsIn(environment));
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: signed,
      body,
      signal: AbortSignal.timeout(patienceMilliseconds),
    });
    const answer = (await response.json()) as { __type?: string; FailedEntryCount?: number };
    if (!response.ok) throw named(answer.__type ?? `Http${response.status}`);
    if ((answer.FailedEntryCount ?? 0) > 0) throw named('InternalFailure');
  } catch (cause) {
    throw faultOf('events:PutEvents', cause);
  }
}

const named = (type: string): Error => Object.assign(new Error(), { name: type.slice(type.indexOf('#') + 1) });
