import { createHash } from 'node:crypto';
import type { RuntimeSettings } from '../../core/settings/runtime.ts';
import type { Said } from './web-desk.answers.ts';

/** Plain in every sense: no script, no font, no picture, nothing from elsewhere; readable at 360 pixels, dark where asked. */
const style = `
:root{color-scheme:light dark;--ink:#1b1b1f;--paper:#fff;--line:#74747f;--act:#0b57a4;--on:#fff}
@media(prefers-color-scheme:dark){:root{--ink:#ececf1;--paper:#16161a;--line:#8f8f9a;--act:#8ab8f0;--on:#10131a}}
*{box-sizing:border-box}
body{margin:0 auto;padding:1rem;max-width:40rem;font:1.0625rem/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);overflow-wrap:anywhere}
h1{font-size:1.5rem;line-height:1.25}h2{font-size:1.2rem;margin-top:2rem}
table{border-collapse:collapse;width:100%;margin-top:1.5rem;overflow-wrap:break-word}caption{text-align:left;font-size:1.2rem;font-weight:700}tbody th::first-letter{text-transform:uppercase}th,td{text-align:left;padding:.5rem .5rem .5rem 0;border-bottom:1px solid var(--line);vertical-align:top}
form{margin:0 0 1.5rem}label{display:block;font-weight:600;margin-top:.75rem}
input,select,textarea,button{font:inherit;color:inherit;background:var(--paper);border:1px solid var(--line);border-radius:.375rem;padding:.625rem;width:100%;min-height:2.75rem}
button{background:var(--act);border-color:var(--act);color:var(--on);font-weight:600;margin-top:.75rem;cursor:pointer}
a{color:var(--act)}:focus-visible{outline:3px solid var(--act);outline-offset:2px}
ol{padding:0;list-style:none}li{margin:.5rem 0}iframe{width:100%;height:20rem;border:1px solid var(--line);border-radius:.375rem}
`;

const styleHash = createHash('sha256').update(style).digest('base64');

export const pageHeaders: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; frame-src 'self'; frame-ancestors 'self'; base-uri 'none'`,
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
};

export const escaped = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** `refreshSeconds`: the page asks for itself anew. */
export function asPage(
  { center }: RuntimeSettings,
  base: string,
  { title, lines, next, html = '' }: Said,
  refreshSeconds?: number,
): string {
  const refresh = refreshSeconds === undefined ? '' : `<meta http-equiv="refresh" content="${refreshSeconds}">`;
  return [
    `<!doctype html><html lang="${escaped(center.language)}"><head><meta charset="utf-8">`,
    `<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">${refresh}`,
    `<title>${escaped([...new Set([title, center.name])].join(' – '))}</title><style>${style}</style></head><body><main>`,
    `<h1>${escaped(title)}</h1>`,
    ...lines.map((line) => `<p>${escaped(line)}</p>`),
    html,
    next === undefined ? '' : `<p><a href="${escaped(`${base}${next.path}`)}">${escaped(next.text)}</a></p>`,
    '</main></body></html>',
  ].join('');
}

export interface Field {
  name: string;
  label: string;
  /** Fixed values to choose from: [value, what people read]. */
  options?: readonly (readonly [string, string])[];
  type?: 'text' | 'tel';
  hint?: string;
  longest?: number;
  autocomplete?: string;
}

export interface Form {
  /** Below the desk's own address. */
  path: string;
  heading?: string;
  button: string;
  fields?: readonly Field[];
  /** Sent along, not shown. */
  hidden?: Readonly<Record<string, string>>;
}

export function formHtml(base: string, { path, heading, button, fields = [], hidden = {} }: Form): string {
  return [
    heading === undefined ? '' : `<h2>${escaped(heading)}</h2>`,
    `<form method="post" action="${escaped(`${base}${path}`)}">`,
    ...Object.entries(hidden).map(
      ([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`,
    ),
    ...fields.map((field) => fieldHtml(field, idOf(path, hidden, field.name))),
    `<button>${escaped(button)}</button></form>`,
  ].join('');
}

/** The same on every page, and different in every form: a label must find its field. */
const idOf = (path: string, hidden: Readonly<Record<string, string>>, name: string): string =>
  `${path} ${Object.values(hidden).join(' ')} ${name}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(-60);

function fieldHtml(
  { name, label, options, type = 'text', hint, longest = 60, autocomplete }: Field,
  id: string,
): string {
  const labelled = `<label for="${id}">${escaped(label)}</label>`;
  if (options) {
    const choices = options.map(([value, text]) => `<option value="${escaped(value)}">${escaped(text)}</option>`);
    return `${labelled}<select id="${id}" name="${escaped(name)}">${choices.join('')}</select>`;
  }
  const described = hint === undefined ? '' : ` aria-describedby="${id}-hint"`;
  const completed = autocomplete === undefined ? '' : ` autocomplete="${autocomplete}"`;
  const input = `<input id="${id}" name="${escaped(name)}" type="${type}" maxlength="${longest}" required${completed}${described}>`;
  return `${labelled}${input}${hint === undefined ? '' : `<p id="${id}-hint">${escaped(hint)}</p>`}`;
}

export function tableHtml(caption: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [
    `<table><caption>${escaped(caption)}</caption><thead><tr>`,
    ...head.map((name) => `<th scope="col">${escaped(name)}</th>`),
    '</tr></thead><tbody>',
    ...rows.map(
      ([first = '', ...rest]) =>
        `<tr><th scope="row">${escaped(first)}</th>${rest.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`,
    ),
    '</tbody></table>',
  ].join('');
}
