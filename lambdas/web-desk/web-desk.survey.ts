import type { LinkRow, LinkUse } from '../../core/rows/link.ts';
import { addSeconds, type Instant, minutes } from '../../core/time/units.ts';
import { bookCallback } from '../booking.ts';
import { noteInJourney } from '../journey-notes.ts';
import type { Performed } from '../link-use.ts';
import { changeContact } from '../row-changes.ts';
import type { Said } from './web-desk.answers.ts';
import { note } from './web-desk.booking.ts';
import { formHtml } from './web-desk.page.ts';
import type { DeskWorld, Visit } from './web-desk.visit.ts';

/** Two questions, and no room for words: nothing personal can be written. */
export function surveySaid(visit: Visit): Said {
  const easy: [string, string][] = [
    ['5', 'very easy'],
    ['4', 'easy'],
    ['3', 'neither'],
    ['2', 'hard'],
    ['1', 'very hard'],
  ];
  return {
    status: 200,
    title: 'Two questions',
    lines: ['About your last contact with us. If it is not solved, we call you.'],
    html: formHtml(visit.base, {
      path: `/link/${visit.parameter('token')}`,
      button: 'Send',
      hidden: { do: 'survey' },
      fields: [
        {
          name: 'solved',
          label: 'Is your matter solved?',
          options: [
            ['yes', 'Yes'],
            ['no', 'No, not yet'],
          ],
        },
        { name: 'easy', label: 'How easy was it for you?', options: easy },
      ],
    }),
  };
}

/** Who is told that they are called hears it only where that is in the ledger. */
const followUp = { notBefore: minutes(5), within: minutes(120) };

/** Idempotent in the link: the answer is a fact of its contact, the follow-up a callback of one name. */
export async function answerSurvey(
  world: DeskWorld,
  link: LinkRow,
  { solved, easy }: Extract<LinkUse, { kind: 'survey' }>,
  now: Instant,
): Promise<Performed> {
  const changed = await changeContact(
    world.contacts,
    link.sourceContactId,
    (row) =>
      row && { ...row, surveySolved: solved, surveyEasy: easy, ...(solved ? {} : { mark: 'not-yet', markedAt: now }) },
  );
  if (changed) await noteInJourney(world.contacts, changed.before, changed.after);
  if (solved) return { kind: 'done', result: { kind: 'surveyed' } };
  const number = await world.customers.decrypt(link.numberCipher ?? '');
  const promised = { notBefore: addSeconds(now, followUp.notBefore), promisedBy: addSeconds(now, followUp.within) };
  const callbackId = `cb-survey-${link.linkId}`;
  const book = (when: typeof promised | 'next-opening') =>
    bookCallback(world, {
      now,
      door: 'web',
      queue: link.queue,
      channel: 'voice',
      number,
      when,
      how: 'link',
      wording: 'survey-1',
      source: () => ({
        callbackId,
        sourceContactId: link.sourceContactId,
        placeSince: now,
        withinSeconds: followUp.within,
      }),
    });
  const soon = await book(promised);
  const booking = soon.kind === 'refused' && soon.reason === 'not-at-that-hour' ? await book('next-opening') : soon;
  note(world, link.queue, booking);
  // The matter stays open in the journey, whether or not we may call.
  if (booking.kind === 'refused') return { kind: 'done', result: { kind: 'surveyed' } };
  return { kind: 'done', result: { kind: 'surveyed', promisedBy: booking.callback.promisedBy } };
}
