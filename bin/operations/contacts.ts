import { digestOf, joinJourneys } from '../../core/contacts/journey.ts';
import type { ContactRow } from '../../core/rows/contact.ts';
import type { Journey } from '../../core/rows/journey.ts';
import type { OperatedCenter } from './center.ts';

/** Every contact the table still holds. Slow: the whole table is gone through. */
export async function everyContact(
  { every }: Pick<OperatedCenter, 'every'>,
  onProgress: (text: string) => void = () => {},
): Promise<ContactRow[]> {
  const contacts: ContactRow[] = [];
  let rows = 0;
  for await (const page of every.pages()) {
    contacts.push(...page.filter(({ pk }) => pk.startsWith('contact#')).map((row) => row as unknown as ContactRow));
    rows += page.length;
    onProgress(`${rows} rows gone through`);
  }
  return contacts;
}

/** The journeys these contacts make, by customer key: whole, where the rows of journeys are pruned. */
export function journeysAmong(contacts: readonly ContactRow[]): Map<string, Journey> {
  const digests = Map.groupBy(
    contacts.flatMap((row) => {
      const digest = digestOf(row);
      return digest === undefined || row.customerKey === undefined ? [] : [{ key: row.customerKey, digest }];
    }),
    ({ key }) => key,
  );
  return new Map(
    [...digests].map(([key, list]) => [key, joinJourneys([{ digests: list.map(({ digest }) => digest) }])]),
  );
}
