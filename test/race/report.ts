/** Prints what a race came to; the process fails when a round went wrong. */
export function reportRace({ wrong, ...figures }: { readonly wrong: readonly string[] }, from: number): void {
  const { user, system } = process.cpuUsage();
  console.log({ from, ...figures, wrong: wrong.length, cpuSeconds: Math.round((user + system) / 1e6) });
  for (const one of wrong.slice(0, 10)) console.log(one);
  process.exitCode = wrong.length === 0 ? 0 : 1;
}
