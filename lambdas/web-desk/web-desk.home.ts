import type { DeskResponse } from './contract.ts';
import { timesOf } from './web-desk.booking.ts';
import { formHtml, tableHtml } from './web-desk.page.ts';
import type { Visit } from './web-desk.visit.ts';
import { type WaitNow, waitsNow } from './web-desk.waits.ts';

export async function getWaits(visit: Visit): Promise<DeskResponse> {
  const waits = await waitsNow(visit.world);
  return visit.answer({
    status: 200,
    title: 'The wait right now',
    lines: [],
    data: { waits },
    html: waitsTable(visit, waits),
  });
}

/** The whole desk on one page: what to expect, and what to do about it. */
export async function getHome(visit: Visit): Promise<DeskResponse> {
  const { world, base } = visit;
  const waits = await waitsNow(world);
  const queues = Object.entries(world.settings.queues);
  const forms: string[] = [];
  if (world.settings.web?.bookings === 'anyone') {
    for (const [name, { spokenName, channels }] of queues) {
      if (!channels.includes('voice')) continue;
      const times = await timesOf(world, name, visit.now);
      forms.push(
        formHtml(base, {
          path: '/callbacks',
          heading: `A call about ${spokenName}`,
          button: 'Call me',
          hidden: { queue: name },
          fields: [
            {
              name: 'number',
              label: 'Your number',
              type: 'tel',
              longest: 40,
              autocomplete: 'tel',
              hint: 'We call only if you ask for it here, and a key press comes before anybody of us.',
            },
            { name: 'startsAt', label: 'When', options: [['', 'As early as we can keep'], ...times] },
          ],
        }),
      );
    }
  }
  const chatQueues = queues.filter(([, { channels }]) => channels.includes('chat'));
  if (chatQueues.length > 0) {
    forms.push(
      formHtml(base, {
        path: '/chats',
        heading: 'Write to us',
        button: 'Open a chat',
        fields: [
          { name: 'queue', label: 'About', options: chatQueues.map(([name, { spokenName }]) => [name, spokenName]) },
          { name: 'name', label: 'Your name', autocomplete: 'name' },
        ],
      }),
    );
  }
  return visit.answer({
    status: 200,
    title: world.settings.center.name,
    lines: [],
    data: { waits },
    html: `${waitsTable(visit, waits)}${forms.join('')}`,
  });
}

const waitsTable = ({ world }: Visit, waits: readonly WaitNow[]): string =>
  tableHtml(
    'The wait right now',
    ['About', 'How', 'Wait'],
    waits.map(({ queue, channel, say }) => [
      world.settings.queues[queue]?.spokenName ?? queue,
      channelNames[channel] ?? channel,
      say,
    ]),
  );

const channelNames: Readonly<Record<string, string>> = {
  voice: 'Telephone',
  chat: 'Chat',
  email: 'E-mail',
  task: 'Task',
};
