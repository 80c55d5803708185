import type { SimulatedCenter } from './center.ts';
import { numbersIn } from './spellings.ts';

/** Each number in the spellings a leak could take, nowhere but in the ciphertext. */
export function numbersShown(center: SimulatedCenter): {
  searched: Record<string, number>;
  shown: Record<string, number>;
} {
  const { contacts, callbacks, closedCallbacks } = center.rows.all();
  const placed = center.connect.log.flatMap((fact) => (fact.kind === 'placed' ? [{ ...fact.call, number: '' }] : []));
  const places = {
    rows: JSON.stringify([contacts, callbacks, closedCallbacks]),
    keys: [...center.rows.budgets].join('\n'),
    logs: JSON.stringify(center.log.lines),
    metrics: JSON.stringify(center.metrics.emitted),
    dials: center.queues.dials.bodies.join('\n'),
    calls: JSON.stringify(placed),
    errors: center.trace.lines.filter((line) => line.includes(' threw: ')).join('\n'),
  };
  const numbers = new Set(
    [...center.connect.contacts.values()].flatMap(({ person }) => [person.number, person.otherNumber]),
  );
  const count = (of: (text: string) => number): Record<string, number> =>
    Object.fromEntries(Object.entries(places).map(([place, text]) => [place, of(text)]));
  return { searched: count(({ length }) => length), shown: count((text) => numbersIn(text, numbers).size) };
}
