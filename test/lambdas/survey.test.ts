import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { memoryRows } from '../../adapters/memory/rows.ts';
import { intervalFigures } from '../../core/contacts/intervals.ts';
import { isSampled } from '../../core/contacts/survey.ts';
import * as kpi from '../../core/kpi/figures.ts';
import { sumIntervals } from '../../core/kpi/sums.ts';
import { linkLife } from '../../core/links/link.ts';
import type { LinkKeys } from '../../core/ports.ts';
import type { LinkRow } from '../../core/rows/link.ts';
import { addSeconds, hours, seconds, toIso } from '../../core/time/units.ts';
import { request } from '../../lambdas/mark-contact/contract.ts';
import { makeMarkContact } from '../../lambdas/mark-contact/mark-contact.ts';
import { answerSurvey } from '../../lambdas/web-desk/web-desk.survey.ts';
import type { DeskWorld } from '../../lambdas/web-desk/web-desk.visit.ts';
import { aSettings, aWorld, flowEvent, noon, queueArn } from './world.ts';

const mobile = '+12065550123';
const linkKeys: LinkKeys = {
  idOf: async (seed) => `id of ${seed}`,
  sign: async (linkId) => `token-${linkId}`,
  read: async () => ({ kind: 'forged' }),
};

/** A desk where everybody is asked, unless a share says otherwise. */
async function aDesk(share = 1) {
  const settings = { ...aSettings(), survey: { share } };
  const world = aWorld({ settings });
  await world.settle();
  const { links } = memoryRows(world.clock);
  const texts: string[] = [];
  const mark = makeMarkContact({
    ...world,
    survey: {
      links,
      linkKeys,
      texts: {
        async send({ content }) {
          texts.push(content);
          return 'sent';
        },
      },
      deskAddress: 'https://desk.example',
    },
  });
  const handle = async (contactId: string, from = mobile, pressed = 'solved'): Promise<void> => {
    await world.quote(contactId, {}, from);
    const at = toIso(world.clock.now());
    const agentInfo = { agentArn: 'agent/ana', connectedToAgentTimestamp: at };
    await world.hear('CONNECTED_TO_AGENT', contactId, { queueInfo: { queueArn, enqueueTimestamp: at }, agentInfo });
    await mark(z.parse(request, flowEvent(`mark-${contactId}`, { do: pressed }, from, { initial: contactId })));
    await world.hear('DISCONNECTED', contactId, { disconnectTimestamp: at });
  };
  const linkOf = async (contactId: string) => (await links.get(`id of survey#${contactId}`)) as LinkRow;
  return { world, texts, handle, linkOf, desk: { ...world, links, linkKeys } as unknown as DeskWorld };
}

describe('a sampled customer', () => {
  test('is sent a link by text, without a number or a name in it, and asked again only 30 days later', async () => {
    const { world, texts, handle, linkOf } = await aDesk();
    await handle('first');
    expect(texts).toEqual([
      'Acme: two questions about your contact with us: https://desk.example/link/token-id of survey#first',
    ]);
    expect(await world.contacts.get('first')).toMatchObject({ surveyedAt: noon, mark: 'solved' });
    expect(await linkOf('first')).toMatchObject({ purpose: 'survey', validUntil: addSeconds(noon, linkLife.survey) });
    world.clock.advance(hours(24));
    await handle('second');
    await handle('other', '+12065550124');
    expect(texts).toHaveLength(2);
    expect(await world.contacts.get('second')).not.toHaveProperty('surveyedAt');
  });

  test('is one of the share that settings name, and always the same one', () => {
    const ids = Array.from({ length: 4000 }, (_, index) => `contact-${index}`);
    const asked = ids.filter((id) => isSampled(id, 0.25));
    expect(asked.length / ids.length).toBeCloseTo(0.25, 1);
    expect(asked).toEqual(ids.filter((id) => isSampled(id, 0.25)));
    expect(ids.filter((id) => isSampled(id, 0))).toEqual([]);
  });

  test('nobody is asked where the share is 0', async () => {
    const { texts, handle } = await aDesk(0);
    await handle('first');
    expect(texts).toEqual([]);
  });
});

describe('the answer', () => {
  test('solved: kept on the contact, and nobody is called', async () => {
    const { world, desk, handle, linkOf } = await aDesk();
    await handle('first');
    const done = await answerSurvey(desk, await linkOf('first'), { kind: 'survey', solved: true, easy: 4 }, noon);
    expect(done).toEqual({ kind: 'done', result: { kind: 'surveyed' } });
    expect(await world.contacts.get('first')).toMatchObject({ surveySolved: true, surveyEasy: 4, mark: 'solved' });
    expect(world.all().callbacks).toEqual([]);
  });

  test('not solved: a promised call in the ledger, once, and the matter is open again', async () => {
    const { world, desk, handle, linkOf } = await aDesk();
    await handle('first');
    const link = await linkOf('first');
    const use = { kind: 'survey', solved: false, easy: 2 } as const;
    const first = await answerSurvey(desk, link, use, noon);
    expect(first).toEqual({ kind: 'done', result: { kind: 'surveyed', promisedBy: addSeconds(noon, hours(2)) } });
    expect(await answerSurvey(desk, link, use, noon)).toEqual(first);
    expect(world.all().callbacks).toMatchObject([
      { state: 'PENDING', sourceContactId: 'first', consent: { door: 'web', how: 'link', wording: 'survey-1' } },
    ]);
    expect(await world.contacts.get('first')).toMatchObject({ surveySolved: false, mark: 'not-yet' });
    world.clock.advance(hours(1));
    expect((await world.quote('again', {}, mobile)).journey).toContain('not solved yet');
  });

  test('when the center is closed in two hours the call is promised for its next opening', async () => {
    const { world, desk, handle, linkOf } = await aDesk();
    await handle('first');
    world.clock.advance(hours(9));
    const late = world.clock.now();
    const done = await answerSurvey(desk, await linkOf('first'), { kind: 'survey', solved: false, easy: 1 }, late);
    expect(done).toMatchObject({ kind: 'done', result: { kind: 'surveyed' } });
    expect(world.all().callbacks).toMatchObject([{ kind: 'next-opening' }]);
  });
});

test('n and response rate stand beside the figures; of nobody asked nothing is known', () => {
  const row = (facts: object) => ({ schemaVersion: 1, version: 1, contactId: 'c', expiresAt: 0, ...facts });
  const contacts = [
    row({ surveyedAt: noon, surveySolved: true, surveyEasy: 5 }),
    row({ surveyedAt: noon, surveySolved: false, surveyEasy: 2 }),
    row({ surveyedAt: noon }),
    row({}),
  ];
  const sums = sumIntervals([
    intervalFigures(noon, contacts, { thresholdSeconds: seconds(20), shortAbandonSeconds: seconds(5) }),
  ]);
  expect(sums).toMatchObject({ surveyedCount: 3, surveyAnsweredCount: 2 });
  expect(kpi.surveyResponseShare(sums)).toBeCloseTo(2 / 3, 9);
  expect(kpi.surveySolvedShare(sums)).toBe(0.5);
  expect(kpi.surveyEasyMean(sums)).toBe(3.5);
  expect(kpi.surveySolvedShare(sumIntervals([]))).toBeUndefined();
});
