/** Who asked an emulated service for what, counted. */
export interface RequestCounts {
  count(caller: string, action: string): void;
  /** Requests of `caller` (a function's logical id, or `operator`) for `action` such as `dynamodb:Query`. */
  of(caller: string, action: string): number;
  /** All counts as `caller → action → requests`. */
  all(): Record<string, Record<string, number>>;
  reset(): void;
}

export function createRequestCounts(): RequestCounts {
  const counts = new Map<string, Map<string, number>>();
  return {
    count(caller, action) {
      const byAction = counts.get(caller) ?? new Map<string, number>();
      counts.set(caller, byAction);
      byAction.set(action, (byAction.get(action) ?? 0) + 1);
    },
    of: (caller, action) => counts.get(caller)?.get(action) ?? 0,
    all: () => Object.fromEntries([...counts].map(([caller, byAction]) => [caller, Object.fromEntries(byAction)])),
    reset: () => counts.clear(),
  };
}
