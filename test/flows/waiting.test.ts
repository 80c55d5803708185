import { describe, expect, test } from 'vitest';
import { follow, type World } from './follow.ts';
import { accepted, callbackOffer, flow, noOffer, ofService, ofType } from './someFlows.ts';

describe('waiting', () => {
  const waiting = flow('Waiting');
  const ask = (world: World) => follow(waiting, { attributes: ofService, ...world }, 'read-queue');

  test('comfort messages take turns and are interrupted every thirty seconds', () => {
    const messages = ofType(waiting, 'MessageParticipantIteratively');
    expect(messages).toHaveLength(2);
    for (const { Parameters } of messages) expect(Parameters.InterruptFrequencySeconds).toBe('30');
    expect(follow(waiting).last.Identifier).toBe('comfort-1');
  });

  test('mostly there is nothing to say, and the caller goes on waiting', () => {
    const heard = ask({ lambdas: [noOffer] });
    expect(heard.said).toEqual([]);
    expect(heard.last.Type).toBe('MessageParticipantIteratively');
    expect(heard.asked[0]).toMatchObject({ purpose: 'waiting', metrics: 'known' });
  });

  test('a told bound that lapses is renewed, and the caller goes on waiting', () => {
    const heard = ask({ lambdas: [{ ...noOffer, say: 'It is taking longer than we told you.' }] });
    expect(heard.said).toEqual(['It is taking longer than we told you.']);
    expect(heard.last.Type).toBe('MessageParticipantIteratively');
  });

  test('a callback is taken from within the queue just as on arrival', () => {
    const heard = ask({ lambdas: [callbackOffer, accepted], keys: ['1', '1'] });
    expect(heard.steps.slice(-5)).toEqual(['place', 'set-number', 'create-callback', 'promise', 'promised']);
  });

  test('after two numbers that cannot be called the caller keeps the place in line', () => {
    const heard = ask({ lambdas: [callbackOffer], keys: ['1', '2', 'invalid', ''] });
    expect(heard.said.at(-1)).toBe('I am sorry, that did not work. You have not lost your place.');
    expect(heard.last.Type).toBe('MessageParticipantIteratively');
  });

  test('an offer declined leads back to the queue', () => {
    const heard = ask({ lambdas: [callbackOffer, { result: 'declined', say: '' }], keys: ['2'] });
    expect(heard.last.Type).toBe('MessageParticipantIteratively');
  });

  test('a Lambda that fails leads back to the queue', () => {
    expect(ask({ lambdas: ['fault'] }).last.Type).toBe('MessageParticipantIteratively');
  });
});

describe('a transfer by an agent', () => {
  test('leads into the queue the quick connect names', () => {
    expect(follow(flow('QueueTransfer')).steps).toEqual(['keep-out-of-logs', 'waiting-flow', 'join']);
  });

  test('to a full queue is refused in the agent’s ear, and the customer stays with the agent', () => {
    const transfer = flow('QueueTransfer');
    const heard = follow(transfer, { fails: { TransferContactToQueue: 'QueueAtCapacity' } });
    expect(heard.said).toEqual(['That queue cannot take the contact now. The customer is still with you.']);
    expect(transfer.endings[heard.last.Identifier]).toBe('agent-stays');
  });
});
