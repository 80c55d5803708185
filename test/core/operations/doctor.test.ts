import { expect, test } from 'vitest';
import { diagnose, type Seen } from '../../../core/operations/doctor.ts';
import { noon } from '../../adapters/rows.ts';

const seen = (letters: Seen['letters']): Seen => ({
  now: noon,
  directory: undefined,
  freeze: undefined,
  pulse: undefined,
  open: [],
  waiting: [],
  figures: undefined,
  described: new Map(),
  longestWaiting: [],
  letters,
  dials: { spentToday: 0, limit: 500 },
  concurrentCalls: undefined,
});

const findings = (letters: Seen['letters']) =>
  diagnose(seen(letters)).filter(({ check }) => check.startsWith('dead letters'));

test('dead letters say how to send them back; mails that did not arrive, what to mend', () => {
  const [events, alarms, runs] = findings([
    { name: 'ContactEvents', holds: 'contact-events', count: 2 },
    { name: 'UndeliveredAlarms', holds: 'alarms', count: 1 },
    { name: 'FailedRuns', holds: 'scheduled-runs', count: 0 },
  ]);
  expect(events).toMatchObject({ state: 'bad', found: 'about 2', act: 'nohold redrive ContactEvents' });
  expect(alarms).toMatchObject({ state: 'bad', found: 'about 1' });
  expect(alarms?.act).toMatch(/^nohold redrive UndeliveredAlarms .*alarms\.emails.*--discard-poison/);
  expect(runs).toEqual({ check: 'dead letters FailedRuns', state: 'good', found: 'none', act: '' });
});

test('a queue that cannot be counted is itself a reason to look', () => {
  expect(findings([{ name: 'DueCallbacks', holds: 'due-callbacks', count: undefined }])).toMatchObject([
    { state: 'unknown' },
  ]);
});
