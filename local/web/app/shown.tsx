import type { Figure } from '../messages.ts';
import { basis, freshness, unknownText } from './format.ts';

/** A figure, what it is, and what it rests on; grey when it is too old to trust. */
export function Shown(props: {
  label: string;
  figure: Figure;
  now: number;
  show: (value: number) => string;
  periodSeconds?: number;
  large?: boolean;
  /** What the figure is to be read beside. */
  aside?: string | undefined;
}) {
  const { label, figure, now, show, periodSeconds = 0, large = false, aside } = props;
  const kind = freshness(figure, now, periodSeconds).kind;
  return (
    <div class={`figure ${kind}${large ? ' large' : ''}`}>
      <dt>{label}</dt>
      <dd>
        <span class="value">{figure.value === null ? unknownText : show(figure.value)}</span>
        <span class="basis">
          {[basis(figure, now, periodSeconds), kind === 'stale' && 'too old', figure.value !== null && aside]
            .filter(Boolean)
            .join(', ')}
        </span>
      </dd>
    </div>
  );
}
