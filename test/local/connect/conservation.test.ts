import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ACenter, aCenter, act, content, hangUpAction, LINE } from './aCenter.ts';

const lost = { NoMatchingError: 'bye' };

/** 1 takes a callback that is tried twice, 2 waits in a queue of at most six; there is a waiting flow with a menu, and chat. */
async function aBusyCenter(): Promise<ACenter & { chat: string }> {
  const center = aCenter({
    maxContacts: 6,
    agents: ['ann', 'ben'],
    options: { throttling: false, callbackRingSeconds: 15 },
  });
  const join = [
    act('join', 'TransferContactToQueue', {}, { next: 'bye', errors: { QueueAtCapacity: 'bye', ...lost } }),
    hangUpAction,
  ];
  const menu = (next: string, one: string) =>
    act(
      'menu',
      'GetParticipantInput',
      { Text: 'Press 1 or 2.', InputTimeLimitSeconds: '4', StoreInput: 'False' },
      {
        next,
        when: { 1: one, 2: next },
        errors: { InputTimeLimitExceeded: next, NoMatchingCondition: next, NoMatchingError: next },
      },
    );
  const creation = center.flow('creation', content(...join));
  const take = (next: string, full: string) => [
    act(
      'number',
      'UpdateContactCallbackNumber',
      { CallbackNumber: '$.CustomerEndpoint.Address' },
      {
        next: 'create',
        errors: { InvalidCallbackNumber: full, CallbackNumberNotDialable: full },
      },
    ),
    act(
      'create',
      'CreateCallbackContact',
      {
        QueueId: center.arns.queue,
        InitialCallDelaySeconds: '5',
        MaximumConnectionAttempts: '2',
        RetryDelaySeconds: '30',
        ContactFlowId: creation,
      },
      { next, errors: { NoMatchingError: full } },
    ),
  ];
  const waiting = center.flow(
    'waiting',
    content(
      act(
        'music',
        'MessageParticipantIteratively',
        { Messages: [{ Text: 'Hold.' }], InterruptFrequencySeconds: '20' },
        {
          next: 'end',
          when: { MessagesInterrupted: 'menu' },
          errors: { NoMatchingError: 'end' },
        },
      ),
      menu('music', 'number'),
      ...take('bye', 'music'),
      hangUpAction,
      act('end', 'EndFlowExecution'),
    ),
    'CUSTOMER_QUEUE',
  );
  const entry = [
    act('target', 'UpdateContactTargetQueue', { QueueId: center.arns.queue }, { next: 'hook', errors: lost }),
    act('hook', 'UpdateContactEventHooks', { EventHooks: { CustomerQueue: waiting } }, { next: 'menu' }),
    menu('join', 'number'),
    ...take('bye', 'join'),
    ...join,
  ];
  await center.answerWith(center.flow('welcome', content(...entry)));
  return { ...center, chat: center.flow('chat', content(...entry)) };
}

const deed = fc.oneof(
  fc.record({
    kind: fc.constant('dial' as const),
    caller: fc.integer({ min: 0, max: 5 }),
    key: fc.constantFrom('1', '2', '9', null),
    keyAfter: fc.integer({ min: 0, max: 8 }),
    patience: fc.integer({ min: 1, max: 120 }),
    handle: fc.integer({ min: 0, max: 60 }),
    wrapUp: fc.integer({ min: 0, max: 20 }),
    pickup: fc.constantFrom('answer' as const, 'voicemail' as const, 'busy' as const, 'no-answer' as const),
  }),
  fc.record({
    kind: fc.constant('chat' as const),
    patience: fc.integer({ min: 1, max: 90 }),
    handle: fc.integer({ min: 0, max: 60 }),
  }),
  fc.record({
    kind: fc.constantFrom('login' as const, 'logout' as const, 'break' as const),
    agent: fc.constantFrom('ann', 'ben'),
  }),
  fc.record({ kind: fc.constantFrom('hang-up' as const, 'stop' as const), pick: fc.nat() }),
);
const story = fc.array(fc.record({ afterSeconds: fc.integer({ min: 0, max: 20 }), deed }), { maxLength: 40 });

async function live(
  center: Awaited<ReturnType<typeof aBusyCenter>>,
  what: typeof deed extends fc.Arbitrary<infer D> ? D : never,
) {
  const { connect } = center;
  const open = connect.openContacts();
  switch (what.kind) {
    case 'dial':
      connect.dial({
        from: `+1206555010${what.caller}`,
        to: LINE,
        patienceSeconds: what.patience,
        handleSeconds: what.handle,
        afterContactWorkSeconds: what.wrapUp,
        keys: () => (what.key === null ? null : { keys: what.key, afterSeconds: what.keyAfter }),
        pickup: () => ({ kind: what.pickup, afterSeconds: what.keyAfter }),
      });
      return;
    case 'chat':
      connect.startChat({
        displayName: 'Ann',
        flow: center.chat,
        patienceSeconds: what.patience,
        handleSeconds: what.handle,
      });
      return;
    case 'login':
      return connect.agents.login(what.agent);
    case 'logout':
      return connect.agents.logout(what.agent);
    case 'break':
      return connect.agents.setStatus(what.agent, 'break');
    case 'hang-up': {
      const contact = open[what.pick % Math.max(1, open.length)];
      if (contact !== undefined) connect.hangUp(contact.contactId);
      return;
    }
    case 'stop': {
      const ContactId = open[what.pick % Math.max(1, open.length)]?.contactId;
      if (ContactId !== undefined)
        await center.put('POST', '/contact/stop', { InstanceId: center.arns.instance, ContactId });
      return;
    }
    default:
      return what satisfies never;
  }
}

const ORDER = [
  'INITIATED',
  'CONNECTED_TO_SYSTEM',
  'QUEUED',
  'CONNECTED_TO_SYSTEM',
  'CONNECTED_TO_AGENT',
  'DISCONNECTED',
  'COMPLETED',
];

/** Whether `events` can be had from ORDER by leaving some out. */
const isOrdered = (events: readonly string[]): boolean => {
  let from = 0;
  return events.every((event) => {
    from = ORDER.indexOf(event, from) + 1;
    return from > 0;
  });
};

test('whatever people do, every contact ends once and no agent is left behind', async () => {
  await fc.assert(
    fc.asyncProperty(story, async (steps) => {
      const center = await aBusyCenter();
      let second = 0;
      for (const { afterSeconds, deed: what } of steps) {
        second += afterSeconds;
        await center.run(second);
        await live(center, what);
        for (const { contactsInQueue } of center.connect.metrics().slice(0, 1))
          expect(contactsInQueue).toBeLessThanOrEqual(6);
        expect(new Set(center.connect.agents.list().flatMap(({ contacts }) => contacts)).size).toBe(
          center.connect.agents.list().flatMap(({ contacts }) => contacts).length,
        );
      }
      for (const agent of ['ann', 'ben']) center.connect.agents.login(agent);
      await center.run(second + 3_600);
      expect(center.connect.openContacts()).toEqual([]);
      expect(center.connect.agents.list().map(({ status, contacts }) => ({ status, contacts }))).toEqual([
        { status: 'available', contacts: [] },
        { status: 'available', contacts: [] },
      ]);
      for (const { contactsInQueue, slotsActive } of center.connect.metrics())
        expect([contactsInQueue, slotsActive]).toEqual([0, 0]);
      for (const { contactId } of center.facts('contact-created')) {
        const own = center.connect.log.ofContact(contactId ?? '');
        const count = (kind: string) => own.filter((fact) => fact.kind === kind).length;
        expect(count('ended')).toBe(1);
        expect(count('connected')).toBeLessThanOrEqual(1);
        expect(count('queued')).toBeLessThanOrEqual(1);
        expect(count('wrapped-up')).toBe(count('connected'));
        const events = center.eventsOf(contactId ?? '');
        expect(isOrdered(events), events.join(' ')).toBe(true);
        expect(events.at(-1)).toBe('COMPLETED');
      }
    }),
    { numRuns: 150 },
  );
});
