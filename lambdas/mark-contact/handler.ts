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
import { answer, environment, request } from './contract.ts';
import { makeMarkContact } from './mark-contact.ts';

const env = readEnvironment(environment);
const around = surroundings();
const table = connectToTable(env.NOHOLD_TABLE, flowPatience);
const settings = bundledSettings();
const secret = secretText(env.NOHOLD_KEYS_SECRET_ARN, around.clock);
const centerRows = dynamoCenter(table, around.clock);
const numberArn = settings.web?.texts?.numberArn;

async function textFlow(): Promise<string> {
  const flow = (await centerRows.directory())?.flows.textLink;
  if (flow === undefined) throw new Error('directory: the flow of texts is not in it; settle-deployment writes it');
  return flow;
}

const run = makeMarkContact({
  ...around,
  settings,
  contacts: dynamoContacts(table, around.clock),
  callbacks: dynamoCallbacks(table, around.clock),
  centerRows,
  customers: customersUnder(secret),
  ...(numberArn === undefined
    ? {}
    : {
        survey: {
          links: dynamoLinks(table, around.clock),
          linkKeys: linksUnder(secret),
          texts: connectTexts(env.NOHOLD_INSTANCE_ARN, numberArn, textFlow),
          deskAddress: env.NOHOLD_WEB_DESK,
        },
      }),
});

// No safe answer: an agent must hear that it was not done.
export const handler = fromFlow({ ...around, request, answer, run });
