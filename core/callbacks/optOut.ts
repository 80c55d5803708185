import type { OptOutRow } from '../rows/center.ts';

/** Whether a customer does not want to be called; one who changed their mind, and told a person so, does. */
export const isOptedOut = (row: OptOutRow | undefined): boolean => row !== undefined && row.lifted === undefined;
