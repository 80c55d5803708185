/** Must run inside a page: it stands on nothing but the page's own globals. */
export function unreadableTexts(): string[];

/** Must run inside a page: it stands on nothing but the page's own globals. */
export function faintTexts(): string[];
