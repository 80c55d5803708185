import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { monthlyCost, usualPost, usualVolume, type Volume } from '../../core/costs/monthlyCost.ts';
import { quotaBreaches } from '../../core/costs/quotas.ts';
import { countByType, type Template } from '../../core/costs/template.ts';
import type { Settings } from '../../core/settings/schema.ts';
import { checkFlows, describeMistake } from '../../flows/check.ts';
import { flowsOf } from '../../flows/flows.ts';
import { sayCheck } from '../checkReport.ts';
import { type Answer, answering, BadInput, progress } from '../outcome.ts';
import { defaultSettingsFile, readSettings } from '../settingsFile.ts';

interface CheckOptions {
  contactsPerMonth: number;
  chatShare: number;
  callMinutes: number;
  waitMinutes: number;
  callbackShare: number;
  messagesPerChat: number;
  emailsPerMonth?: number;
  tasksPerMonth?: number;
  webRequestsPerMonth?: number;
}

export function register(program: Command): void {
  program
    .command('check')
    .description(
      'Checks settings and flows without AWS; says what would be deployed, what it costs and which quotas to raise.',
    )
    .argument('[settings]', 'the settings file', defaultSettingsFile)
    .option(
      '--contacts-per-month <n>',
      'contacts the cost is computed for',
      numberFrom('--contacts-per-month', 0, 1e8),
      10_000,
    )
    .option(
      '--chat-share <share>',
      'share of contacts that write; 0 when no queue has chat',
      numberFrom('--chat-share', 0, 1),
      usualVolume.chatShare,
    )
    .option(
      '--call-minutes <n>',
      'minutes with an agent',
      numberFrom('--call-minutes', 0, 240),
      usualVolume.callMinutes,
    )
    .option(
      '--wait-minutes <n>',
      'minutes in menus and in queue',
      numberFrom('--wait-minutes', 0, 240),
      usualVolume.waitMinutes,
    )
    .option(
      '--callback-share <share>',
      'share of calls that become a callback',
      numberFrom('--callback-share', 0, 1),
      usualVolume.callbackShare,
    )
    .option(
      '--messages-per-chat <n>',
      'messages of a chat, both ways',
      numberFrom('--messages-per-chat', 0, 1000),
      usualVolume.messagesPerChat,
    )
    .option(
      '--emails-per-month <n>',
      'e-mails customers write; by default a fifth of the contacts where a queue takes them',
      numberFrom('--emails-per-month', 0, 1e8),
    )
    .option(
      '--tasks-per-month <n>',
      'tasks; by default a tenth of the contacts where a queue takes them',
      numberFrom('--tasks-per-month', 0, 1e8),
    )
    .option(
      '--web-requests-per-month <n>',
      'requests to the web desk; by default two a contact where there is one',
      numberFrom('--web-requests-per-month', 0, 1e10),
    )
    .action(answering((file: string, options: CheckOptions) => check(file, options)));
}

async function check(file: string, options: CheckOptions): Promise<Answer> {
  const settings = readSettings(file);
  const flows = flowsOf(settings);
  const flowMistakes = checkFlows(flows).map(describeMistake);
  if (flowMistakes.length > 0) {
    const text = [`${file}: Connect would refuse the flows these settings make:`, ...flowMistakes].join('\n');
    return { json: { ok: false, settings: file, flowMistakes }, text, good: false };
  }
  progress('Synthesizing …');
  const template = await synthesized(settings);
  progress('');
  const volume = volumeOf(settings, options);
  const costs = monthlyCost(template, settings, volume);
  const quotas = quotaBreaches(settings, template, volume);
  const resources = countByType(template);
  return {
    json: { ok: true, settings: file, flows: flows.map((flow) => flow.id), resources, volume, costs, quotas },
    text: sayCheck({ file, settings, flowCount: flows.length, resources, volume, costs, quotas }),
  };
}

/** The CDK takes half a second to load, so it is loaded only once the settings are right. */
async function synthesized(settings: Settings): Promise<Template> {
  const { synth } = await import('../../lib/synth.ts');
  const outdir = mkdtempSync(join(tmpdir(), 'nohold-check-'));
  try {
    return synth(settings, { outdir, validate: false }).template;
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** A center without chat, or without calls, has none whatever was asked. */
function volumeOf(settings: Settings, options: CheckOptions): Volume {
  const serves = (channel: 'voice' | 'chat') =>
    Object.values(settings.queues).some((queue) => queue.channels.includes(channel));
  const chatShare = serves('chat') ? (serves('voice') ? options.chatShare : 1) : 0;
  const offers = Object.values(settings.queues).some((queue) => queue.offers.includes('callback'));
  const { contactsPerMonth, callMinutes, waitMinutes, messagesPerChat } = options;
  const callbackShare = offers ? options.callbackShare : 0;
  const post = usualPost(settings, contactsPerMonth);
  return {
    contactsPerMonth,
    chatShare,
    callMinutes,
    waitMinutes,
    callbackShare,
    messagesPerChat,
    emailsPerMonth: options.emailsPerMonth ?? post.emailsPerMonth,
    tasksPerMonth: options.tasksPerMonth ?? post.tasksPerMonth,
    webRequestsPerMonth: options.webRequestsPerMonth ?? post.webRequestsPerMonth,
  };
}

/** A parser of options for commander. Throws BadInput on anything but a number in range. */
function numberFrom(option: string, from: number, to: number) {
  return (text: string): number => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (!(value >= from && value <= to))
      throw new BadInput(`${option}: expected a number from ${from} to ${to}, got "${text}".`);
    return value;
  };
}
