import type { Context, SQSEvent } from 'aws-lambda';
import fc from 'fast-check';
import { fromBatches } from '../../lambdas/edge/batch.ts';
import { fromFlow } from '../../lambdas/edge/flow.ts';
import { answer, request as flowRequest, safeAnswer } from '../../lambdas/quote-wait/contract.ts';
import { request as eventMessage } from '../../lambdas/track-contact/contract.ts';
import { makeTrackContact } from '../../lambdas/track-contact/track-contact.ts';
import { aWorld, flowEvent, instanceArn, longQueue } from '../lambdas/world.ts';

export interface FuzzReport {
  payloads: number;
  good: number;
  goodProcessed: number;
  bad: number;
  badRefused: number;
  /** Refusals whose reason the log does not say. */
  withoutReason: number;
}

const context = {} as Context;
const batchSize = 10;
const frame = (detail: unknown) => ({ source: 'aws.connect', 'detail-type': 'Amazon Connect Contact Event', detail });
const goodEvent = (contactId: string) =>
  JSON.stringify(frame({ eventType: 'INITIATED', contactId, instanceArn, channel: 'VOICE' }));

const anything = fc.anything({ withNullPrototype: false });
const badBody = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.json(),
  fc.anything({ withNullPrototype: false, maxDepth: 1 }).map((detail) => JSON.stringify(frame([detail]))),
  fc.jsonValue().map((eventType) => JSON.stringify(frame({ eventType }))),
  fc.jsonValue().map((contactId) => JSON.stringify(frame({ contactId: [contactId], eventType: 'QUEUED' }))),
);
const badFlowEvent = fc.oneof(
  anything,
  anything.map((Details) => ({ Details })),
  anything.map((Parameters) => ({ Details: { ContactData: { ContactId: 'c' }, Parameters: [Parameters] } })),
  fc.string().map((text) => flowEvent('', { purpose: text })),
);

/** `batches` batches of ten messages and as many flow events, one good one in each ten: nothing bad may hold up a good one. */
export async function fuzz(batches: number, seed: number): Promise<FuzzReport> {
  const world = aWorld();
  await world.settle();
  const track = fromBatches({ ...world, message: eventMessage, run: makeTrackContact(world) });
  const quote = fromFlow({ ...world, request: flowRequest, answer, safeAnswer, run: world.quoteWait });
  const size = { numRuns: batches * (batchSize - 1), seed };
  const bodies = fc.sample(badBody, size);
  const events = fc.sample(badFlowEvent, size);
  const report = { payloads: 0, good: 0, goodProcessed: 0, bad: 0, badRefused: 0, withoutReason: 0 };
  const ignored = () => world.metrics.sum('EventsIgnored');

  for (let batch = 0; batch < batches; batch += 1) {
    const among = batch % batchSize;
    const bad = bodies.slice(batch * (batchSize - 1), (batch + 1) * (batchSize - 1));
    const Records = bad.toSpliced(among, 0, goodEvent(`told-${batch}`)).map((body, index) => ({
      messageId: String(index),
      body,
    })) as SQSEvent['Records'];
    world.log.lines.length = 0;
    world.metrics.emitted.length = 0;
    const { batchItemFailures } = await track({ Records }, context);
    report.badRefused += batchItemFailures.length + ignored();
    if (batchItemFailures.some(({ itemIdentifier }) => itemIdentifier === String(among))) continue;
    for (const event of events.slice(batch * (batchSize - 1), (batch + 1) * (batchSize - 1))) {
      if ((await quote(event, context)) === safeAnswer) report.badRefused += 1;
    }
    report.withoutReason += world.log.lines.filter(({ fields }) => !fields.reason).length;
    const said = await quote(flowEvent(`asked-${batch}`, goodQuote), context);
    report.goodProcessed += said !== safeAnswer && (await world.contacts.get(`asked-${batch}`)) ? 1 : 0;
    report.goodProcessed += (await world.contacts.get(`told-${batch}`)) ? 1 : 0;
    report.good += 2;
    report.bad += 2 * (batchSize - 1);
    report.payloads += 2 * batchSize;
  }
  return report;
}

const goodQuote = {
  purpose: 'arrival',
  queue: 'service',
  channel: 'voice',
  metrics: 'known',
  agentsStaffed: '4',
  agentsAvailable: '0',
  ...longQueue,
};
