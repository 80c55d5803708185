import type { LambdaResult } from '../connect.ts';
import {
  type Block,
  type Branch,
  EVERY_CHANNEL,
  failed,
  next,
  type Step,
  textProblems,
  wholeNumberProblems,
} from './block.ts';
import { lambdaEventOf } from './lambdaEvent.ts';

const LONGEST_LIMIT_SECONDS = 8;
const MOST_ANSWER_BYTES = 32_768;
/** Connect retries what failed or was throttled up to three times inside the limit. */
const MOST_RETRIES = 3;
const RETRY_PAUSE_SECONDS = 0.1;

export const invokeLambdaFunction: Block = {
  type: 'InvokeLambdaFunction',
  flowTypes: 'all',
  errors: ['NoMatchingError'],
  requiredErrors: ['NoMatchingError'],
  channels: EVERY_CHANNEL,
  problems: (parameters) => [
    ...textProblems(parameters, 'LambdaFunctionARN'),
    ...wholeNumberProblems(parameters, 'InvocationTimeLimitSeconds', { least: 1, most: LONGEST_LIMIT_SECONDS }),
    ...(parameters.InvocationType === 'ASYNCHRONOUS' ? ['InvocationType ASYNCHRONOUS is not emulated'] : []),
  ],
  run(step) {
    const functionArn = step.text(step.action.Parameters.LambdaFunctionARN);
    if (!step.board.resources.functions.has(functionArn)) return failed(`${functionArn} is not associated`);
    const limitSeconds = Number(step.action.Parameters.InvocationTimeLimitSeconds);
    invoke(step, {
      functionArn,
      endsAt: step.board.now() + limitSeconds * 1000,
      attempt: 0,
      payload: lambdaEventOf(step),
    });
    return 'waits';
  },
};

interface Invocation {
  readonly functionArn: string;
  /** When the time limit is spent, epoch milliseconds. */
  readonly endsAt: number;
  readonly attempt: number;
  readonly payload: ReturnType<typeof lambdaEventOf>;
}

function invoke(step: Step, invocation: Invocation): void {
  const { board, contact, run } = step;
  const functionName = nameOf(invocation.functionArn);
  const remainingSeconds = (invocation.endsAt - board.now()) / 1000;
  const parameters = invocation.payload.Details.Parameters;
  board.note(contact, { kind: 'lambda-asked', functionName, parameters, attempt: invocation.attempt });
  const release = board.deps.clock.busy();
  board.deps
    .invokeLambda(invocation.functionArn, invocation.payload, remainingSeconds)
    .catch((error: unknown): LambdaResult => ({ kind: 'fault', cause: String(error) }))
    .then((result) => {
      if (run.alive) settle(step, invocation, result);
    })
    .finally(release);
}

function settle(step: Step, invocation: Invocation, result: LambdaResult): void {
  const { board, contact, resume, after } = step;
  const functionName = nameOf(invocation.functionArn);
  if (result.kind === 'answer') {
    resume(accept(step, functionName, result.payload));
    return;
  }
  board.note(contact, { kind: 'lambda-failed', functionName, cause: result.cause });
  const retryAt = board.now() + RETRY_PAUSE_SECONDS * 1000;
  if (result.cause === 'timeout') {
    // The caller hears silence until the limit is spent.
    after(Math.max(0, (invocation.endsAt - board.now()) / 1000), () => resume(failed('timeout')));
  } else if (invocation.attempt < MOST_RETRIES && retryAt < invocation.endsAt) {
    after(RETRY_PAUSE_SECONDS, () => invoke(step, { ...invocation, attempt: invocation.attempt + 1 }));
  } else resume(failed(result.cause));
}

function accept({ action, board, contact }: Step, functionName: string, payload: unknown): Branch {
  const size = Buffer.byteLength(JSON.stringify(payload) ?? '');
  if (size > MOST_ANSWER_BYTES) return refuse(`answer of ${size} bytes, at most ${MOST_ANSWER_BYTES} are allowed`);
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return refuse('answer is no object');
  const validation = action.Parameters.ResponseValidation as { ResponseType?: string } | undefined;
  const nested = Object.entries(payload).find(([, value]) => typeof value === 'object' && value !== null);
  if (validation?.ResponseType !== 'JSON' && nested !== undefined) return refuse(`answer's ${nested[0]} is no text`);
  contact.memory.external = payload as Record<string, unknown>;
  const answer = Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, String(value)]));
  board.note(contact, { kind: 'lambda-answered', functionName, answer });
  return next;

  function refuse(cause: string): Branch {
    board.note(contact, { kind: 'lambda-failed', functionName, cause });
    return failed(cause);
  }
}

const nameOf = (functionArn: string): string => functionArn.split(':')[6] ?? functionArn;
