import { isOwed, lineIn, type Matter, matterOf } from '../../core/contacts/journey.ts';
import type { JourneyAttributes } from '../../core/contacts/journeySummary.ts';
import { segmentOf } from '../../core/contacts/segment.ts';
import { DEFAULT_PRIORITY } from '../../core/routing/waitingLine.ts';
import type { ContactRow } from '../../core/rows/contact.ts';
import type { Journey } from '../../core/rows/journey.ts';
import type { RuntimeSettings } from '../../core/settings/runtime.ts';
import type { Instant } from '../../core/time/units.ts';
import { summaryFor } from '../journey-summary.ts';
import type { QuoteAnswer } from './contract.ts';

type Attributes = Readonly<Record<string, string>> | null | undefined;

/** As it was told on arrival: what the customer expects does not change while they wait. */
export const segmentFor = (
  { segments }: RuntimeSettings,
  row: ContactRow | undefined,
  attributes: Attributes,
  number: string | undefined,
  { matter }: Recognised,
): string | undefined =>
  row?.segment ?? segmentOf(segments, { named: attributes?.segment, number, isRepeat: matter !== undefined });

/** What a customer's journey means for the contact they make now. */
export interface Recognised {
  /** What they were in contact about before, if it is the same matter. */
  matter: Matter | undefined;
  /** Undefined: as everybody's. */
  priority: number | undefined;
  agentId: string | undefined;
  attributes: JourneyAttributes;
}

export function recognise(settings: RuntimeSettings, queue: string, journey: Journey, now: Instant): Recognised {
  const { repeatPriority, knownAgentSeconds } = settings.journey;
  const attributes = summaryFor(settings, queue, journey, now);
  const lineOf = lineIn(settings.queues);
  const matter = matterOf(journey, lineOf(queue), lineOf, now);
  const raised = matter !== undefined && repeatPriority < DEFAULT_PRIORITY && isOwed(matter);
  return {
    matter,
    priority: raised ? repeatPriority : undefined,
    agentId: knownAgentSeconds > 0 ? matter?.agentId : undefined,
    attributes,
  };
}

export const toldToFlow = ({
  attributes,
  priority,
  agentId,
}: Recognised): Pick<QuoteAnswer, 'journey' | 'repeat' | 'priority' | 'prefer' | 'agentId'> => ({
  ...attributes,
  priority: priority === undefined ? 'usual' : 'raised',
  prefer: agentId === undefined ? 'anybody' : 'agent',
  agentId: agentId ?? '',
});
