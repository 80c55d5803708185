import type { BoardMessage, DrawnWidget } from '../messages.ts';
import { Chart } from './chart.tsx';
import { type Graph, strokeOf } from './chartOptions.ts';
import { CustomWidget } from './customWidget.tsx';
import { number, unknownText } from './format.ts';
import { Shown } from './shown.tsx';

/** A CloudWatch dashboard as the template has it: its grid where there is room, else one widget below the other. */
export function Dashboard({
  widgets,
  board,
  timeZone,
}: {
  widgets: readonly DrawnWidget[];
  board: BoardMessage;
  timeZone: string;
}) {
  const inOrder = [...widgets].sort((a, b) => a.y - b.y || a.x - b.x);
  return (
    <div class="grid">
      {inOrder.map((widget) => (
        <div key={`${widget.x} ${widget.y}`} class={`widget span-${widget.width} ${widget.kind}`}>
          <Widget widget={widget} now={board.now} timeZone={timeZone} />
        </div>
      ))}
    </div>
  );
}

function Widget({ widget, now, timeZone }: { widget: DrawnWidget; now: number; timeZone: string }) {
  switch (widget.kind) {
    case 'text':
      return <Markdown text={widget.markdown} />;
    case 'numbers':
      return (
        <>
          <h3>{widget.title}</h3>
          <dl class="figures">
            {widget.numbers.map((shown) => (
              <Shown
                key={shown.label}
                label={shown.label}
                figure={shown.figure}
                now={now}
                periodSeconds={shown.periodSeconds}
                show={number}
                large
              />
            ))}
          </dl>
          <Faults faults={widget.faults} />
        </>
      );
    case 'graph':
      return <GraphWidget graph={widget} timeZone={timeZone} />;
    case 'custom':
      return <CustomWidget widget={widget} />;
    case 'unsupported':
      return (
        <>
          <h3>{widget.title}</h3>
          <p class="empty">A widget of type {widget.type} is shown by CloudWatch alone.</p>
        </>
      );
    default:
      return widget satisfies never;
  }
}

function GraphWidget({ graph, timeZone }: { graph: Graph; timeZone: string }) {
  const known = graph.series.some((series) => series.points.length > 0);
  return (
    <>
      <h3>{graph.title}</h3>
      {known ? (
        <Chart graph={graph} timeZone={timeZone} />
      ) : (
        <p class="empty chart">Nothing is known yet for these hours.</p>
      )}
      <ul class="legend">
        {graph.series.map((series, index) => (
          <li key={series.label}>
            <svg width="22" height="6" aria-hidden="true" class={`stroke ${strokeOf(index).color.slice(2)}`}>
              <line
                x1="0"
                y1="3"
                x2="22"
                y2="3"
                stroke-width={strokeOf(index).width}
                stroke-dasharray={dashes[strokeOf(index).dash]}
              />
            </svg>
            {series.label} <strong>{latest(series.points)}</strong>
          </li>
        ))}
      </ul>
      <Faults faults={graph.faults} />
    </>
  );
}

const dashes = { solid: undefined, dashed: '5 3', dotted: '2 2' } as const;
const latest = (points: readonly { value: number }[]): string =>
  points.length === 0 ? unknownText : number(points.at(-1)?.value ?? 0);

function Faults({ faults }: { faults: readonly string[] }) {
  if (faults.length === 0) return null;
  return <p class="fault">Not drawn: {faults.join('; ')}</p>;
}

/** Headings, lists and paragraphs of a text widget; whatever else it holds is shown as it is written. */
function Markdown({ text }: { text: string }) {
  return (
    <>
      {text.split('\n').map((line, index) => {
        const key = `${index}`;
        const [, marks, title] = /^(#{1,4})\s+(.*)$/.exec(line) ?? [];
        if (marks !== undefined)
          return marks.length === 1 ? (
            <h2 key={key} class="dashboard-name">
              {title}
            </h2>
          ) : (
            <h2 key={key}>{title}</h2>
          );
        return line.trim() === '' ? null : <p key={key}>{line}</p>;
      })}
    </>
  );
}
