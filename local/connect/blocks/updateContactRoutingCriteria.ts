import { type Block, EVERY_CHANNEL, failed, INBOUND_FLOWS, next } from './block.ts';

interface Criteria {
  readonly Steps?: readonly {
    readonly Expression?: {
      readonly AttributeCondition?: {
        readonly ComparisonOperator?: string;
        readonly MatchCriteria?: { readonly AgentsCriteria?: { readonly AgentIds?: readonly string[] } };
      };
    };
    readonly Expiry?: { readonly DurationInSeconds?: string };
  }[];
}

const agentIdsOf = (step: NonNullable<Criteria['Steps']>[number] | undefined): readonly string[] | undefined =>
  step?.Expression?.AttributeCondition?.MatchCriteria?.AgentsCriteria?.AgentIds;

/** Preferred agents for some seconds, one step of them. Predefined attributes and proficiencies are not emulated. */
export const updateContactRoutingCriteria: Block = {
  type: 'UpdateContactRoutingCriteria',
  flowTypes: [...INBOUND_FLOWS, 'CUSTOMER_QUEUE'],
  errors: ['NoMatchingError'],
  requiredErrors: ['NoMatchingError'],
  channels: EVERY_CHANNEL,
  problems(parameters) {
    const { Steps = [] } = (parameters.RoutingCriteria ?? {}) as Criteria;
    const [step] = Steps;
    if (Steps.length !== 1 || agentIdsOf(step) === undefined)
      return ['RoutingCriteria needs one step with MatchCriteria.AgentsCriteria.AgentIds; others are not emulated'];
    const seconds = step?.Expiry?.DurationInSeconds ?? '';
    return /^[1-9]\d*$/.test(seconds) ? [] : ['Expiry.DurationInSeconds must be a whole number of seconds, as text'];
  },
  run({ action, contact, text }) {
    const [step] = (action.Parameters.RoutingCriteria as Criteria).Steps ?? [];
    const agentIds = (agentIdsOf(step) ?? []).map((id) => text(id)).filter((id) => id !== '');
    if (agentIds.length === 0) return failed('no agent named');
    contact.preferredAgents = { agentIds, seconds: Number(step?.Expiry?.DurationInSeconds) };
    return next;
  },
};
