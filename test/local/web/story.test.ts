import { expect, test } from 'vitest';
import type { Fact } from '../../../local/connect/connect.ts';
import { createContactList } from '../../../local/web/contactList.ts';
import { callAfter, newCall } from '../../../local/web/phoneCall.ts';
import { transcriptLine } from '../../../local/web/transcript.ts';
import { type AConnect, aConnect, settings } from '../aConnect.ts';

const offering = {
  'quote-wait': () => ({
    offer: 'callback',
    say: 'The wait is up to ten minutes.',
    ask: 'Press 1 to be called back, 2 to hold.',
  }),
  'take-offer': ({ choice }: Record<string, string>) =>
    choice === 'callback'
      ? { result: 'accepted', say: 'We will call you.', number: '+12065550111', place: 'native' }
      : { result: 'declined', say: '' },
  'bind-callback': () => ({ bind: 'go', queue: 'sales' }),
};
const sales = settings.phoneNumbers.sales?.number ?? '';
const from = '+12065550111';

/** A caller who takes the callback that is offered and, called back, picks up. */
async function aCallback(center: AConnect): Promise<{ call: string; callback: string }> {
  const call = center.connect.dial({ from, to: sales });
  await center.run(15);
  center.connect.press(call, '1');
  await center.run(5);
  center.connect.press(call, '1');
  await center.run(30);
  center.connect.agents.login('iris');
  await center.run(10);
  const callback = center.connect.log.facts.find((fact) => fact.kind === 'ringing')?.contactId ?? '';
  center.connect.pickUp(callback);
  await center.run(30);
  return { call, callback };
}

const spoken = (facts: readonly Fact[]): string[] =>
  facts.flatMap((fact) => {
    const line = transcriptLine(fact);
    return line === undefined || line.inner ? [] : [`${line.who}: ${line.text}`];
  });

test('a transcript tells what was said and pressed and what each Lambda was asked and answered', async () => {
  const center = await aConnect(offering);
  const { call } = await aCallback(center);
  expect(spoken(center.connect.log.ofContact(call))).toEqual([
    'system: Call came in, number ending in 0111',
    'center: Welcome to Northwind Outfitters. This call may be recorded to improve our service.',
    'lambda: quote-wait was asked',
    'lambda: quote-wait answered',
    'center: The wait is up to ten minutes. Press 1 to be called back, 2 to hold.',
    'caller: Pressed 1',
    expect.stringMatching(/^center: To be called on the number you are calling from, press 1/),
    'caller: Pressed 1',
    'lambda: take-offer was asked',
    'lambda: take-offer answered',
    'system: Callback placed in the queue sales',
    expect.stringMatching(/^center: We will call you/),
    'system: Ended: contact flow disconnect',
  ]);
  const asked = center.connect.log.ofContact(call).find((fact) => fact.kind === 'lambda-asked');
  expect(asked && transcriptLine(asked)?.values).toMatchObject({ purpose: 'arrival', queue: 'sales' });
});

test('no line of a transcript shows a whole telephone number as the caller', async () => {
  const center = await aConnect();
  center.connect.dial({ from: null, to: sales });
  const id = center.connect.dial({ from, to: sales });
  await center.run(5);
  expect(spoken(center.connect.log.facts)).toContain('system: Call came in, number withheld');
  expect(spoken(center.connect.log.ofContact(id)).join('\n')).not.toContain(from);
});

test('the phone shows what its owner hears, the keys the prompt names, and the stage of the call', async () => {
  const center = await aConnect(offering);
  center.connect.agents.login('jack');
  const id = center.connect.dial({ from, to: sales });
  const now = () => center.connect.log.ofContact(id).reduce(callAfter, newCall(id, 'voice', 'dialled'));
  await center.run(15);
  expect(now()).toMatchObject({ stage: 'menu', keys: ['1', '2'], collectsDigits: false });
  expect(now().lines.map((line) => line.who)).toEqual(['center', 'center']);
  center.connect.press(id, '2');
  await center.run(1);
  expect(now()).toMatchObject({ stage: 'waiting', queue: 'sales', keys: [] });
  await center.run(5);
  expect(now()).toMatchObject({ stage: 'with-agent', agent: 'jack' });
  center.connect.hangUp(id);
  expect(now().stage).toBe('ended');
});

test('the phone of who is called back rings, and its owner hears nothing of how the center came to it', async () => {
  const center = await aConnect(offering);
  const { callback } = await aCallback(center);
  const facts = center.connect.log.ofContact(callback);
  const rung = facts.slice(facts.findIndex((fact) => fact.kind === 'ringing'));
  const call = rung.reduce(callAfter, newCall(callback, 'voice', 'rings'));
  expect(call).toMatchObject({ stage: 'with-agent', agent: 'iris' });
  expect(call.lines.map((line) => line.text).join(' ')).not.toContain('To the agent');
});

test('contacts are listed newest first, each with what became of it', async () => {
  const center = await aConnect(offering);
  const list = createContactList(center.connect.log);
  const { call, callback } = await aCallback(center);
  const impatient = center.connect.dial({ from: '+12065550122', to: sales, patienceSeconds: 20, keys: () => '2' });
  await center.run(60);
  center.connect.agents.hangUp('iris', callback);
  await center.run(10);
  const states = new Map(
    list.recent().map((contact) => [contact.contactId, [contact.state, contact.ended, contact.caller]]),
  );
  expect(states.get(call)).toEqual(['took a callback', true, '0111']);
  expect(states.get(callback)).toEqual(['spoke with iris', true, '0111']);
  expect(states.get(impatient)).toEqual(['gave up waiting', true, '0122']);
  expect(list.recent()[0]?.contactId).toBe(impatient);
  list.close();
});
