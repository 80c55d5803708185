import { keptAnswerSchemaVersion } from '../../core/rows/link.ts';
import { addSeconds, hours } from '../../core/time/units.ts';
import type { DeskResponse } from './contract.ts';
import type { Visit } from './web-desk.visit.ts';

/** What the desk says, before it is a page or data. */
export interface Said {
  status: number;
  title: string;
  /** Sentences. */
  lines: readonly string[];
  /** Data for scripts, beside the title and the sentences. */
  data?: Readonly<Record<string, unknown>>;
  /** Where to go on: a path below the desk's own. */
  next?: { path: string; text: string };
  /** Sends the browser there at once (303), so that a page that is loaded again asks for nothing twice. */
  goTo?: string;
  /** Forms and lists below the sentences: HTML made by web-desk.page.ts. */
  html?: string;
}

export const refusedRequest = (status: 400 | 404 | 405 | 413 | 415 | 422 | 429 | 503, line: string): Said => ({
  status,
  title: titles[status],
  lines: [line],
});

const titles = {
  400: 'We did not understand that',
  404: 'Nothing here',
  405: 'Not that way',
  413: 'Too long',
  415: 'Not in that form',
  422: 'Another request had this key',
  429: 'Too many requests',
  503: 'Not now',
} as const;

const keepFor = hours(24);

/**
 * A request with an Idempotency-Key is answered once: asked again within a day it gets the same answer, and nothing is
 * done. Another request under the same key is refused. Without the header every request stands for itself.
 */
export async function once(visit: Visit, run: (requestId: string) => Promise<DeskResponse>): Promise<DeskResponse> {
  const { world, request } = visit;
  const key = visit.header('idempotency-key');
  if (key === undefined || key.length > 200) return run(await world.linkKeys.idOf(`request#${visit.random()}`));
  const requestId = await world.linkKeys.idOf(`request#${request.resource}#${key}`);
  const fingerprint = await world.linkKeys.idOf(`body#${visit.bodyText}`);
  const kept = await world.answers.get(requestId);
  if (kept && kept.fingerprint !== fingerprint) {
    return visit.answer(refusedRequest(422, 'Use a new Idempotency-Key for a new request.'));
  }
  if (kept) return visit.again(kept);
  const response = await run(requestId);
  // What may be otherwise in a minute is not kept: a full budget, a fault of ours.
  if (response.statusCode >= 400) return response;
  const { location } = response.headers;
  const answer = {
    schemaVersion: keptAnswerSchemaVersion,
    requestId,
    fingerprint,
    status: response.statusCode,
    ...(location === undefined ? {} : { location }),
    body: response.body,
    expiresAt: Math.ceil(addSeconds(visit.now, keepFor) / 1000),
  };
  if ((await world.answers.keep(answer)) === 'written') return response;
  const first = await world.answers.get(requestId);
  return first ? visit.again(first) : response;
}
