import { linkLife, newLink } from '../../core/links/link.ts';
import type { LinkRow } from '../../core/rows/link.ts';
import { addSeconds, hours, type Instant, type Seconds } from '../../core/time/units.ts';
import { bodies, type DeskResponse } from './contract.ts';
import { once, refusedRequest, type Said } from './web-desk.answers.ts';
import { asPage, escaped, formHtml } from './web-desk.page.ts';
import { addressKeyOf, type DeskWorld, type Visit } from './web-desk.visit.ts';

export interface ChatWish {
  queue: string;
  displayName: string;
  /** Names the chat: asked again it is the same one. */
  seed: string;
  /** The contact it goes on from, and since when that has waited. */
  from?: { contactId: string; waitedSeconds: Seconds };
  /** What its agent is shown, as contact attributes. @default nothing */
  told?: Record<string, string>;
}

export type ChatStarted =
  | { kind: 'chat'; chatLinkId: string; chatUntil: Instant; contactId: string }
  | { kind: 'impossible'; reason: 'busy' | 'no-chat' };

/** Starts a chat and connects its customer: from here on they are there, whether or not their page stays open. */
export async function startChat(world: DeskWorld, wish: ChatWish, now: Instant): Promise<ChatStarted> {
  const { from, queue } = wish;
  const flowId = (await world.centerRows.directory())?.flows.chats?.[queue];
  if (flowId === undefined) return { kind: 'impossible', reason: 'no-chat' };
  const started = await world.chats.start({
    flowId,
    displayName: wish.displayName,
    clientToken: wish.seed,
    attributes: {
      ...wish.told,
      startedOn: 'web-desk',
      ...(from === undefined
        ? {}
        : { continuedFrom: from.contactId, waitedSeconds: String(Math.round(from.waitedSeconds)) }),
    },
    ...(from === undefined ? {} : { relatedContactId: from.contactId }),
  });
  if (started.kind !== 'started') return { kind: 'impossible', reason: started.kind === 'busy' ? 'busy' : 'no-chat' };
  const chatLinkId = await world.linkKeys.idOf(`chat#${wish.seed}`);
  const chatUntil = addSeconds(now, linkLife.chat);
  const link = newLink({
    linkId: chatLinkId,
    purpose: 'chat',
    queue,
    channel: 'chat',
    sourceContactId: from?.contactId ?? started.contactId,
    chatContactId: started.contactId,
    participantCipher: await world.customers.encrypt(started.participantToken),
    validUntil: chatUntil,
  });
  await world.links.replace(link, undefined);
  await world.chats.connect(started.participantToken);
  if (from !== undefined) await world.chats.placeAs(started.contactId, from.waitedSeconds);
  return { kind: 'chat', chatLinkId, chatUntil, contactId: started.contactId };
}

export async function postChat(visit: Visit): Promise<DeskResponse> {
  const { world, now } = visit;
  const body = visit.body(bodies.chat);
  if (!body || !world.settings.queues[body.queue]?.channels.includes('chat'))
    return visit.answer(refusedRequest(400, 'Check what you wrote.'));
  return once(visit, async (requestId) => {
    const { chatsPerAddressPerHour = 5 } = world.settings.web ?? {};
    const budget = `chats#${await addressKeyOf(visit)}#${new Date(now).toISOString().slice(0, 13)}`;
    const paid = await world.centerRows.spend(budget, chatsPerAddressPerHour, addSeconds(now, hours(2)), requestId);
    if (paid === 'exhausted')
      return visit.answer(refusedRequest(429, 'Too many chats were started from where you are.'));
    const wish = { queue: body.queue, displayName: body.name, seed: requestId, told: segmentTold(visit) };
    const chat = await startChat(world, wish, now);
    return visit.answer(chat.kind === 'chat' ? await chatSaid(world, chat) : refusedChat);
  });
}

/** The segment that a logged-in customer's token names: its chat is quoted by what that segment expects. */
function segmentTold({ world, request }: Visit): Record<string, string> {
  const segment = request.requestContext.authorizer?.segment;
  return typeof segment === 'string' && Object.hasOwn(world.settings.segments, segment) ? { segment } : {};
}

export const refusedChat: Said = refusedRequest(503, 'We cannot open a chat now. Try again in a minute.');

export async function chatSaid(
  world: DeskWorld,
  { chatLinkId, chatUntil }: { chatLinkId: string; chatUntil: Instant },
): Promise<Said> {
  const path = `/chat/${await world.linkKeys.sign(chatLinkId, chatUntil)}`;
  return { status: 202, title: 'Your chat is open', lines: [], next: { path, text: 'To the chat' }, goTo: path };
}

/** The page of a chat: what is said in a frame that renews itself, and below it the line to write in. */
export async function getChat(visit: Visit): Promise<DeskResponse> {
  const link = await chatLinkOf(visit);
  if (!link) return visit.answer(gone);
  const lines = await linesOf(visit.world, link);
  const path = `/chat/${visit.parameter('token')}`;
  const frame = `<iframe title="What is said" src="${escaped(`${visit.base}${path}/lines`)}"></iframe>`;
  const form = formHtml(visit.base, {
    path,
    button: 'Send',
    fields: [{ name: 'text', label: 'Your message', longest: 1000 }],
    // Sent twice by accident it is said once: a form is good for one line.
    hidden: { turn: String(visit.now) },
  });
  return visit.answer({
    status: 200,
    title: 'Chat',
    lines: lines === 'over' ? ['This chat has ended.'] : [],
    data: lines === 'over' ? { over: true } : { over: false, said: lines },
    html: lines === 'over' ? '' : `${frame}${form}`,
  });
}

const renewSeconds = 5;

export async function getChatLines(visit: Visit): Promise<DeskResponse> {
  const link = await chatLinkOf(visit);
  const lines = link ? await linesOf(visit.world, link) : 'over';
  if (lines === 'over') return visit.answer({ status: 200, title: 'What is said', lines: ['This chat has ended.'] });
  const html = `<ol aria-live="polite">${lines.map(({ from, text }) => `<li><strong>${names[from]}:</strong> ${escaped(text)}</li>`).join('')}</ol>`;
  const said: Said = { status: 200, title: 'What is said', lines: [], data: { said: lines }, html };
  const response = visit.answer(said);
  const isPage = response.headers['content-type']?.startsWith('text/html');
  return isPage ? { ...response, body: asPage(visit.world.settings, visit.base, said, renewSeconds) } : response;
}

const names = { customer: 'You', agent: 'Agent', center: 'Center' } as const;

export async function postChatLine(visit: Visit): Promise<DeskResponse> {
  const link = await chatLinkOf(visit);
  const body = visit.body(bodies.say);
  if (!link) return visit.answer(gone);
  if (!body) return visit.answer(refusedRequest(400, 'A message has 1 to 1000 characters.'));
  const connection = await visit.world.chats.connect(await visit.world.customers.decrypt(link.participantCipher ?? ''));
  const said = await visit.world.chats.say(connection, body.text, `${link.linkId}-${body.turn}`);
  if (said === 'over') return visit.answer(gone);
  const path = `/chat/${visit.parameter('token')}`;
  return visit.answer({ status: 202, title: 'Sent', lines: [], next: { path, text: 'Back to the chat' }, goTo: path });
}

const gone = refusedRequest(404, 'This chat is over, or its link is not good.');

async function chatLinkOf(visit: Visit): Promise<LinkRow | undefined> {
  const token = await visit.world.linkKeys.read(visit.parameter('token'), visit.now);
  if (token.kind !== 'valid') return undefined;
  const link = await visit.world.links.get(token.linkId);
  return link?.purpose === 'chat' ? link : undefined;
}

async function linesOf(world: DeskWorld, link: LinkRow) {
  const connection = await world.chats.connect(await world.customers.decrypt(link.participantCipher ?? ''));
  return world.chats.heard(connection);
}
