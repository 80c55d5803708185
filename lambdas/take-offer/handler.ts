import { connectCenter } from '../../adapters/connect/center.ts';
import { connectEmails } from '../../adapters/connect/emails.ts';
import { connectTexts } from '../../adapters/connect/texts.ts';
import { dynamoCallbacks } from '../../adapters/dynamodb/callbacks.ts';
import { dynamoCenter } from '../../adapters/dynamodb/center.ts';
import { dynamoContacts } from '../../adapters/dynamodb/contacts.ts';
import { dynamoLinks } from '../../adapters/dynamodb/links.ts';
import { connectToTable, flowPatience } from '../../adapters/dynamodb/table.ts';
import { customersUnder } from '../../adapters/keys/customers.ts';
import { linksUnder } from '../../adapters/keys/links.ts';
import { secretText } from '../../adapters/secretsmanager/secret.ts';
import { readEnvironment } from '../edge/environment.ts';
import { fromFlow } from '../edge/flow.ts';
import { bundledSettings } from '../edge/settings.ts';
import { surroundings } from '../edge/world.ts';
import { ledgerRulesOf } from '../ledger-rules.ts';
import { answer, environment, request, safeAnswer } from './contract.ts';
import { makeTakeOffer } from './take-offer.ts';

const env = readEnvironment(environment);
const settings = bundledSettings();
const around = surroundings(settings);
const table = connectToTable(env.NOHOLD_TABLE, flowPatience);
const secret = secretText(env.NOHOLD_KEYS_SECRET_ARN, around.clock);
const centerRows = dynamoCenter(table, around.clock);
const numberArn = settings.web?.texts?.numberArn;
const { letterhead: from } = settings;

async function textFlow(): Promise<string> {
  const flow = (await centerRows.directory())?.flows.textLink;
  if (flow === undefined) throw new Error('directory: the flow of texts is not in it; settle-deployment writes it');
  return flow;
}

const run = makeTakeOffer({
  ...around,
  settings,
  contacts: dynamoContacts(table, around.clock),
  callbacks: dynamoCallbacks(table, around.clock),
  centerRows,
  center: connectCenter(env.NOHOLD_INSTANCE_ARN),
  customers: customersUnder(secret),
  rules: ledgerRulesOf(settings),
  link: settings.web && {
    links: dynamoLinks(table, around.clock),
    linkKeys: linksUnder(secret),
    deskAddress: env.NOHOLD_WEB_DESK,
    texts: numberArn === undefined ? undefined : connectTexts(env.NOHOLD_INSTANCE_ARN, numberArn, textFlow),
    emails: from === undefined ? undefined : connectEmails(env.NOHOLD_INSTANCE_ARN, from),
  },
});

export const handler = fromFlow({ ...around, request, answer, safeAnswer, run });
