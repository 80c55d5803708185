import { own, reference } from './names.ts';
import type { Settings } from './schema.ts';
import type { SettingsProblem } from './settingsError.ts';

/** Reserve pools and special days that do not go with the rest. */
export function planningContradictions(settings: Settings): SettingsProblem[] {
  const pools = Object.keys(settings.staffing.reserve);
  return [
    ...specialDayContradictions(settings),
    ...scheduleContradictions(settings),
    ...pools.flatMap((pool) => poolContradictions(settings, pool)),
  ];
}

function specialDayContradictions({ forecasting }: Settings): SettingsProblem[] {
  const seen = new Set<string>();
  return forecasting.specialDays.flatMap(({ date, name }, index) => {
    const key = `${date} ${name}`;
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [{ path: `forecasting.specialDays[${index}]`, value: date, expected: `each day of "${name}" once` }];
  });
}

function scheduleContradictions({ staffing, agents }: Settings): SettingsProblem[] {
  const workers = Object.values(agents).filter(({ role }) => role === 'agent');
  if (staffing.schedule !== 'settings' || workers.length > 0) return [];
  return [
    {
      path: 'staffing.schedule',
      value: 'settings',
      expected: 'agents in these settings, whose shifts would be the schedule',
      write: '"measured"',
    },
  ];
}

function poolContradictions(settings: Settings, pool: string): SettingsProblem[] {
  const { agents, helps, mostAgents } = settings.staffing.reserve[pool] ?? { agents: [], helps: [] };
  const path = `staffing.reserve.${pool}`;
  const problems: SettingsProblem[] = [
    ...agents.flatMap((name, index) => reference(`${path}.agents[${index}]`, name, 'an agent', settings.agents)),
    ...helps.flatMap((name, index) => reference(`${path}.helps[${index}]`, name, 'a queue', settings.queues)),
  ];
  if (problems.length > 0) return problems;
  for (const [index, name] of agents.entries()) {
    const agent = own(settings.agents, name);
    const other = Object.entries(settings.staffing.reserve).find(
      ([key, { agents: own }]) => key < pool && own.includes(name),
    );
    const problem = (expected: string, write?: string): void => {
      problems.push({
        path: `${path}.agents[${index}]`,
        value: name,
        expected,
        ...(write === undefined ? {} : { write }),
      });
    };
    if (agent?.role === 'manager')
      problem('somebody of the role "agent"', `nothing here, or "agent" in agents.${name}.role`);
    if (other !== undefined) problem(`somebody who is in no other pool: "${name}" is in "${other[0]}"`);
    if (agent !== undefined && helps.every((queue) => agent.queues.includes(queue)))
      problem(
        `somebody who does not serve ${helps.map((queue) => `"${queue}"`).join(', ')} anyway`,
        'nothing here, or another queue in helps',
      );
  }
  if (mostAgents !== undefined && mostAgents > agents.length) {
    problems.push({
      path: `${path}.mostAgents`,
      value: mostAgents,
      expected: `no more than the pool has agents (${agents.length})`,
      write: String(agents.length),
    });
  }
  return problems;
}
