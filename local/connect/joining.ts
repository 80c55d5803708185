import type { Contact, Hook } from './contact.ts';
import { idOf } from './resources.ts';
import type { Switchboard } from './switchboard.ts';

/** From an agent's taking a contact to the two speaking: whispers, and for a callback the ringing in between. */
export interface Joining {
  begin(contact: Contact): void;
}

export function createJoining(board: Switchboard): Joining {
  function begin(contact: Contact): void {
    contact.stage = 'whispering';
    board.guides.open(contact);
    if (contact.callback === null) whisperToBoth(contact);
    else
      whisper(contact, 'agentRun', hooked(contact, 'AgentWhisper'), () =>
        board.callbacks.ringCustomer(contact, () => {
          contact.stage = 'whispering';
          const queue = board.resources.queues.get(contact.queueId ?? '');
          whisper(contact, 'run', queue?.outboundWhisperFlowId, () => join(contact));
        }),
      );
  }

  /** Customer and agent each hear their own; they are joined once both are through. */
  function whisperToBoth(contact: Contact): void {
    let listening = 2;
    const through = (): void => {
      listening -= 1;
      if (listening === 0) join(contact);
    };
    whisper(contact, 'agentRun', hooked(contact, 'AgentWhisper'), through);
    whisper(contact, 'run', hooked(contact, 'CustomerWhisper'), through);
  }

  const hooked = (contact: Contact, hook: Hook): string | undefined => contact.hooks[hook];

  function whisper(contact: Contact, side: 'run' | 'agentRun', flowId: string | undefined, through: () => void): void {
    const flow = board.resources.flows.get(idOf(flowId ?? ''));
    if (flow === undefined) {
      through();
      return;
    }
    board.flows.start(contact, side, flow, () => {
      if (contact.stage === 'whispering') through();
    });
  }

  function join(contact: Contact): void {
    const { agent, person } = contact;
    if (agent === null || contact.stage !== 'whispering') return;
    contact.stage = 'connected';
    contact.connectedToAgentAt = board.now();
    board.metrics.answered(contact);
    board.agents.talk(agent, contact);
    board.note(contact, {
      kind: 'connected',
      agent,
      queue: board.resources.queues.get(contact.queueId ?? '')?.name ?? '',
      waitSeconds: (board.now() - (contact.enqueuedAt ?? board.now())) / 1000,
    });
    board.events.publish(contact, 'CONNECTED_TO_AGENT');
    if (person.handleSeconds === undefined) return;
    const talkSeconds = person.handleSeconds - afterContactWorkSeconds(contact);
    // Whoever wrote is not there to hang up: the agent closes it.
    const reason =
      contact.channel === 'EMAIL' || contact.channel === 'TASK' ? 'AGENT_DISCONNECT' : 'CUSTOMER_DISCONNECT';
    board.later(contact, talkSeconds, () => board.lines.end(contact, reason));
  }

  return { begin };
}

/** Never more than the whole handle time. */
export function afterContactWorkSeconds({ person }: Contact): number {
  const wanted = person.afterContactWorkSeconds ?? 0;
  return Math.max(0, Math.min(wanted, person.handleSeconds ?? wanted));
}
