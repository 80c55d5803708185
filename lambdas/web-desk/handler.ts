import { randomBytes } from 'node:crypto';
import { connectCenter } from '../../adapters/connect/center.ts';
import { connectChats } from '../../adapters/connect/chats.ts';
import { dynamoCallbacks } from '../../adapters/dynamodb/callbacks.ts';
import { dynamoCenter } from '../../adapters/dynamodb/center.ts';
import { dynamoContacts } from '../../adapters/dynamodb/contacts.ts';
import { dynamoAnswers, dynamoLinks } from '../../adapters/dynamodb/links.ts';
import { batchPatience, connectToTable } from '../../adapters/dynamodb/table.ts';
import { customersUnder } from '../../adapters/keys/customers.ts';
import { linksUnder } from '../../adapters/keys/links.ts';
import { secretText } from '../../adapters/secretsmanager/secret.ts';
import { addSeconds, seconds } from '../../core/time/units.ts';
import { readEnvironment } from '../edge/environment.ts';
import { bundledSettings } from '../edge/settings.ts';
import { fromWeb } from '../edge/web.ts';
import { surroundings } from '../edge/world.ts';
import { ledgerRulesOf } from '../ledger-rules.ts';
import { environment, request } from './contract.ts';
import { makeWebDesk } from './web-desk.ts';

const env = readEnvironment(environment);
const settings = bundledSettings();
const around = surroundings(settings);
const table = connectToTable(env.NOHOLD_TABLE, batchPatience);
const secret = secretText(env.NOHOLD_KEYS_SECRET_ARN, around.clock);

/** A booking takes a tenth of a second whatever becomes of it; every answer waits for three. */
const settledSeconds = seconds(0.3);

const run = makeWebDesk({
  ...around,
  settings,
  contacts: dynamoContacts(table, around.clock),
  callbacks: dynamoCallbacks(table, around.clock),
  centerRows: dynamoCenter(table, around.clock),
  links: dynamoLinks(table, around.clock),
  answers: dynamoAnswers(table, around.clock),
  linkKeys: linksUnder(secret),
  customers: customersUnder(secret),
  chats: connectChats(env.NOHOLD_INSTANCE_ARN),
  center: connectCenter(env.NOHOLD_INSTANCE_ARN),
  rules: ledgerRulesOf(settings),
  random: () => randomBytes(16).toString('base64url'),
  settled: (since) =>
    new Promise((resolve) => setTimeout(resolve, Math.max(0, addSeconds(since, settledSeconds) - around.clock.now()))),
});

export const handler = fromWeb({ ...around, request, run });
