/** Markup that may be put into a page as it is. */
export type Html = string & { readonly html: unique symbol };

const written: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => written[character] ?? '');

/** Markup of a template; whatever is put in is text, unless it is markup already. */
export function html(parts: TemplateStringsArray, ...values: (Html | readonly Html[] | Text)[]): Html {
  const shown = values.map((value) => {
    if (typeof value === 'object' && 'text' in value) return escaped(String(value.text));
    return Array.isArray(value) ? value.join('') : String(value);
  });
  return String.raw({ raw: parts }, ...shown) as Html;
}

export interface Text {
  readonly text: string | number;
}

export const text = (shown: string | number): Text => ({ text: shown });

/** Drawn by a library that escapes what it is given. */
export const drawn = (svg: string): Html => svg as Html;
