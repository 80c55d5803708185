import { expect, test } from 'vitest';
import { addSeconds, instant, seconds } from '../../../core/time/units.ts';
import { type Line, startCallers } from '../../../local/callers/callers.ts';
import type { PlannedContact, StaffingStep, Traffic } from '../../../local/callers/traffic.ts';
import { type AConnect, aConnect, settings, tuesday } from '../aConnect.ts';

const lines: Line[] = Object.values(settings.phoneNumbers).map(({ number = '', queues }) => ({ to: number, queues }));
const queuesOf = (username: string): readonly string[] => settings.agents[username]?.queues ?? [];

const aContact = (afterSeconds: number, more: Partial<PlannedContact> = {}): PlannedContact => ({
  sourceId: `c${afterSeconds}`,
  at: addSeconds(tuesday, seconds(afterSeconds)),
  queue: 'sales',
  channel: 'voice',
  from: `+1206555${String(100 + afterSeconds).padStart(4, '0')}`,
  patienceSeconds: seconds(600),
  handleSeconds: seconds(60),
  takesCallback: false,
  answersCallback: true,
  ...more,
});

const trafficOf = (contacts: PlannedContact[], staffing?: StaffingStep[]): Traffic => ({
  startsAt: tuesday,
  endsAt: addSeconds(tuesday, seconds(1800)),
  contacts,
  staffing,
  neverQueued: 0,
});

const start = ({ connect, clock }: AConnect, traffic: Traffic) =>
  startCallers({ connect, clock, lines, queuesOf, traffic });

/** What became of each planned contact, by its own id. */
function outcomes({ connect }: AConnect, sent: ReadonlyMap<string, PlannedContact>): Record<string, string[]> {
  const kinds = ['queued', 'connected', 'ended', 'callback-created'];
  return Object.fromEntries(
    [...sent].map(([id, contact]) => [
      contact.sourceId,
      connect.log
        .ofContact(id)
        .flatMap((fact) =>
          kinds.includes(fact.kind) ? [fact.kind === 'queued' ? `queued ${fact.queue}` : fact.kind] : [],
        ),
    ]),
  );
}

const offering = {
  'quote-wait': () => ({ offer: 'callback', say: 'The wait is long.', ask: 'Press 1 for a callback, 2 to hold.' }),
  'take-offer': ({ choice }: Record<string, string>) =>
    choice === 'callback'
      ? { result: 'accepted', say: 'We will call.', number: '+12065550110', place: 'native' }
      : { result: 'declined', say: '' },
  'bind-callback': () => ({ bind: 'go', queue: 'sales' }),
};

test('people dial at their instants, choose their queue in the menu, are answered, and give up when patience ends', async () => {
  const center = await aConnect();
  center.connect.agents.login('iris');
  const callers = start(
    center,
    trafficOf([
      aContact(10),
      aContact(20, { patienceSeconds: seconds(15) }),
      aContact(40, { queue: 'billing' }),
      aContact(900),
    ]),
  );
  await center.run(300);
  expect(callers.sent.size).toBe(3);
  expect(outcomes(center, callers.sent)).toEqual({
    c10: ['queued sales', 'connected', 'ended'],
    c20: ['queued sales', 'ended'],
    c40: ['queued billing'],
  });
});

test('asked whether it is about the last matter again, they say yes of their own queue, and of another ask for the menu', async () => {
  const center = await aConnect({
    'recall-matter': () => ({ matter: 'ask', queue: 'billing', spokenName: 'billing' }),
  });
  const callers = start(center, trafficOf([aContact(10, { queue: 'billing' }), aContact(20, { queue: 'service' })]));
  await center.run(120);
  expect(outcomes(center, callers.sent)).toEqual({ c10: ['queued billing'], c20: ['queued service'] });
  const asks = [...callers.sent.keys()].map(
    (id) => center.connect.log.ofContact(id).filter(({ kind }) => kind === 'asked').length,
  );
  expect(asks).toEqual([1, 2]);
});

test('who takes an offered callback is called back and answers; who does not, holds', async () => {
  const center = await aConnect(offering);
  const callers = start(center, trafficOf([aContact(10, { takesCallback: true }), aContact(20)]));
  await center.run(120);
  center.connect.agents.login('iris');
  await center.run(300);
  const became = outcomes(center, callers.sent);
  expect(became.c10).toEqual(['callback-created', 'ended']);
  expect(became.c20).toEqual(['queued sales', 'connected', 'ended']);
  const callback = center.connect.log.facts.find((fact) => fact.kind === 'ringing');
  expect(center.connect.log.ofContact(callback?.contactId ?? '').map((fact) => fact.kind)).toContain('connected');
});

test('who does not pick up is not spoken with', async () => {
  const center = await aConnect(offering);
  start(center, trafficOf([aContact(10, { takesCallback: true, answersCallback: false })]));
  await center.run(120);
  center.connect.agents.login('iris');
  await center.run(300);
  expect(center.connect.log.facts.filter((fact) => fact.kind === 'connected')).toEqual([]);
  expect(center.connect.log.facts.some((fact) => fact.kind === 'not-answered')).toBe(true);
});

test("a recorded day brings its own agents: the settings' stay at home, as many as were seen come and go", async () => {
  const center = await aConnect();
  center.connect.agents.login('iris');
  start(
    center,
    trafficOf(
      [aContact(700)],
      [
        { from: tuesday, queue: 'sales', agents: 3 },
        { from: addSeconds(tuesday, seconds(600)), queue: 'sales', agents: 1 },
      ],
    ),
  );
  const working = () =>
    center.connect.agents
      .list()
      .filter((agent) => agent.status !== 'offline')
      .map((agent) => agent.username);
  await center.run(60);
  expect(working()).toEqual(['sales-01', 'sales-02', 'sales-03']);
  await center.run(600);
  expect(working()).toEqual(['sales-01']);
});

test('while callers are paused nobody dials; afterwards the later ones do; stopped, nobody ever', async () => {
  const center = await aConnect();
  const callers = start(center, trafficOf([aContact(10), aContact(30), aContact(50), aContact(70)]));
  await center.run(20);
  callers.pause();
  await center.run(20);
  callers.resume();
  await center.run(20);
  callers.stop();
  await center.run(60);
  expect([...callers.sent.values()].map((contact) => contact.sourceId)).toEqual(['c10', 'c50']);
});

test('when the traffic has ended the next begins', async () => {
  const center = await aConnect();
  const asked: number[] = [];
  const callers = startCallers({
    ...center,
    lines,
    queuesOf,
    traffic: { ...trafficOf([aContact(10)]), endsAt: addSeconds(tuesday, seconds(60)) },
    following: (from) => {
      asked.push(from);
      return asked.length === 1
        ? { ...trafficOf([aContact(100)]), startsAt: from, endsAt: instant(from + 60_000) }
        : undefined;
    },
  });
  await center.run(300);
  expect(callers.sent.size).toBe(2);
  expect(asked.map((from) => (from - tuesday) / 1000)).toEqual([60, 120]);
});

test('a queue no number reaches is refused before anybody dials', async () => {
  const center = await aConnect();
  expect(() => start(center, trafficOf([aContact(10, { queue: 'returns' })]))).toThrow(
    'No phone number reaches the queue "returns"; numbers reach: service, billing, sales. Name one of these in the log.',
  );
});
