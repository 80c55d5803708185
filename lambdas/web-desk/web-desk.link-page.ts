import { isWanted } from '../../core/callbacks/ledger.ts';
import { isPost } from '../../core/contacts/channel.ts';
import type { CallbackRow } from '../../core/rows/callback.ts';
import type { LinkResult, LinkRow } from '../../core/rows/link.ts';
import type { Instant } from '../../core/time/units.ts';
import type { Said } from './web-desk.answers.ts';
import { promiseOf, timesOf } from './web-desk.booking.ts';
import { chatSaid } from './web-desk.chat.ts';
import { escaped, formHtml } from './web-desk.page.ts';
import type { DeskWorld, Visit } from './web-desk.visit.ts';

/** The callback a link is for, while it is to be made. */
export async function ownCallback(world: DeskWorld, link: LinkRow): Promise<CallbackRow | undefined> {
  const row = await world.callbacks.get(link.callbackKey ?? '');
  return row?.callbackId === link.callbackId && row && isWanted(row) ? row : undefined;
}

export async function continueSaid(visit: Visit, link: LinkRow): Promise<Said> {
  const { world, base, now } = visit;
  const path = `/link/${visit.parameter('token')}`;
  const queue = world.settings.queues[link.queue];
  const times = link.numberCipher === undefined ? [] : await timesOf(world, link.queue, now);
  const forms = [
    ...(queue?.channels.includes('chat')
      ? [
          formHtml(base, {
            path,
            heading: 'Go on by chat, in your place',
            button: 'Open a chat',
            hidden: { do: 'chat' },
          }),
        ]
      : []),
    ...(link.numberCipher === undefined
      ? []
      : [
          formHtml(base, {
            path,
            heading: 'Be called back at a time that suits',
            button: 'Call me then',
            hidden: { do: 'callback' },
            fields: [{ name: 'startsAt', label: 'When', options: [['', 'As early as we can keep'], ...times] }],
          }),
        ]),
    ...(queue?.answerLink === undefined
      ? []
      : [`<h2>Help yourself</h2><p><a href="${escaped(queue.answerLink)}">${escaped(queue.answerLink)}</a></p>`]),
  ];
  return {
    status: 200,
    title: 'How shall we go on?',
    lines: [
      `${isPost(link.channel) ? 'Your message keeps its place' : 'Your place on the telephone is held'} until you choose. This link works once.`,
    ],
    data: {
      mayChat: queue?.channels.includes('chat') ?? false,
      times: times.map(([startsAt]) => startsAt),
      ...(queue?.answerLink === undefined ? {} : { answerLink: queue.answerLink }),
    },
    html: forms.join(''),
  };
}

export async function manageSaid(visit: Visit, link: LinkRow): Promise<Said> {
  const { world, base, now } = visit;
  const callback = await ownCallback(world, link);
  if (!callback) return { status: 200, title: 'Your callback', lines: ['It is over.'] };
  const path = `/link/${visit.parameter('token')}`;
  const times = await timesOf(world, link.queue, now);
  const move = formHtml(base, {
    path,
    heading: 'Another time',
    button: 'Move it',
    hidden: { do: 'move' },
    fields: [{ name: 'startsAt', label: 'When', options: times }],
  });
  return {
    status: 200,
    title: 'Your callback',
    lines: [promiseOf(world, callback, now)],
    data: { promisedBy: callback.promisedBy, times: times.map(([startsAt]) => startsAt) },
    html: `${times.length === 0 ? '' : move}${formHtml(base, { path, heading: 'Not needed any more', button: 'Cancel it', hidden: { do: 'cancel' } })}`,
  };
}

/** Made from the stored result alone: a retry reads the same. */
export async function resultSaid(world: DeskWorld, link: LinkRow, result: LinkResult, now: Instant): Promise<Said> {
  switch (result.kind) {
    case 'callback': {
      const token = await world.linkKeys.sign(result.manageLinkId, result.manageUntil);
      const { startsAt: notBefore, promisedBy } = result;
      return {
        status: 202,
        title: 'We will call you back',
        lines: [promiseOf(world, { notBefore, promisedBy }, link.used?.at ?? now)],
        data: { startsAt: notBefore, promisedBy },
        next: { path: `/link/${token}`, text: 'Move or cancel it' },
      };
    }
    case 'open-callback':
      return {
        status: 202,
        title: 'You have a callback already',
        lines: ['It stays as it is. To change it, call us from your number.'],
        data: { promisedBy: result.promisedBy },
      };
    case 'chat':
      return chatSaid(world, result);
    case 'surveyed':
      return {
        status: 202,
        title: 'Thank you',
        lines: [
          ...(result.promisedBy === undefined
            ? []
            : [
                'It is not solved yet, so we call you.',
                promiseOf(
                  world,
                  { notBefore: link.used?.at ?? now, promisedBy: result.promisedBy },
                  link.used?.at ?? now,
                ),
              ]),
        ],
        data: result.promisedBy === undefined ? {} : { promisedBy: result.promisedBy },
      };
    case 'cancelled':
      return { status: 202, title: 'Your callback is cancelled', lines: [] };
    default:
      return result satisfies never;
  }
}
