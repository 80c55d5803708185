import { quoted } from './fields.ts';
import { hoursContradictions, overlapsAnyDay } from './hoursContradictions.ts';
import { namesContradictions, own, reference } from './names.ts';
import { phoneNumberContradictions } from './phoneNumberContradictions.ts';
import type { Settings } from './schema.ts';
import type { SettingsProblem } from './settingsError.ts';

/** Mistakes no field shows by itself. Empty: the settings can be deployed. */
export function contradictions(settings: Settings): SettingsProblem[] {
  return [
    ...centerContradictions(settings),
    ...namesContradictions(settings),
    ...hoursContradictions(settings),
    ...phoneNumberContradictions(settings),
    ...Object.keys(settings.queues).flatMap((name) => queueContradictions(settings, name)),
    ...callbackContradictions(settings),
    ...agentContradictions(settings),
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

function queueContradictions(settings: Settings, name: string): SettingsProblem[] {
  const queue = settings.queues[name];
  if (!queue) return [];
  const path = `queues.${name}`;
  const problems = reference(`${path}.hours`, queue.hours, 'hours', settings.hours);
  for (const channel of ['voice', 'chat'] as const) {
    const serves = queue.channels.includes(channel);
    const expectation = queue.expectation[channel];
    if (serves && !expectation) {
      problems.push({
        path: `${path}.expectation.${channel}`,
        value: undefined,
        expected: `what customers expect of the channel "${channel}"`,
        write: `{ "waitSeconds": ${channel === 'voice' ? 60 : 120} }, or take "${channel}" out of ${path}.channels`,
      });
    }
    if (!serves && expectation) {
      problems.push({
        path: `${path}.expectation.${channel}`,
        value: expectation,
        expected: `an expectation only for channels of the queue (${queue.channels.join(', ')})`,
        write: `"${channel}" into ${path}.channels, or nothing here`,
      });
    }
    if (expectation && queue.serviceLevel.thresholdSeconds > expectation.waitSeconds) {
      problems.push({
        path: `${path}.serviceLevel.thresholdSeconds`,
        value: queue.serviceLevel.thresholdSeconds,
        expected: `no more than expectation.${channel}.waitSeconds (${expectation.waitSeconds}): the service level would count as success what customers find too long`,
        write: `${expectation.waitSeconds}, or a longer waitSeconds`,
      });
    }
  }
  const voice = queue.channels.includes('voice');
  if (!voice && queue.offers.includes('callback')) {
    problems.push({
      path: `${path}.offers`,
      value: queue.offers,
      expected: 'no callback: it is offered in a call, and the queue has no channel "voice"',
      write: '[], or "voice" into its channels',
    });
  }
  if (queue.chatLink !== undefined && !queue.channels.includes('chat')) {
    problems.push({
      path: `${path}.chatLink`,
      value: queue.chatLink,
      expected: 'nothing: the link is told in chat, and the queue has no channel "chat"',
      write: 'nothing here, or "chat" into its channels',
    });
  }
  if (voice && !Object.values(settings.phoneNumbers).some((phone) => phone.queues.includes(name))) {
    problems.push({
      path,
      value: name,
      expected: 'a queue that a telephone number leads to, since it has the channel "voice"',
      write: `"${name}" into the queues of an entry of phoneNumbers`,
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
    if (!open || !queue.offers.includes('callback') || overlapsAnyDay(open, callbacks.allowedHours)) continue;
    problems.push({
      path: 'callbacks.allowedHours',
      value: callbacks.allowedHours,
      expected: `hours that overlap those of queues.${name}.hours ("${queue.hours}"), which offers callbacks that could never be made`,
      write: `hours in which "${queue.hours}" is open, or [] in queues.${name}.offers`,
    });
  }
  return problems;
}

function agentContradictions({ agents, queues, hours, center }: Settings): SettingsProblem[] {
  const usernames = new Map<string, string>();
  return Object.entries(agents).flatMap(([username, agent]) => {
    const path = `agents.${username}`;
    const problems = agent.queues.flatMap((name, index) =>
      reference(`${path}.queues[${index}]`, name, 'a queue', queues),
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
    if (problems.length > 0) return problems;
    if (
      agent.chatConcurrency !== undefined &&
      !agent.queues.some((name) => own(queues, name)?.channels.includes('chat'))
    ) {
      problems.push({
        path: `${path}.chatConcurrency`,
        value: agent.chatConcurrency,
        expected: `nothing: none of the queues ${agent.queues.map(quoted).join(', ')} has the channel "chat"`,
        write: 'nothing here, or a queue with chat into its queues',
      });
    }
    const { shift } = agent;
    const served = agent.queues.flatMap((name) => own(hours, own(queues, name)?.hours ?? '') ?? []);
    // Hours of another zone than the center's are not compared: a shift is in the center's time.
    const comparable = served.length > 0 && served.every((open) => open.timeZone === center.timeZone);
    if (shift && comparable && !served.some((open) => overlapsAnyDay(open, shift.hours, shift.days))) {
      problems.push({
        path: `${path}.shift`,
        value: shift,
        expected: 'a shift in which at least one of the queues is open',
        write: `hours in which ${agent.queues.map(quoted).join(' or ')} is open`,
      });
    }
    return problems;
  });
}
