import type { PromiseTold } from '../deskMessages.ts';
import { keepUnits, timeOfDay } from './format.ts';

const states: Readonly<Record<PromiseTold['state'], string>> = {
  kept: 'kept',
  broken: 'broken',
  open: 'still open',
  withdrawn: 'no longer needed',
};

/** What a customer was promised, and whether it came true. */
export function Promises({ promises, timeZone }: { promises: readonly PromiseTold[]; timeZone: string }) {
  if (promises.length === 0) return <p class="quiet">Nothing was promised.</p>;
  return (
    <ul class="promises">
      {promises.map(({ told, until, state }) => (
        <li key={`${told} ${until}`}>
          <strong class={state}>{states[state]}</strong> {keepUnits(told)}, by {timeOfDay(until, timeZone, true)}
        </li>
      ))}
    </ul>
  );
}
