import { expect, test } from 'vitest';
import { accessTo, securityHeaders } from '../../../local/web/access.ts';
import { changesState, readAsked } from '../../../local/web/commands.ts';

const access = accessTo(4100);

test('only this machine by its own names is let in, whatever a name elsewhere resolves to', () => {
  expect(['127.0.0.1:4100', 'localhost:4100', 'LocalHost:4100'].map(access.hostAllowed)).toEqual([true, true, true]);
  expect(['127.0.0.1', 'evil.example:4100', '127.0.0.1:4101', undefined].map(access.hostAllowed)).toEqual([
    false,
    false,
    false,
    false,
  ]);
});

test('only our own pages may connect', () => {
  expect(access.originAllowed('http://127.0.0.1:4100')).toBe(true);
  expect(
    ['https://evil.example', 'null', 'http://127.0.0.1:4100.evil.example', undefined].map(access.originAllowed),
  ).toEqual([false, false, false, false]);
});

test('the token is new in each run and must match whole', () => {
  expect(accessTo(4100).token).not.toBe(access.token);
  expect(access.tokenRight(access.token)).toBe(true);
  expect([access.token.slice(1), `${access.token}0`, '', undefined].map(access.tokenRight)).toEqual([
    false,
    false,
    false,
    false,
  ]);
});

test('nothing from elsewhere and nothing inline runs in the pages', () => {
  const policy = securityHeaders(4100)['Content-Security-Policy'];
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe|https?:|\*/);
});

test('a message that is no command is none; only looking needs no token', () => {
  const read = (command: unknown, number?: unknown) => readAsked(JSON.stringify({ number, command }));
  expect(readAsked('{')).toBeUndefined();
  expect(readAsked('{"type":"dial","line":"main"}')).toBeUndefined();
  expect(read({ type: 'dial' })).toBeUndefined();
  expect(read({ type: 'press', contactId: 'a', keys: '1;2' })).toBeUndefined();
  expect(read({ type: 'dial', line: 'main' }, 0.5)).toBeUndefined();
  const looking = read({ type: 'watch-board', hours: 1 });
  const dialling = read({ type: 'dial', line: 'main' }, 3);
  expect([looking, dialling].map((asked) => asked && changesState(asked.command))).toEqual([false, true]);
  expect([looking?.number, dialling?.number]).toEqual([undefined, 3]);
});
