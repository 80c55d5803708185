import { email } from './agents.ts';
import { nameOf, object, text } from './fields.ts';
import { own, reference } from './names.ts';
import type { Settings } from './schema.ts';
import type { SettingsProblem } from './settingsError.ts';

export const emailAddressSchema = object({
  address: email.describe(
    'The address customers write to. Its domain must be verified in Amazon SES for this Region, or be the one that Connect made for the instance.',
  ),
  displayName: text(1, 60).exactOptional().describe("The name beside the address. Default: the center's."),
  queue: nameOf('a queue name').describe('Where its messages wait for an agent; a queue with the channel "email".'),
});

/** Addresses that lead nowhere or twice, and queues for e-mail that nobody can write to. */
export function emailAddressContradictions({ emailAddresses, queues }: Settings): SettingsProblem[] {
  const seen = new Map<string, string>();
  const problems = Object.entries(emailAddresses).flatMap(([id, { address, queue }]) => {
    const path = `emailAddresses.${id}`;
    const found = reference(`${path}.queue`, queue, 'a queue', queues);
    if (found.length === 0 && !own(queues, queue)?.channels.includes('email')) {
      found.push({
        path: `${path}.queue`,
        value: queue,
        expected: 'a queue with the channel "email": messages arrive at an address',
        write: `"email" into queues.${queue}.channels, or another queue here`,
      });
    }
    const other = seen.get(address.toLowerCase());
    if (other !== undefined) {
      found.push({
        path: `${path}.address`,
        value: address,
        expected: `an address of its own: emailAddresses.${other}.address is the same`,
        write: 'one of the two only',
      });
    }
    seen.set(address.toLowerCase(), id);
    return found;
  });
  const led = new Set(Object.values(emailAddresses).map(({ queue }) => queue));
  for (const [name, { channels }] of Object.entries(queues)) {
    if (!channels.includes('email') || led.has(name)) continue;
    problems.push({
      path: `queues.${name}.channels`,
      value: channels,
      expected: 'no "email", or an entry of emailAddresses that leads here',
      write: `emailAddresses: { "${name}": { "address": "…", "queue": "${name}" } }`,
    });
  }
  return problems;
}
