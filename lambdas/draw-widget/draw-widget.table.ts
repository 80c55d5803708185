import type { Palette } from './draw-widget.chart.ts';
import { type Html, html, text } from './html.ts';

/** A table of more is read by nobody; the busiest are shown. */
export const mostLines = 30;

export const style = ({ ink }: Palette): Html => `color:${ink};font:13px/1.4 system-ui,sans-serif;margin:0` as Html;

/** A figure beside what it rests on. Unknown is a dash: nothing counted is neither none nor all. */
export interface Cell {
  readonly shown: string | undefined;
  readonly basis?: string;
  readonly drawn?: Html;
}

export interface Row {
  readonly name: string;
  readonly cells: readonly Cell[];
}

export const cell = (value: number | undefined, show: (value: number) => string, basis?: string): Cell =>
  value === undefined ? { shown: undefined } : { shown: show(value), ...(basis === undefined ? {} : { basis }) };

export const percent = (share: number): string => `${(100 * share).toFixed(share > 0.995 && share < 1 ? 1 : 0)} %`;
export const clockTime = (seconds: number): string =>
  `${Math.floor(Math.round(seconds) / 60)}:${String(Math.round(seconds) % 60).padStart(2, '0')}`;
export const wholeNumber = (value: number): string => String(Math.round(value));

/** Rows with their names in the first column, below a sentence that says what they show. */
export function table(
  { caption, columns, rows }: { caption: string; columns: readonly string[]; rows: readonly Row[] },
  palette: Palette,
): Html {
  const box =
    `padding:6px 18px 6px 0;border-bottom:1px solid ${palette.line};text-align:left;white-space:nowrap` as Html;
  const quiet = palette.quiet as Html;
  // Titles break into lines before a table becomes wider than its figures need.
  const head = columns.map(
    (title) =>
      html`<th scope="col" style="${box};white-space:normal;vertical-align:bottom;font-weight:400;color:${quiet}">${text(title)}</th>`,
  );
  const body = rows
    .slice(0, mostLines)
    .map(
      ({ name, cells }) =>
        html`<tr><th scope="row" style="${box};font-weight:600">${text(name)}</th>${cells.map(
          (one) => html`<td style="${box}">${inside(one, quiet)}</td>`,
        )}</tr>`,
    );
  const more =
    rows.length > mostLines
      ? html`<p style="${style(palette)}">${text(`The ${mostLines} busiest of ${rows.length}.`)}</p>`
      : html``;
  return html`<figure style="margin:0"><figcaption style="${style(palette)};color:${quiet};padding-bottom:8px">${text(caption)}</figcaption><div style="overflow-x:auto" tabindex="0"><table style="${style(palette)};border-collapse:collapse"><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div></figure>${more}`;
}

function inside({ shown, basis, drawn }: Cell, quiet: Html): Html {
  if (drawn !== undefined) return drawn;
  if (shown === undefined) return html`<span aria-label="unknown">–</span>`;
  if (basis === undefined) return html`${text(shown)}`;
  return html`${text(shown)} <small style="color:${quiet}">${text(basis)}</small>`;
}

export const nobody = (palette: Palette): Html =>
  html`<p style="${style(palette)}">Nobody has asked for an agent yet today.</p>`;
