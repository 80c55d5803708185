/** A fault of the world, named so that whoever reads the log knows what to do. Never carries a number or a payload. */
export class Fault extends Error {
  readonly operation: string;
  /** Asking again may help. Whether it is safe to ask again is the caller's to know. */
  readonly retryable: boolean;
  readonly hint: string;

  constructor(operation: string, cause: unknown, retryable: boolean, hint: string) {
    super(`${operation}: ${nameOf(cause)}. ${hint}`);
    this.name = 'Fault';
    this.operation = operation;
    this.retryable = retryable;
    this.hint = hint;
  }
}

/** The error's class only: AWS's messages may quote the request, a number included. */
export const nameOf = (cause: unknown): string => (cause instanceof Error ? cause.name : typeof cause);

const passing =
  /Throttl|TooManyRequests|ProvisionedThroughput|RequestLimit|LimitExceeded|Timeout|ECONN|EPIPE|ENOTFOUND|Unavailable|Internal|SlowDown/i;

/** Turns what an SDK client threw into a Fault. */
export function faultOf(operation: string, cause: unknown): Fault {
  if (cause instanceof Fault) return cause;
  const name = nameOf(cause);
  if (/AccessDenied|NotAuthorized/i.test(name)) {
    return new Fault(
      operation,
      cause,
      false,
      "The function's role lacks this action; add the grant where the construct is made.",
    );
  }
  if (/ResourceNotFound/i.test(name)) {
    return new Fault(operation, cause, false, 'The resource is gone or in another account; deploy again.');
  }
  const code = (cause as { code?: unknown } | null)?.code;
  if (passing.test(name) || (typeof code === 'string' && passing.test(code))) {
    return new Fault(operation, cause, true, 'Passing: it is asked again by whoever drives this function.');
  }
  return new Fault(operation, cause, false, 'Not a fault that passes by itself; see the request in the trace.');
}
