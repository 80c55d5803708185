import type { PostChannel } from '../contacts/channel.ts';
import { emailAddressContradictions } from './emailAddresses.ts';
import { quoted } from './fields.ts';
import { hoursContradictions, overlapsAnyDay } from './hoursContradictions.ts';
import { namesContradictions, own, reference } from './names.ts';
import { phoneNumberContradictions } from './phoneNumberContradictions.ts';
import { planningContradictions } from './planningContradictions.ts';
import { queueContradictions } from './queueContradictions.ts';
import type { AgentSettings, Settings } from './schema.ts';
import { segmentContradictions } from './segmentContradictions.ts';
import type { SettingsProblem } from './settingsError.ts';

/** Mistakes no field shows by itself. Empty: the settings can be deployed. */
export function contradictions(settings: Settings): SettingsProblem[] {
  return [
    ...centerContradictions(settings),
    ...namesContradictions(settings),
    ...hoursContradictions(settings),
    ...phoneNumberContradictions(settings),
    ...emailAddressContradictions(settings),
    ...Object.keys(settings.queues).flatMap((name) => queueContradictions(settings, name)),
    ...segmentContradictions(settings),
    ...callbackContradictions(settings),
    ...webContradictions(settings),
    ...agentContradictions(settings),
    ...planningContradictions(settings),
    ...surveyContradictions(settings),
  ];
}

function surveyContradictions({ survey, web }: Settings): SettingsProblem[] {
  if (survey.share === 0 || web?.texts !== undefined) return [];
  return [
    {
      path: 'survey.share',
      value: survey.share,
      expected: '0, since web.texts does not say which number texts come from',
      write: '0, or a number in web.texts',
    },
  ];
}

function centerContradictions({ center, privacy, queues }: Settings): SettingsProblem[] {
  const problems: SettingsProblem[] = [];
  if (Object.keys(queues).length === 0)
    problems.push({ path: 'queues', value: queues, expected: 'at least one queue' });
  if (privacy.recordCalls && center.recordingNotice === null) {
    problems.push({
      path: 'center.recordingNotice',
      value: null,
      expected: 'the words that tell callers they are recorded, since privacy.recordCalls is true',
      write: '"This call may be recorded.", or false in privacy.recordCalls',
    });
  }
  if (privacy.analyzeCalls && !privacy.recordCalls) {
    problems.push({
      path: 'privacy.analyzeCalls',
      value: true,
      expected: 'false, since privacy.recordCalls is false and only recorded calls are analysed',
      write: 'false, or true in privacy.recordCalls',
    });
  }
  if (!privacy.recordCalls && center.recordingNotice !== null) {
    problems.push({
      path: 'center.recordingNotice',
      value: center.recordingNotice,
      expected: 'null, since privacy.recordCalls is false and callers would hear what is not so',
      write: 'null, or true in privacy.recordCalls',
    });
  }
  if (privacy.numberRetentionDays > privacy.contactRetentionDays) {
    problems.push({
      path: 'privacy.numberRetentionDays',
      value: privacy.numberRetentionDays,
      expected: `no more than privacy.contactRetentionDays (${privacy.contactRetentionDays}): a number is not kept longer than the contact it belongs to`,
      write: String(privacy.contactRetentionDays),
    });
  }
  return problems;
}

function callbackContradictions({ callbacks, queues, hours }: Settings): SettingsProblem[] {
  const problems: SettingsProblem[] = [];
  if (callbacks.perNumberPerDay < callbacks.attempts) {
    problems.push({
      path: 'callbacks.perNumberPerDay',
      value: callbacks.perNumberPerDay,
      expected: `at least callbacks.attempts (${callbacks.attempts}), or the last attempts are never made`,
      write: String(callbacks.attempts),
    });
  }
  for (const [name, queue] of Object.entries(queues)) {
    const open = own(hours, queue.hours);
    if (!open || queue.offers.length === 0 || overlapsAnyDay(open, callbacks.allowedHours)) continue;
    problems.push({
      path: 'callbacks.allowedHours',
      value: callbacks.allowedHours,
      expected: `hours that overlap those of queues.${name}.hours ("${queue.hours}"), which offers callbacks that could never be made`,
      write: `hours in which "${queue.hours}" is open, or [] in queues.${name}.offers`,
    });
  }
  return problems;
}

function webContradictions({ web, emailAddresses, queues }: Settings): SettingsProblem[] {
  const problems = web?.emails
    ? reference('web.emails.from', web.emails.from, 'an e-mail address', emailAddresses)
    : [];
  for (const kind of ['texts', 'emails'] as const) {
    const offer = kind === 'texts' ? 'text' : 'email';
    const used = Object.values(queues).some(({ offers }) => offers.includes(offer));
    // Letters also tell whoever wrote when they have an answer.
    const replies = kind === 'emails' && Object.values(queues).some(({ channels }) => channels.includes('email'));
    if (web?.[kind] === undefined || used || replies) continue;
    problems.push({
      path: `web.${kind}`,
      value: web[kind],
      expected: `nothing: no queue has "${offer}" among its offers`,
      write: `nothing here, or "${offer}" into the offers of a queue`,
    });
  }
  return problems;
}

function agentContradictions(settings: Settings): SettingsProblem[] {
  const usernames = new Map<string, string>();
  return Object.entries(settings.agents).flatMap(([username, agent]) => {
    const path = `agents.${username}`;
    const problems = agent.queues.flatMap((name, index) =>
      reference(`${path}.queues[${index}]`, name, 'a queue', settings.queues),
    );
    const twin = usernames.get(username.toLowerCase());
    if (twin !== undefined) {
      problems.push({
        path,
        value: username,
        expected: `a user name that differs from "${twin}" in more than capitals: Connect takes them for one`,
      });
    }
    usernames.set(username.toLowerCase(), username);
    return problems.length > 0 ? problems : workContradictions(settings, path, agent);
  });
}

/** A person whose chats or shift do not go with the queues they serve; the queues are known to exist. */
function workContradictions(
  { queues, hours, center }: Settings,
  path: string,
  agent: AgentSettings,
): SettingsProblem[] {
  const served = agent.queues.flatMap((name) => own(queues, name) ?? []);
  const problems: SettingsProblem[] = [];
  for (const channel of ['chat', 'email', 'task'] as const satisfies readonly ('chat' | PostChannel)[]) {
    const concurrency = agent[`${channel}Concurrency`];
    if (concurrency === undefined || served.some((queue) => queue.channels.includes(channel))) continue;
    problems.push({
      path: `${path}.${channel}Concurrency`,
      value: concurrency,
      expected: `nothing: none of the queues ${agent.queues.map(quoted).join(', ')} has the channel "${channel}"`,
      write: `nothing here, or a queue with ${channel} into its queues`,
    });
  }
  const { shift } = agent;
  const opening = served.flatMap((queue) => own(hours, queue.hours) ?? []);
  // Hours of another zone than the center's are not compared: a shift is in the center's time.
  const comparable = opening.length > 0 && opening.every((open) => open.timeZone === center.timeZone);
  if (shift && comparable && !opening.some((open) => overlapsAnyDay(open, shift.hours, shift.days))) {
    problems.push({
      path: `${path}.shift`,
      value: shift,
      expected: 'a shift in which at least one of the queues is open',
      write: `hours in which ${agent.queues.map(quoted).join(' or ')} is open`,
    });
  }
  return problems;
}
