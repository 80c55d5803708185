import type { SettingsProblem } from '../settings/settingsError.ts';
import type { Scenario } from './scenario.ts';

/** Fields of a scenario that are right by themselves and contradict each other. */
export function scenarioContradictions(scenario: Scenario): SettingsProblem[] {
  const { queues, profiles, warmupSeconds, horizonSeconds } = scenario;
  const problems: SettingsProblem[] = [];
  const problem = (path: string, value: unknown, expected: string, write?: string) =>
    problems.push({ path, value, expected, ...(write !== undefined && { write }) });
  if (warmupSeconds >= horizonSeconds) {
    problem('warmupSeconds', warmupSeconds, `fewer seconds than horizonSeconds: nothing would be left to report`);
  }
  const names = queues.map(({ name }) => name);
  const known = `one of the queues ${names.map((name) => `"${name}"`).join(', ')}`;
  queues.forEach((queue, index) => {
    const path = `queues[${index}]`;
    if (names.indexOf(queue.name) < index) problem(`${path}.name`, queue.name, 'a name no other queue has');
    const served = profiles.some((profile) => profile.queues.some((entry) => entry.queue === queue.name));
    if (queue.agents === undefined && !served) {
      problem(`${path}.agents`, undefined, 'a number of agents, or a profile that serves the queue', '1');
    }
    const ranked = (queue.priorities ?? []).reduce((total, entry) => total + entry.share, 0);
    if (ranked > 1 + 1e-9) problem(`${path}.priorities`, ranked, 'shares that together are at most 1');
    const move = queue.policy?.move;
    if (move && (!names.includes(move.queue) || move.queue === queue.name)) {
      problem(`${path}.policy.move.queue`, move.queue, `${known}, and not this one`);
    }
    const { policy } = queue;
    if (policy && policy.acceptedShare + (move?.acceptedShare ?? 0) > 1 + 1e-9) {
      problem(
        `${path}.policy.acceptedShare`,
        policy.acceptedShare,
        'a share that leaves room for the share that moves',
      );
    }
  });
  profiles.forEach((profile, index) => {
    const path = `profiles[${index}]`;
    const first = profiles.findIndex(({ name }) => name === profile.name);
    if (first < index) problem(`${path}.name`, profile.name, 'a name no other profile has');
    profile.queues.forEach((entry, place) => {
      if (!names.includes(entry.queue)) problem(`${path}.queues[${place}].queue`, entry.queue, known);
    });
  });
  return problems;
}
