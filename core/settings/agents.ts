import * as z from 'zod';
import { shiftSchema } from './days.ts';
import { advise, listOf, nameOf, object, oneOf, text, whole } from './fields.ts';

// Connect's rule for users it manages itself: at most 20 characters.
const usernameParams = advise('a user name of at most 20 letters, digits, ".", "_" and "-"', (value) => {
  const meant = String(value)
    .replaceAll(/[^a-zA-Z0-9._-]+/g, '.')
    .slice(0, 20);
  return meant === '' ? undefined : JSON.stringify(meant);
});
export const username = z.string(usernameParams).regex(/^[a-zA-Z0-9._-]{1,20}$/, usernameParams);

const emailParams = advise('an e-mail address such as "ana@example.com"');
export const email = z.email(emailParams);

export const agentSchema = object({
  firstName: text(1, 100).describe('Given name.'),
  lastName: text(1, 100).describe('Family name.'),
  email: email.exactOptional().describe('Where Connect sends password resets.'),
  queues: listOf('queue names', nameOf('a queue name'), 1).describe('Queues whose contacts this person takes.'),
  chatConcurrency: whole('chats', 1, 10)
    .exactOptional()
    .describe('Chats taken at once. Default: 2 for a person with a chat queue.'),
  emailConcurrency: whole('e-mails', 1, 10)
    .exactOptional()
    .describe('E-mails answered at once. Default: 1 for a person with an e-mail queue.'),
  taskConcurrency: whole('tasks', 1, 10)
    .exactOptional()
    .describe('Tasks done at once. Default: 1 for a person with a task queue.'),
  acceptsCalls: oneOf(['by-itself', 'by-hand'])
    .default('by-itself')
    .describe(
      'How calls and callbacks come to this person. "by-itself": whoever is available is connected within a second, as a customer who picked up a callback should not wait longer than two. "by-hand": each is accepted at the desk.',
    ),
  role: oneOf(['agent', 'manager'])
    .default('agent')
    .describe('A manager also sees metrics, dashboards and the work of others; the local center logs in agents only.'),
  shift: shiftSchema
    .exactOptional()
    .describe('When the local center logs this person in. Default: while any of their queues is open.'),
});
