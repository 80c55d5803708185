import { describe, expect, test } from 'vitest';
import {
  decideFlex,
  type LineNow,
  type ReserveState,
  type Reservist,
  usualFlexLimits,
} from '../../../core/staffing/flex.ts';
import { addSeconds, type Instant, instant, minutes } from '../../../core/time/units.ts';

const noon = instant(Date.parse('2026-03-10T12:00:00Z'));

const aMember = (username: string, more: Partial<Reservist> = {}): Reservist => ({
  username,
  pool: 'desk',
  home: ['sales#voice'],
  helps: ['service#voice'],
  onShift: true,
  ...more,
});

/** A line that surely misses below `needed` agents, perhaps at it, and never above. */
const needing = (needed: number, presentAgents: number): LineNow => ({
  presentAgents,
  missProbability: (agents) => (agents < needed ? 1 : agents === needed ? 0.5 : 0),
  clearMissProbability: (agents) => (agents < needed - 1 ? 1 : agents < needed ? 0.6 : 0),
});

interface Scene {
  service?: LineNow;
  sales?: LineNow;
  reserve?: readonly Reservist[];
  states?: Record<string, ReserveState>;
  enabled?: boolean;
  mostHelping?: number;
  now?: Instant;
}

const look = ({
  service = needing(10, 8),
  sales = needing(2, 8),
  reserve = ['ana', 'ben', 'cy', 'dee'].map((name) => aMember(name)),
  states = {},
  enabled = true,
  mostHelping = 4,
  now = noon,
}: Scene = {}) =>
  decideFlex({
    now,
    reserve,
    states,
    lines: { 'service#voice': service, 'sales#voice': sales },
    limits: { ...usualFlexLimits, mostHelping: { desk: mostHelping } },
    enabled,
  }).map(({ username, to, reason }) => `${username} ${to} ${reason}`);

const helping = (sinceMinutes: number): ReserveState => ({
  helping: true,
  since: addSeconds(noon, minutes(-sinceMinutes)),
});

describe('the reserve is called', () => {
  test('as many as make a miss unlikely, and no more', () => {
    expect(look()).toEqual(['ana help line-short', 'ben help line-short']);
  });

  test('not for a miss that is only likely', () => {
    expect(look({ service: needing(10, 10) })).toEqual([]);
  });

  test('not for a miss that customers would hardly feel', () => {
    expect(look({ service: needing(9, 8) })).toEqual([]);
  });

  test('never more than the pool allows at once', () => {
    expect(look({ mostHelping: 1 })).toEqual(['ana help line-short']);
  });

  test('never below the need of the home line', () => {
    expect(look({ sales: needing(7, 8) })).toEqual(['ana help line-short']);
  });

  test('nobody who is off shift, or was sent home a moment ago', () => {
    const reserve = [aMember('ana', { onShift: false }), aMember('ben'), aMember('cy')];
    const states = { ben: { helping: false, since: addSeconds(noon, minutes(-5)) } };
    expect(look({ reserve, states })).toEqual(['cy help line-short']);
  });
});

describe('the reserve goes home', () => {
  const states = { ana: helping(40), ben: helping(40) };

  test('when the line is served without them, one by one', () => {
    expect(look({ service: needing(9, 10), states })).toEqual(['ana home line-served']);
    expect(look({ service: needing(5, 10), states })).toEqual(['ana home line-served', 'ben home line-served']);
  });

  test('not before they have dwelt', () => {
    expect(look({ service: needing(5, 10), states: { ana: helping(10) } })).toEqual([]);
  });

  test('at once when the home line needs them and the other does not', () => {
    const short = { service: needing(8, 10), sales: needing(9, 6), states: { ana: helping(1) } };
    expect(look(short)).toEqual(['ana home home-short']);
  });

  test('at once when they leave, and all of them when it is switched off', () => {
    const reserve = [aMember('ana', { onShift: false }), aMember('ben')];
    expect(look({ reserve, states })).toContain('ana home off-shift');
    expect(look({ reserve, states, enabled: false })).toEqual(['ana home disabled', 'ben home disabled']);
  });
});

test('looked at again right after its own moves, nobody moves', () => {
  const states = { ana: helping(0), ben: helping(0) };
  expect(look({ service: needing(10, 10), sales: needing(2, 6), states })).toEqual([]);
});
