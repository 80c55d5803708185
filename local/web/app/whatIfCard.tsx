import { useState } from 'preact/hooks';
import type { Compared, ComparedFigure, QueueCompared, WhatIf } from '../../../core/simulation/today.ts';
import type { ControlMessage, WhatIfMessage } from '../controlMessages.ts';
import { send } from './connection.ts';
import { NumberField } from './controlPage.tsx';
import { duration } from './format.ts';

const offers: readonly { value: WhatIf['offers']; title: string }[] = [
  { value: 'as-now', title: 'as now' },
  { value: 'none', title: 'nothing' },
  { value: 'callback', title: 'a callback' },
];

/** Today's state given to the twin, once as it is and once changed. */
export function WhatIfCard({ control, mayChange }: { control: ControlMessage; mayChange: boolean }) {
  const [queue, setQueue] = useState(control.queues[0]?.queue ?? '');
  const [agentsAdded, setAgents] = useState(1);
  const [arrivals, setArrivals] = useState(100);
  const [offered, setOffered] = useState<WhatIf['offers']>('as-now');
  const { whatIf } = control;
  return (
    <section class="card what-if" aria-labelledby="what-if">
      <h2 id="what-if">What if</h2>
      <p class="quiet intro">
        The twin goes on from this moment: who waits, who is here, how many came in the last hour. It runs the next two
        hours twenty times as things are, and twenty times with your change, with the same customers.
      </p>
      <form
        class="row"
        onSubmit={(event) => {
          event.preventDefault();
          send({ type: 'control-what-if', queue, agentsAdded, arrivalsFactor: arrivals / 100, offers: offered });
        }}
      >
        <label>
          Queue
          <select value={queue} onChange={(event) => setQueue(event.currentTarget.value)}>
            {control.queues.map((option) => (
              <option key={option.queue}>{option.queue}</option>
            ))}
          </select>
        </label>
        <NumberField label="Agents more or less" value={agentsAdded} least={-50} most={50} onChange={setAgents} />
        <NumberField label="Arrivals, % of now" value={arrivals} least={0} most={500} onChange={setArrivals} />
        <label>
          Callers are offered
          <select value={offered} onChange={(event) => setOffered(event.currentTarget.value as WhatIf['offers'])}>
            {offers.map(({ value, title }) => (
              <option key={value} value={value}>
                {title}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" class="primary" disabled={!mayChange || whatIf.state === 'running'}>
          Run the twin
        </button>
      </form>
      <div aria-live="polite">
        <Outcome whatIf={whatIf} />
      </div>
    </section>
  );
}

function Outcome({ whatIf }: { whatIf: WhatIfMessage }) {
  switch (whatIf.state) {
    case 'none':
      return null;
    case 'running':
      return (
        <p class="empty">
          <progress value={whatIf.share} aria-label="How far the twin is" /> {Math.round(100 * whatIf.share)} %
        </p>
      );
    case 'failed':
      return <p class="fault">The twin did not run: {whatIf.reason}</p>;
    case 'done':
      return <Done whatIf={whatIf} />;
    default:
      return whatIf satisfies never;
  }
}

const titles: Readonly<Record<ComparedFigure, { title: string; kind: 'share' | 'seconds' }>> = {
  waitP80Seconds: { title: 'Wait that 80 of 100 answered stay below', kind: 'seconds' },
  meanWaitSeconds: { title: 'ASA, mean wait of answered', kind: 'seconds' },
  abandonedShare: { title: 'Abandoned, of offered', kind: 'share' },
  callbackShare: { title: 'Took a callback, of offered', kind: 'share' },
  serviceLevel: { title: 'Service level', kind: 'share' },
  metLive: { title: 'Met live', kind: 'share' },
  expectationMet: { title: 'Expectation met', kind: 'share' },
};

function Done({ whatIf }: { whatIf: Extract<WhatIfMessage, { state: 'done' }> }) {
  const { question, figures, replications, horizonSeconds } = whatIf;
  const asked = figures.filter(({ queue }) => queue === question.queue);
  const others = figures.filter(({ queue }) => queue !== question.queue);
  return (
    <div class="outcome">
      <p class="verdict">{verdict(asked[0])}</p>
      {asked.map((line) => (
        <Comparison key={`${line.queue} ${line.channel}`} line={line} />
      ))}
      {others.length > 0 && (
        <details>
          <summary>What the other queues feel of it</summary>
          {others.map((line) => (
            <Comparison key={`${line.queue} ${line.channel}`} line={line} />
          ))}
        </details>
      )}
      <p class="note">
        The next {duration(horizonSeconds)}, means of {replications} runs with their 95 % interval. A change in bold is
        more than chance.
      </p>
    </div>
  );
}

/** The answer in one sentence. */
function verdict(line: QueueCompared | undefined): string {
  const wait = line?.figures.find(({ figure }) => figure === 'waitP80Seconds');
  if (line === undefined || wait === undefined) return '';
  const who = `${line.queue}, ${line.channel}`;
  if (!isSure(wait)) return `For ${who} it makes no difference to the wait that could be told from chance.`;
  const verb = wait.difference.mean < 0 ? 'falls' : 'rises';
  return `For ${who} the wait that 80 of 100 answered stay below ${verb} from ${duration(wait.before.mean)} to ${duration(wait.after.mean)}.`;
}

/** More than chance, and enough to be seen. */
const isSure = ({ figure, difference: { mean, halfWidth } }: Compared): boolean =>
  Math.abs(mean) > halfWidth && Math.round(mean * scaleOf(figure)) !== 0;

const scaleOf = (figure: ComparedFigure): number => (titles[figure].kind === 'share' ? 100 : 1);

function Comparison({ line }: { line: QueueCompared }) {
  // Nothing counted is not zero: a service level of 0 % beside a wait of 0 s says that nobody came.
  if (line.figures.every(({ before, after }) => before.mean === 0 && after.mean === 0))
    return (
      <p class="after">
        {line.queue} <span class="quiet">{line.channel}: nobody came in any of the runs.</span>
      </p>
    );
  return (
    <table>
      <caption>
        {line.queue} <span class="quiet">{line.channel}</span>
      </caption>
      <thead>
        <tr>
          <th scope="col">Figure</th>
          <th scope="col">As it is</th>
          <th scope="col">Changed</th>
          <th scope="col">Change</th>
        </tr>
      </thead>
      <tbody>
        {line.figures.map((compared) => (
          <tr key={compared.figure}>
            <th scope="row">{titles[compared.figure].title}</th>
            <td>{shown(compared.figure, compared.before)}</td>
            <td>{shown(compared.figure, compared.after)}</td>
            <td class={isSure(compared) ? 'sure' : 'quiet'}>{shown(compared.figure, compared.difference, true)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function shown(figure: ComparedFigure, { mean, halfWidth }: Compared['before'], signed = false): string {
  const scale = scaleOf(figure);
  const unit = titles[figure].kind === 'share' ? '%' : 's';
  const value = Math.round(mean * scale);
  const sign = !signed || value === 0 ? '' : value > 0 ? '+' : '−';
  return `${sign}${Math.abs(value)} ± ${Math.round(halfWidth * scale)} ${unit}`;
}
