import type { Channel } from '../../core/contacts/channel.ts';

export type { Reference } from './action.ts';

import type { ActionType, FlowAction, FlowType, ParametersByType, Transitions } from './action.ts';

/**
 * Why a flow hangs up. Nohold hangs up on nobody without a reason that can be read and walked:
 * `callback`: the ledger holds a callback for this customer · `customer-choice`: they pressed the key that ends it ·
 * `agent-stays`: only an agent's attempt to pass the customer on ends ·
 * `full-for-a-day`: post that its queue had no place for, tried again and again ·
 * `guide-closed`: the page beside a contact, and not the contact ·
 * `terminal-message`: nothing is left, and the message just before said when and how else the center can be reached.
 */
export type Ending =
  | 'callback'
  | 'customer-choice'
  | 'agent-stays'
  | 'full-for-a-day'
  | 'guide-closed'
  | 'terminal-message';

export interface Flow {
  /** Also its Name in Connect. Stable: another id is another flow. */
  readonly id: string;
  readonly type: FlowType;
  readonly channel: Channel;
  readonly description: string;
  readonly startAction: string;
  readonly actions: readonly FlowAction[];
  /** The reason of each DisconnectParticipant, by its Identifier. Not part of what Connect is given. */
  readonly endings: Readonly<Record<string, Ending>>;
}

/** The step told next. Blocks go there unless they name another. */
export const onward = '';

/** What happens at a step and where each outcome leads: an id, or onward. */
export type Block = { [Type in ActionType]: BlockOf<Type> }[ActionType];

export interface BlockOf<Type extends ActionType> {
  readonly type: Type;
  readonly parameters: ParametersByType[Type];
  readonly transitions: Transitions;
  readonly ending?: Ending;
}

export type Step = Block & { readonly id: string };

export function step(id: string, block: Block): Step {
  return { ...block, id };
}

/** A flow from its steps, in the order they are told. Throws when the last step would lead onward, or two steps share an id: our own mistake. */
export function tell(about: Pick<Flow, 'id' | 'type' | 'channel' | 'description'>, steps: readonly Step[]): Flow {
  const endings: Record<string, Ending> = {};
  const seen = new Set<string>();
  const actions = steps.map((told, index) => {
    if (seen.has(told.id)) throw new Error(`flow ${about.id}: two steps are called ${told.id}`);
    seen.add(told.id);
    if (told.ending) endings[told.id] = told.ending;
    const following = steps[index + 1]?.id;
    return {
      Identifier: told.id,
      Type: told.type,
      Parameters: told.parameters,
      Transitions: leadOnward(told.transitions, following, `flow ${about.id}, step ${told.id}`),
    } as FlowAction;
  });
  const start = actions[0];
  if (!start) throw new Error(`flow ${about.id} has no steps`);
  return { ...about, startAction: start.Identifier, actions, endings };
}

function leadOnward(transitions: Transitions, following: string | undefined, where: string): Transitions {
  const to = (target: string): string => {
    if (target !== onward) return target;
    if (following === undefined) throw new Error(`${where} leads onward, but it is the last step`);
    return following;
  };
  const { NextAction, Errors, Conditions } = transitions;
  return {
    ...(NextAction === undefined ? {} : { NextAction: to(NextAction) }),
    ...(Errors && { Errors: Errors.map((branch) => ({ ...branch, NextAction: to(branch.NextAction) })) }),
    ...(Conditions && { Conditions: Conditions.map((branch) => ({ ...branch, NextAction: to(branch.NextAction) })) }),
  };
}
