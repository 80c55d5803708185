import { useState } from 'preact/hooks';
import type { StoryTold } from '../deskMessages.ts';
import type { TranscriptLine } from '../messages.ts';
import { useCenter } from './connection.ts';
import { timeOfDay } from './format.ts';
import { Promises } from './promises.tsx';

/** One moment of a contact: what was heard on the line, or what the center wrote down about it. */
interface Moment {
  readonly key: string;
  readonly at: number;
  readonly who: string;
  readonly text: string;
  readonly values: Readonly<Record<string, string>>;
  /** Seen by nobody who is not asked to look closer. */
  readonly inner: boolean;
  /** Another contact or callback it is about. */
  readonly of: string | undefined;
}

/** Everything that happened to a contact on one line of time, with the promises it was given above. */
export function Story({ contactId, timeZone }: { contactId: string; timeZone: string }) {
  const { transcript, story } = useCenter();
  const [steps, setSteps] = useState(false);
  const lines = transcript?.contactId === contactId ? transcript.lines : [];
  const told = story?.contactId === contactId ? story.told : null;
  const moments = momentsOf(contactId, lines, told);
  const shown = steps ? moments : moments.filter((moment) => !moment.inner);
  return (
    <section class="card transcript" aria-label="Story">
      <p class="back">
        <a href="#contacts">All contacts</a>
      </p>
      <h2>Story</h2>
      <p class="quiet id">{contactId}</p>
      {told !== null && <Promises promises={told.promises} timeZone={timeZone} />}
      <label class="check">
        <input type="checkbox" checked={steps} onChange={(event) => setSteps(event.currentTarget.checked)} />
        Show the steps of the flow and what the functions were asked
      </label>
      {shown.length === 0 && <p class="empty">Nothing is known of this contact.</p>}
      <ol class="lines">
        {shown.map((moment) => (
          <Line key={moment.key} moment={moment} timeZone={timeZone} />
        ))}
      </ol>
      {told !== null && <Besides told={told} steps={steps} />}
    </section>
  );
}

/** The rows tell nothing twice that the line itself has told. */
function momentsOf(contactId: string, lines: readonly TranscriptLine[], told: StoryTold | null): Moment[] {
  const heard = lines.map(
    ({ sequence, at, who, text, values = {}, inner }): Moment => ({
      key: `heard ${sequence}`,
      at,
      who,
      text,
      values,
      inner: inner || who === 'lambda',
      of: undefined,
    }),
  );
  const written = (told?.lines ?? []).map(
    ({ at, of, what, values, heardAnyway }, index): Moment => ({
      key: `written ${index}`,
      at,
      who: 'decided',
      text: what,
      values,
      inner: heardAnyway && heard.length > 0,
      of: of === contactId ? undefined : of,
    }),
  );
  return [...heard, ...written].sort((a, b) => a.at - b.at);
}

const speakers: Readonly<Record<string, string>> = {
  center: 'Center',
  caller: 'Customer',
  agent: 'Agent',
  lambda: 'Function',
  system: 'Connect',
  decided: 'Nohold',
};

function Line({ moment, timeZone }: { moment: Moment; timeZone: string }) {
  const { at, who, text, of, inner } = moment;
  const values = Object.entries(moment.values).filter(([, value]) => value !== '');
  return (
    <li class={inner ? `${who} inner` : who}>
      <time>{timeOfDay(at, timeZone, true)}</time>
      <div>
        <span class="who">{speakers[who] ?? who}</span>
        <p>{text}</p>
        {of !== undefined && <p class="quiet id">of {of}</p>}
        {values.length > 0 && <Values values={values} folded={who === 'decided'} />}
      </div>
    </li>
  );
}

/** The grounds of a decision are a dozen figures: there for who wants them. */
function Values({ values, folded }: { values: readonly (readonly [string, string])[]; folded: boolean }) {
  const list = (
    <dl class="values">
      {values.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
  if (!folded || values.length <= 3) return list;
  return (
    <details>
      <summary>On these grounds ({values.length})</summary>
      {list}
    </details>
  );
}

function Besides({ told, steps }: { told: StoryTold; steps: boolean }) {
  const standing = Object.entries(told.standing);
  return (
    <>
      {steps && standing.length > 0 && (
        <>
          <h3>Known besides</h3>
          <Values values={standing} folded={false} />
        </>
      )}
      {told.otherContacts.length > 0 && (
        <>
          <h3>Other contacts of this customer</h3>
          <ul class="others">
            {told.otherContacts.map((id) => (
              <li key={id}>
                <a href={`#contacts/${id}`}>{id}</a>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
