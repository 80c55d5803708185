import { rmSync } from 'node:fs';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { customersUnder } from '../../adapters/keys/customers.ts';
import { linksUnder } from '../../adapters/keys/links.ts';
import { judgeNumber } from '../../core/numbers/judgeNumber.ts';
import type { CallbackRow } from '../../core/rows/callback.ts';
import { runtimeSettings } from '../../core/settings/runtime.ts';
import { minutes, seconds } from '../../core/time/units.ts';
import type { DeskResponse } from '../../lambdas/web-desk/contract.ts';
import { localRegion } from '../../local/center.ts';
import { synthesize } from '../../local/synthesize.ts';
import { deskOf } from '../journeys/desk.ts';
import { changedSettings } from '../journeys/settingsFile.ts';
import { fillLine, picksUp, type Story, tellStory } from '../journeys/story.ts';
import type { DeskAsk } from '../lambdas/aDesk.ts';
import { becameOf, type Field, queues, type Ring } from './field.ts';

const numbers: Record<string, string> = {
  service: '+12125550101',
  billing: '+12125550102',
  sales: '+12125550103',
};
/** Where callers wait long; the people of the other queues are there for whom the web desk has called. */
export interface Crowded {
  queue: string;
  /** The number that leads there, by its name in the settings, and what is pressed to get to the queue. */
  line: string;
  menu: readonly string[];
}
const people = ['ana', 'ben', 'chloe', 'dan', 'iris', 'jack', 'kim'];
/** So many stand before whoever calls the crowded queue, and each speaks with an agent for ten minutes. */
const waiting = 2;

/** Every door open, round the clock, and budgets small enough to be reached by two thousand requests. */
const settingsFile = (): string =>
  changedSettings((settings) => {
    const texts = { numberArn: 'arn:aws:connect:us-east-1:000000000000:phone-number/sms' };
    Object.assign(settings, {
      phoneNumbers: Object.fromEntries(
        queues.map((queue) => [queue, { country: 'US', type: 'DID', number: numbers[queue], queues: [queue] }]),
      ),
      web: { bookings: 'anyone', texts },
    });
    delete settings.hours?.office;
    for (const queue of queues)
      Object.assign(settings.queues?.[queue] ?? {}, { offers: ['callback', 'text'], hours: 'extended' });
    Object.assign(settings.callbacks ?? {}, {
      dialsPerHour: 40,
      dialsPerDay: 120,
      perPrefixPerHour: 10,
      perPrefixPerDay: 30,
    });
  });

/** A center of its own, every door open, with people for each queue. */
export async function centerField(): Promise<Field> {
  const settingsPath = settingsFile();
  const cdkOut = await synthesize(settingsPath);
  const story = await tellStory({ settingsPath, cdkOut, agents: people, startsAt: '2026-11-23T12:00:00-05:00' });
  const field = await fieldOver(story, { queue: 'sales', line: 'sales', menu: [] });
  return {
    ...field,
    async close() {
      await story.close();
      rmSync(cdkOut, { recursive: true, force: true });
    },
  };
}

/**
 * Over a local center that runs: the bundles that deploy, the web desk's HTTPS API and calls through Connect, all emulated, in
 * virtual time. It has no identity provider: customers show that a number is theirs by the link they are sent.
 */
export async function fieldOver(story: Story, { queue: crowded, line, menu }: Crowded): Promise<Field> {
  const { center, clock } = story;
  const browser = deskOf(story);
  const readSecret = await keysSecretOf(story);
  const links = linksUnder(readSecret);
  const customers = customersUnder(readSecret);

  const answered = async (asking: ReturnType<typeof browser.get>): Promise<DeskResponse> => {
    const { status, headers, text } = await asking;
    return { statusCode: status, headers: Object.fromEntries(headers), body: text };
  };
  const desk: Field['desk'] = {
    get: (path, ask = {}) => answered(browser.get(path, ask)),
    post: (path, body, ask: DeskAsk = {}) => answered(browser.post(path, body, ask)),
  };

  /** Before somebody calls it the crowded queue is crowded: who has been served is followed by somebody else. */
  async function crowd(): Promise<void> {
    for (;;) {
      const now = center.connect.metrics().find(({ queue, channel }) => queue === crowded && channel === 'VOICE');
      const missing = waiting - ((now?.contactsInQueue ?? 0) - (now?.callbacksInQueue ?? 0));
      if (missing <= 0) return;
      const declines = Array<string>(8).fill('2');
      fillLine(story, missing, { line, handleSeconds: 600, presses: [...menu, ...declines] });
      await story.pass(seconds(20));
    }
  }

  /** Calls the crowded queue, stays for five minutes and speaks for one, whatever becomes of it. */
  async function call(from: string, presses: readonly string[], heardAfter: number): Promise<string> {
    await crowd();
    const contactId = story.dial({
      from,
      line,
      presses: [...menu, ...presses],
      patienceSeconds: 300,
      handleSeconds: 60,
      ...pickupOf(from),
    });
    await story.pass(seconds(heardAfter));
    return contactId;
  }

  async function linkByText(from: string): Promise<string | undefined> {
    const contactId = await call(from, ['4'], 60);
    const [sent] = story.facts(contactId, 'text-sent');
    const address = /https?:\/\/\S+/.exec(sent?.text ?? '')?.[0];
    return address === undefined ? undefined : withoutStage(address);
  }

  /** Who answers when rung. Everybody else's telephone rings until Connect gives up. */
  const answering = new Set<string>();
  const pickupOf = (number: string) => (answering.has(number) ? picksUp(60) : {});

  async function rows(): Promise<CallbackRow[]> {
    const all = await center.rows();
    return all.filter((row) => String(row.pk).startsWith('callback#')) as unknown as CallbackRow[];
  }

  return {
    desk,
    settings: runtimeSettings(center.settings),
    now: () => clock.now(),
    willAnswer(number) {
      answering.add(number);
      center.connect.expectRingsAt(number, picksUp(60));
    },
    async takeByPhone(from, _queue, keyedIn) {
      const keys = keyedIn === undefined ? ['1', '1'] : ['1', '2', `${keyedIn.slice(2)}#`];
      const contactId = await call(from, keys, keyedIn === undefined ? 70 : 90);
      return (await story.contactRow(contactId))?.callbackId === undefined ? undefined : contactId;
    },
    linkByText,
    async bookAsCustomer(number, _queue, from) {
      const path = await linkByText(number);
      return path === undefined ? undefined : desk.post(path, { do: 'callback' }, { from });
    },
    signedLink: (linkId, until) => links.sign(linkId, until),
    passMinute: () => story.pass(minutes(1)),
    rings: async () => ringsOf(story, await rows()),
    async promises() {
      const became = (await rows()).map(
        async (row) => [await customers.decrypt(row.numberCipher), becameOf(row, clock.now())] as const,
      );
      return new Map(await Promise.all(became));
    },
    close: async () => {},
  };
}

/** /stage/link/x and https://desk/stage/link/x are the desk's /link/x. */
const withoutStage = (address: string): string => new URL(address).pathname.replace(/^\/[^/]+(?=\/link\/)/, '');

/** What Connect's own log says was rung, and by whom. */
function ringsOf({ center }: Story, rows: readonly CallbackRow[]): Ring[] {
  const byId = new Map(rows.map((row) => [row.callbackId, row]));
  return center.connect.log.facts.flatMap((fact): Ring[] => {
    if (fact.kind !== 'ringing' || fact.contactId === null) return [];
    const contact = center.connect.contact(fact.contactId);
    const verdict = judgeNumber(fact.number, { allowedCountries: ['US'], ownNumbers: [] });
    return [
      {
        number: fact.number,
        prefix: verdict.kind === 'dialable' ? verdict.prefix : '',
        at: fact.at,
        by: contact?.initiationMethod === 'CALLBACK' ? 'queue' : 'dialler',
        writtenDown: byId.get(contact?.attributes.callbackId ?? '')?.consent.how === 'web-form',
      },
    ];
  });
}

/** The one secret of the center, read as its operator may. */
async function keysSecretOf({ center }: Story): Promise<() => Promise<string>> {
  const secret = center.template
    .ofType('AWS::Lambda::Function')
    .map(({ properties }) => properties as { Environment?: { Variables?: Record<string, string> } })
    .flatMap(({ Environment }) => Environment?.Variables?.NOHOLD_KEYS_SECRET_ARN ?? [])[0];
  const client = new SecretsManagerClient({
    endpoint: center.aws.endpoint,
    region: localRegion,
    credentials: { accessKeyId: center.aws.operatorAccessKeyId, secretAccessKey: 'any' },
  });
  const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId: secret }));
  client.destroy();
  return async () => SecretString;
}
