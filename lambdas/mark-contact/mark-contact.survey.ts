import { isSampled, surveyPauseSeconds } from '../../core/contacts/survey.ts';
import { linkLife, newLink } from '../../core/links/link.ts';
import { judgeNumber } from '../../core/numbers/judgeNumber.ts';
import type { LinkKeys, LinkRows } from '../../core/ports.ts';
import type { ContactRow } from '../../core/rows/contact.ts';
import { addSeconds } from '../../core/time/units.ts';
import type { Texts } from '../../core/webPorts.ts';
import { numberRules } from '../number-rules.ts';
import { changeContact } from '../row-changes.ts';
import type { MarkWorld } from './mark-contact.ts';

export interface SurveyWorld {
  links: LinkRows;
  linkKeys: LinkKeys;
  texts: Texts;
  /** Where the web desk is reached. */
  deskAddress: string;
}

/**
 * Two questions by text to a sampled customer whose contact an agent has marked. Asked once in 30 days at most, whatever
 * fails: a question too many costs more than an answer too few.
 */
export async function askSampled(
  world: MarkWorld & { survey?: SurveyWorld | undefined },
  row: ContactRow,
  number: string | undefined,
): Promise<void> {
  const { survey, settings } = world;
  const { contactId, customerKey, queue, channel = 'voice' } = row;
  if (!survey || customerKey === undefined || queue === undefined || !isSampled(contactId, settings.survey.share))
    return;
  const verdict = judgeNumber(number, numberRules(settings));
  if (verdict.kind === 'refused' || !verdict.mayBeMobile) return;
  const now = world.clock.now();
  const budget = `survey#${customerKey}`;
  if ((await world.centerRows.spend(budget, 1, addSeconds(now, surveyPauseSeconds), contactId)) !== 'spent') return;
  const linkId = await survey.linkKeys.idOf(`survey#${contactId}`);
  const link = newLink({
    linkId,
    purpose: 'survey',
    queue,
    channel,
    sourceContactId: contactId,
    customerKey,
    numberCipher: await world.customers.encrypt(verdict.number),
    validUntil: addSeconds(now, linkLife.survey),
  });
  await survey.links.replace(link, undefined);
  const { validUntil = link.validUntil } = (await survey.links.get(linkId)) ?? {};
  const address = `${survey.deskAddress}/link/${await survey.linkKeys.sign(linkId, validUntil)}`;
  const sent = await survey.texts.send({
    to: verdict.number,
    content: `${settings.center.name}: two questions about your contact with us: ${address}`,
    clientToken: `survey-${contactId}`,
    relatedContactId: contactId,
  });
  if (sent !== 'sent') return;
  await changeContact(world.contacts, contactId, (known) => known && { ...known, surveyedAt: known.surveyedAt ?? now });
}
