/** Arrivals that swing through a cycle: mean + amplitude · sin(2π t / cycle). */
export interface Cycle {
  readonly meanArrivalsPerSecond: number;
  readonly amplitudePerSecond: number;
  readonly cycleSeconds: number;
  readonly handleSeconds: number;
}

/**
 * Contacts that would be in service at `atSeconds` were agents unlimited: the load to staff for. It swings less than
 * the arrivals and lags behind them. Source: Eick, Massey & Whitt 1993.
 */
export function offeredLoadErlangs(cycle: Cycle, atSeconds: number): number {
  const turn = (2 * Math.PI) / cycle.cycleSeconds;
  const swing = turn * cycle.handleSeconds;
  const wave = Math.sin(turn * atSeconds) - swing * Math.cos(turn * atSeconds);
  return cycle.handleSeconds * (cycle.meanArrivalsPerSecond + (cycle.amplitudePerSecond * wave) / (1 + swing * swing));
}

/** How long the load follows after the arrivals; about one handle time where the cycle is long. */
export function loadLagSeconds(cycle: Cycle): number {
  const turn = (2 * Math.PI) / cycle.cycleSeconds;
  return Math.atan(turn * cycle.handleSeconds) / turn;
}
