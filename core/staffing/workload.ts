/** One interval's arrivals, piecewise constant. */
export interface Arrivals {
  readonly contactsPerSecond: number;
  readonly handleSeconds: number;
}

/**
 * The offered load of each interval in erlangs: contacts that would be with an agent on average were agents unlimited.
 *
 * It lags behind the arrivals by about a handle time, so that intervals are staffed for the work that is there and not for
 * the contacts that begin there (modified offered load). Exact for handle times that are exponential and arrivals constant
 * within an interval: m' = arrivals − m / handleSeconds. `loadBefore` is the load as the first interval begins; left out,
 * the center has just opened and it is 0.
 * Source: Jennings, Mandelbaum, Massey & Whitt 1996; Eick, Massey & Whitt 1993.
 */
export function offeredLoads(arrivals: readonly Arrivals[], intervalSeconds: number, loadBefore = 0): number[] {
  let load = loadBefore;
  return arrivals.map(({ contactsPerSecond, handleSeconds }) => {
    const settled = contactsPerSecond * handleSeconds;
    const left = Math.exp(-intervalSeconds / handleSeconds);
    const mean = settled + ((load - settled) * (1 - left) * handleSeconds) / intervalSeconds;
    load = settled + (load - settled) * left;
    return mean;
  });
}
