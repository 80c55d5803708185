import { dynamoCallbacks } from '../../adapters/dynamodb/callbacks.ts';
import { dynamoCenter } from '../../adapters/dynamodb/center.ts';
import { dynamoContacts } from '../../adapters/dynamodb/contacts.ts';
import { dynamoAnswers, dynamoLinks } from '../../adapters/dynamodb/links.ts';
import { emulatedTable } from '../adapters/dynaliteTable.ts';
import { aDesk } from '../lambdas/aDesk.ts';
import { aSettings, aWorld, longQueue, noon } from '../lambdas/world.ts';
import { wholeNumbers } from '../support/wholeNumbers.ts';
import { reportRace } from './report.ts';

export interface LinkRace {
  rounds: number;
  uses: number;
  /** Rounds in which the link did not do exactly one thing, or did not give everybody the result of it. */
  wrong: string[];
  /** What the rounds came to. */
  chats: number;
  callbacks: number;
}

/**
 * In each round a waiting caller is sent a link by text, and the link is used a hundred times at once: half of the visitors
 * want to go on by chat, half want a callback. Through the web desk's own logic, against the table's emulator. `from` is the
 * first round's number, for who runs them in pieces.
 */
export async function raceLinks(rounds: number, { uses = 100, from = 0 } = {}): Promise<LinkRace> {
  const emulated = await emulatedTable();
  const clock = { now: () => noon };
  const rows = {
    contacts: dynamoContacts(emulated.table, clock),
    callbacks: dynamoCallbacks(emulated.table, clock),
    center: dynamoCenter(emulated.table, clock),
    links: dynamoLinks(emulated.table, clock),
    answers: dynamoAnswers(emulated.table, clock),
  };
  const settings = aSettings((written) => {
    const texts = { numberArn: 'arn:aws:connect:us-east-1:123456789012:phone-number/sms' };
    written.web = { bookings: 'customers', texts };
    (written.queues as { service: object }).service = {
      ...(written.queues as { service: object }).service,
      offers: ['callback', 'text'],
    };
    // It is the race that shall decide, and not a budget.
    written.callbacks = { perPrefixPerHour: 10_000, perPrefixPerDay: 10_000 };
  });
  const world = aWorld({ rows, settings });
  const desk = aDesk(world);
  await rows.center.putDirectory({
    schemaVersion: 1,
    instanceArn: 'arn',
    queues: { service: 'arn/queue' },
    flows: { callbackOutbound: 'arn/flow', chats: { service: 'arn/chat-flow' } },
  });
  const race: LinkRace = { rounds, uses, wrong: [], chats: 0, callbacks: 0 };

  for (let round = from; round < from + rounds; round += 1) {
    const call = `call-${round}`;
    const path = await linkByText(call, `+1212555${String(1000 + round)}`);
    const answers = await Promise.all(
      Array.from({ length: uses }, (_, visitor) =>
        desk.post(path, { do: (visitor + round) % 2 === 0 ? 'chat' : 'callback' }, { from: `198.51.100.${visitor}` }),
      ),
    );
    const said = new Set(answers.map(({ statusCode, body }) => `${statusCode} ${body}`));
    const chats = world.chats.started.filter(({ attributes }) => attributes.continuedFrom === call).length;
    const open = await rows.callbacks.open(rounds);
    const callbacks = open.filter(({ sourceContactId }) => sourceContactId === call).length;
    const choice = (await rows.contacts.get(call))?.choice;
    const told = [...said].every((one) => one.startsWith('2') || one.startsWith('3'));
    const agrees = choice === (chats === 1 ? 'move' : 'callback');
    race.chats += chats;
    race.callbacks += callbacks;
    if (said.size !== 1 || !told || chats + callbacks !== 1 || !agrees) {
      race.wrong.push(`round ${round}: ${chats} chats, ${callbacks} callbacks, ${choice}, ${[...said].join(' | ')}`);
    }
  }
  await emulated.close();
  return race;

  /** As a caller gets it: quoted a long wait, queued, and key 4 pressed. */
  async function linkByText(call: string, number: string): Promise<string> {
    await world.quote(call, longQueue, number);
    const answer = await world.take(call, 'text', {}, number);
    const address = /https:\S+/.exec(world.texts.sent.at(-1)?.content ?? '')?.[0];
    if (answer.result !== 'sent' || address === undefined) throw new Error(`no link: ${answer.say}`);
    return new URL(address).pathname;
  }
}

// `npm run race:link`: 200 rounds; `npm run race:link -- 50 100`: 50 of them, from the 100th on.
if (import.meta.main) {
  const { rounds, from } = wholeNumbers({ rounds: 200, from: 0 });
  reportRace(await raceLinks(rounds, { from }), from);
}
