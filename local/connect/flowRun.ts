import type { Seconds } from '../../core/time/units.ts';
import type { Timer } from '../clock/clock.ts';
import type { Branch, Step } from './blocks/block.ts';
import { blockNamed } from './blocks/catalogue.ts';
import type { Contact } from './contact.ts';
import { type Flow, type FlowAction, meets } from './language.ts';
import { lookup, resolve } from './references.ts';
import type { Switchboard } from './switchboard.ts';

/** How a flow left its contact: in a queue, cut off, or as it was (EndFlowExecution, or a branch that leads nowhere). */
export type FlowEnding = 'queued' | 'disconnected' | 'ended';

/** One flow running for one contact. What it says goes to the customer, in an agent's whisper to the agent. */
export interface FlowRun {
  readonly contact: Contact;
  flow: Flow;
  alive: boolean;
  /** Takes the keys pressed while a block listens. */
  onKeys: ((keys: string) => void) | undefined;
  /** Of the block that is running. */
  readonly timers: Set<Timer>;
  readonly onEnd: (ending: FlowEnding) => void;
}

export interface FlowRunner {
  /** `side`: who hears it, the customer (run) or the agent (agentRun). */
  start(contact: Contact, side: 'run' | 'agentRun', flow: Flow, onEnd: (ending: FlowEnding) => void): void;
  /** Ends it without its ending being reported: the contact is gone, or an agent takes over. */
  stop(run: FlowRun | null): void;
  press(run: FlowRun | null, keys: string): void;
}

/** A flow that runs this many blocks without a moment passing goes in circles. */
const MOST_BLOCKS_AT_ONCE = 1_000;

export function createFlowRunner(board: Switchboard): FlowRunner {
  function start(contact: Contact, side: 'run' | 'agentRun', flow: Flow, onEnd: (ending: FlowEnding) => void): void {
    const run: FlowRun = { contact, flow, alive: true, onKeys: undefined, timers: new Set(), onEnd };
    contact[side] = run;
    board.note(contact, { kind: 'flow-entered', flow: flow.name, flowType: flow.type });
    go(run, flow.start);
  }

  function stop(run: FlowRun | null): void {
    if (run === null || !run.alive) return;
    run.alive = false;
    quieten(run);
  }

  /** What a block was waiting for, or still had to say, ends with the block. */
  function quieten(run: FlowRun): void {
    run.onKeys = undefined;
    for (const timer of run.timers) timer.cancel();
    run.timers.clear();
  }

  function end(run: FlowRun, ending: FlowEnding): void {
    stop(run);
    run.onEnd(ending);
  }

  /** Runs block after block until one has to wait or the flow ends. */
  function go(run: FlowRun, from: string): void {
    let next: string | undefined = from;
    for (let blocks = 0; run.alive && next !== undefined; blocks += 1) {
      const circles = blocks === MOST_BLOCKS_AT_ONCE;
      const action: FlowAction | undefined = circles ? undefined : run.flow.actions.get(next);
      if (action === undefined) {
        end(run, circles ? 'disconnected' : 'ended');
        return;
      }
      next = runBlock(run, action);
    }
  }

  /** The action to run next; undefined when the block waits, or the flow has ended. */
  function runBlock(run: FlowRun, action: FlowAction): string | undefined {
    let answered = false;
    const resume = (branch: Branch): void => {
      if (answered || !run.alive) return;
      answered = true;
      const next = follow(run, action, branch);
      if (next !== undefined) go(run, next);
    };
    const branch = branchOf(run, action, resume);
    if (branch === 'waits') return undefined;
    answered = true;
    return follow(run, action, branch);
  }

  function branchOf(run: FlowRun, action: FlowAction, resume: (branch: Branch) => void): Branch | 'waits' {
    const block = blockNamed(action.Type);
    if (block === undefined) return { kind: 'error', error: 'NoMatchingError', detail: 'unknown block' };
    if (!block.channels.includes(run.contact.channel))
      return { kind: 'error', error: 'NoMatchingError', detail: `not in ${run.contact.channel}` };
    if (block.needsCustomer === true && !run.contact.onLine && run.flow.type !== 'AGENT_WHISPER')
      return { kind: 'error', error: 'NoMatchingError', detail: 'no customer on the line' };
    return block.run(stepOf(run, action, resume));
  }

  function stepOf(run: FlowRun, action: FlowAction, resume: (branch: Branch) => void): Step {
    const { contact } = run;
    return {
      board,
      contact,
      run,
      action,
      resume,
      text: (value) => resolve(String(value ?? ''), contact, board),
      lookup: (reference) => lookup(reference, contact, board),
      after: (seconds, then) => after(run, seconds, then),
    };
  }

  function after(run: FlowRun, seconds: number, then: () => void): Timer {
    const timer = board.deps.clock.after(seconds as Seconds, () => {
      run.timers.delete(timer);
      if (run.alive) then();
    });
    run.timers.add(timer);
    return timer;
  }

  function follow(run: FlowRun, action: FlowAction, branch: Branch): string | undefined {
    quieten(run);
    const taken = targetOf(run, action, branch);
    board.note(run.contact, {
      kind: 'block-run',
      flow: run.flow.name,
      block: action.Identifier,
      type: action.Type,
      branch: taken.label,
      ...('detail' in branch && branch.detail !== undefined ? { detail: branch.detail } : {}),
    });
    if (branch.kind === 'over') {
      end(run, branch.ending);
      return undefined;
    }
    if (branch.kind === 'flow') {
      run.flow = branch.flow;
      run.contact.memory.flowAttributes = {};
      board.note(run.contact, { kind: 'flow-entered', flow: branch.flow.name, flowType: branch.flow.type });
      return branch.flow.start;
    }
    if (taken.target === undefined) end(run, 'ended');
    return taken.target;
  }

  function targetOf(run: FlowRun, action: FlowAction, branch: Branch): { label: string; target: string | undefined } {
    const { NextAction, Errors = [], Conditions = [] } = action.Transitions;
    switch (branch.kind) {
      case 'next':
        return { label: 'next', target: NextAction };
      case 'error': {
        const own = Errors.find(({ ErrorType }) => ErrorType === branch.error);
        const any = Errors.find(({ ErrorType }) => ErrorType === 'NoMatchingError');
        return { label: branch.error, target: (own ?? any)?.NextAction ?? NextAction };
      }
      case 'condition': {
        const met = Conditions.find(({ Condition }) =>
          meets(
            branch.value,
            Condition.Operator,
            Condition.Operands.map((operand) => resolve(operand, run.contact, board)),
          ),
        );
        if (met !== undefined) return { label: branch.value, target: met.NextAction };
        const otherwise = Errors.find(({ ErrorType }) => ErrorType === 'NoMatchingCondition');
        return { label: 'NoMatchingCondition', target: otherwise?.NextAction ?? NextAction };
      }
      case 'flow':
        return { label: branch.flow.name, target: undefined };
      case 'over':
        return { label: branch.ending, target: undefined };
      default:
        return branch satisfies never;
    }
  }

  return {
    start,
    stop,
    press(run, keys) {
      if (run?.alive) run.onKeys?.(keys);
    },
  };
}
