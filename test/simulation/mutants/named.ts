import { type Mutant, sourceOf } from './mutant.ts';

/** Mistakes people make in such code. `[name, file, what stands there, what is written in its place]` */
const mistakes: readonly (readonly [string, string, string, string])[] = [
  [
    'a fresh token for every try',
    'lambdas/dial-callback/dial-callback.ts',
    'clientToken: name',
    'clientToken: String(world.clock.now())',
  ],
  ['acknowledged before it is written', 'lambdas/edge/batch.ts', 'await run(each);', 'void run(each).catch(() => {});'],
  [
    'an ambiguous result is tried again',
    'lambdas/dial-callback/dial-callback.ts',
    "world.log.error('dial result unknown'",
    "await advanceCallback(world, callbackKey, callbackId, () => ({ kind: 'not-found', attempt, at: world.clock.now() })).catch(() => {});\n    world.log.error('dial result unknown'",
  ],
  ['the sweep is skipped', 'lambdas/sweep/sweep.ts', 'if (!directory) {', 'if (directory) {'],
  [
    'the clock of the function is trusted when Connect is searched',
    'core/callbacks/ledger.ts',
    'clocksApartSeconds = minutes(5)',
    'clocksApartSeconds = minutes(0)',
  ],
  [
    'asks again after one minute',
    'core/callbacks/ledger.ts',
    'reconcileAfterSeconds = minutes(15)',
    'reconcileAfterSeconds = minutes(1)',
  ],
  [
    'does not ask Connect before it dials again',
    'lambdas/sweep/sweep.callbacks.ts',
    'const found = await world.center.findByName(name, addSeconds(row.since, seconds(-clocksApartSeconds)), now);',
    'const found = undefined as Awaited<ReturnType<typeof world.center.findByName>>;',
  ],
  [
    'never asks what became of a call',
    'lambdas/sweep/sweep.callbacks.ts',
    'return settleLeg(world, directory, row, now);',
    'return;',
  ],
  [
    'says the promise before the row is written',
    'lambdas/booking.ts',
    "if ((await world.callbacks.replace(decision.row, decision.expectedVersion)) === 'written') {",
    'void world.callbacks.replace(decision.row, decision.expectedVersion).catch(() => {});\n        if (decision) {',
  ],
  [
    'a number in the log',
    'lambdas/dial-callback/dial-callback.ts',
    "world.metrics.ofCenter(placed.kind === 'placed'",
    "world.log.info('dialled', { reason: number });\n    world.metrics.ofCenter(placed.kind === 'placed'",
  ],
  [
    'the number in the message of the queue',
    'lambdas/sweep/sweep.callbacks.ts',
    'rows.map(({ callbackKey, callbackId, attempt }) => ({ callbackKey, callbackId, attempt }));',
    'await Promise.all(rows.map(async ({ callbackKey, callbackId, attempt, numberCipher }) => ({ callbackKey, callbackId, attempt, number: await (world as never as { customers: { decrypt(text: string): Promise<string> } }).customers.decrypt(numberCipher) })));',
  ],
  [
    "calls the center's own number",
    'core/numbers/judgeNumber.ts',
    "if (rules.ownNumbers.includes(number)) return refused('own-number');",
    '',
  ],
  [
    'any country is called',
    'core/numbers/judgeNumber.ts',
    "if (!rules.allowedCountries.includes(parsed.country)) return refused('country-not-allowed');",
    '',
  ],
  [
    "does not look at the customer's calling hours when it dials",
    'core/callbacks/dialTime.ts',
    'const rings = zones.length === 0 ? undefined : nextRingAt(now, zones, ringing);',
    'const rings = now;',
  ],
  [
    'dials while the queue is closed',
    'core/callbacks/dialTime.ts',
    'if (!hours || isOpenAt(hours, hours.timeZone, now)) return undefined;',
    'if (hours) return undefined;',
  ],
  ['attempts are not counted', 'core/callbacks/retry.ts', 'if (left <= 0) return undefined;', ''],
  [
    'a contact that shall end is not ended',
    'lambdas/row-changes.ts',
    'if (stop !== undefined) {',
    'if (stop === null) {',
  ],
  [
    'closed at once although the contact lives',
    'core/callbacks/ledger.ts',
    'return stopping({ ...row, reason, cancelRequestedAt: at }, at);',
    "return ended(row, 'CANCELLED', reason, at, rules);",
  ],
  [
    'the history is not written',
    'lambdas/row-changes.ts',
    ': await callbacks.close(row, before.version);',
    ': await callbacks.replace(row, before.version);',
  ],
  [
    'the last event wins',
    'core/contacts/fold.ts',
    'if (value !== undefined && (known === undefined || value < known)) joined[name] = value;',
    'if (known !== undefined || name in facts) joined[name] = value;',
  ],
  [
    'an event of another call settles this one',
    'core/callbacks/ledger.ts',
    "if (row.contactId !== contactId) return unchanged('another contact');",
    '',
  ],
  [
    'what was taken back counts as open',
    'core/callbacks/ledger.ts',
    "['COMPLETED', 'EXHAUSTED', 'CANCELLED', 'EXPIRED', 'REJECTED']",
    "['COMPLETED', 'EXHAUSTED', 'EXPIRED', 'REJECTED']",
  ],
  [
    'a second callback beside the open one',
    'lambdas/booking.ts',
    'await world.callbacks.replace(decision.row, decision.expectedVersion)',
    'await world.callbacks.replace(decision.row, (await world.callbacks.get(callbackKey))?.version)',
  ],
  [
    'one poisoned message fails its whole batch',
    'lambdas/edge/batch.ts',
    'failed.set(messageId, error);\n      }',
    'throw error;\n      }',
  ],
  [
    'ghosts stay',
    'lambdas/sweep/sweep.waiting.ts',
    'const suspects = suspectsOf(page.entries, counted, now).slice(0, left);',
    'const suspects = suspectsOf(page.entries, counted, now).slice(0, 0);',
  ],
  [
    'a failed quote answers what no flow understands',
    'lambdas/quote-wait/contract.ts',
    "export const safeAnswer: QuoteAnswer = {\n  offer: 'none',",
    "export const safeAnswer: QuoteAnswer = {\n  offer: 'sorry' as never,",
  ],
  [
    'a metric is divided by nothing',
    'core/contacts/settlement.ts',
    'WaitSeconds: Math.max(0, secondsBetween(askedAt, answeredAt))',
    'WaitSeconds: Math.max(0, secondsBetween(askedAt, answeredAt)) / Number(answeredAt < askedAt)',
  ],
  [
    'what is due again is forgotten',
    'core/callbacks/ledger.ts',
    "return moved(following, 'PENDING', at, { reason: disposition, notBefore, dueAt: notBefore });",
    "return moved(following, 'PENDING', at, { reason: disposition, notBefore, dueAt: addSeconds(notBefore, hours(900)) });",
  ],
];

export const namedMutants = (): Mutant[] =>
  mistakes.map(([name, file, find, text]) => {
    const at = sourceOf(file).indexOf(find);
    if (at < 0 || sourceOf(file).indexOf(find, at + 1) >= 0)
      throw new Error(`mutant "${name}": expected its text once in ${file}; write what stands there now`);
    return { kind: 'named', name, file, at, length: find.length, text };
  });
