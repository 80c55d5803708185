import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { runCommand } from '../../bin/program.ts';
import { marksOf } from '../../core/operations/marks.ts';
import { minutes } from '../../core/time/units.ts';
import { announceRunning } from '../../local/runningCenter.ts';
import { deskOf } from './desk.ts';
import { fillLine, picksUp, type Story, tellStory } from './story.ts';

const root = resolve(import.meta.dirname, '../..');
const from = '+12125557391';

let story: Story;
let folder: string;
let board: Server;

async function openCenter(): Promise<void> {
  story = await tellStory({ agents: ['iris'] });
  folder = mkdtempSync(join(tmpdir(), 'nohold-operations-'));
  // The center's pages say what time it is there; this story has none.
  board = createServer((_request, response) => response.end(JSON.stringify({ now: story.clock.now() })));
  await new Promise<void>((done) => board.listen(0, '127.0.0.1', done));
  announceRunning(
    {
      processId: process.pid,
      endpoint: story.center.aws.endpoint,
      region: 'us-east-1',
      accessKeyId: story.center.aws.operatorAccessKeyId,
      tableName: story.center.tableName,
      boardUrl: `http://127.0.0.1:${(board.address() as AddressInfo).port}/`,
      settingsPath: join(root, 'nohold.config.json'),
    },
    join(folder, '.nohold'),
  );
}

async function closeCenter(): Promise<void> {
  board?.close();
  await story?.close();
  rmSync(folder, { recursive: true, force: true });
}

/** The command line as a person runs it in the folder of the local center, without the process around it. */
async function nohold(...args: string[]) {
  const written = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      written[name] += String(text);
      return true;
    }),
  );
  const came = process.cwd();
  const environment = { ...process.env };
  process.chdir(folder);
  try {
    return { code: await runCommand([...args, '--local']), ...written };
  } finally {
    process.chdir(came);
    process.env = environment;
    process.exitCode = undefined;
    for (const spy of spies) spy.mockRestore();
  }
}

async function answer(...args: string[]) {
  const { code, stdout, stderr } = await nohold(...args, '--json');
  expect(stderr).toBe('');
  // biome-ignore lint/suspicious/noExplicitAny: whatever a command answers
  return { code, json: JSON.parse(stdout) as any, text: stdout };
}

/** A caller whose callback stands in Connect's queue. */
async function aCallback(number = from): Promise<{ caller: string; callbackId: string }> {
  fillLine(story, 3, { handleSeconds: 100 });
  await story.pass(minutes(1));
  const caller = story.dial({ from: number, presses: ['1', '1'], ...picksUp(60) });
  await story.pass(minutes(1));
  return { caller, callbackId: `cb-${caller}` };
}

describe('callbacks and contacts', () => {
  beforeAll(openCenter);
  afterAll(closeCenter);

  test('explain tells the whole story of a caller who took a callback, in order', async () => {
    const { caller, callbackId } = await aCallback();
    await story.pass(minutes(14));
    const { json, text } = await answer('explain', caller);
    const told = json.lines.map(({ what }: { what: string }) => what);
    const inOrder = [
      'began',
      'asked for an agent',
      'offered a callback for the first time',
      'callback promised',
      'ended',
      'connected to an agent',
      'customer and agent spoke',
      'callback is COMPLETED',
    ];
    expect(
      told
        .filter((what: string) => inOrder.includes(what))
        .filter((what: string, index: number, all: string[]) => all.indexOf(what) === index),
    ).toEqual(expect.arrayContaining(inOrder));
    const times = json.lines.map(({ at }: { at: string }) => Date.parse(at));
    expect(times).toEqual([...times].sort((a, b) => a - b));
    const quote = json.lines.find(({ what }: { what: string }) => what === 'told a bound');
    expect(quote.detail).toMatchObject({
      toldBoundSeconds: expect.any(Number),
      inputs: { handleSeconds: expect.any(Number) },
    });
    expect(json.promises).toContainEqual(
      expect.objectContaining({ of: callbackId, state: expect.stringMatching(/kept|broken/) }),
    );
    expect(marksOf([], [from]).isIn(text)).toBe(false);
  });

  test('are listed, shown and cancelled without a number; what is over is told as it was', async () => {
    const rung = story.center.connect.log.facts.filter(({ kind }) => kind === 'ringing').length;
    // Somebody else: who was called back minutes ago is served before others, and needs no offer.
    const other = '+12125550171';
    const { caller, callbackId } = await aCallback(other);
    const listed = await answer('callbacks', 'list');
    expect(listed.json).toMatchObject({ frozen: false, callbacks: [{ callbackId, state: 'CREATED', queue: 'sales' }] });
    const shown = await answer('callbacks', 'show', callbackId);
    expect(shown.json).toMatchObject({ sourceContactId: caller, consent: { how: 'key-press' } });
    for (const { text } of [listed, shown]) {
      expect(marksOf([], [other]).isIn(text)).toBe(false);
      expect(text).not.toContain('numberCipher');
    }

    expect((await answer('callbacks', 'cancel', callbackId)).json).toMatchObject({ ending: true });
    await story.pass(minutes(3));
    expect((await answer('callbacks', 'list')).json.callbacks).toEqual([]);
    expect((await answer('callbacks', 'list', '--all')).json.callbacks).toContainEqual(
      expect.objectContaining({ callbackId, state: 'CANCELLED', reason: 'operator' }),
    );
    expect(story.center.connect.log.facts.filter(({ kind }) => kind === 'ringing')).toHaveLength(rung);
    expect((await answer('callbacks', 'cancel', callbackId)).json).toMatchObject({ state: 'CANCELLED', ending: false });
  });

  test('a freeze is seen by the next caller, and by doctor, until it is lifted', async () => {
    const due = '+12125550190';
    story.center.connect.expectRingsAt(due, picksUp());
    await deskOf(story).post('/callbacks', { queue: 'sales', number: due });
    const rung = () => story.center.connect.log.facts.some((fact) => fact.kind === 'ringing' && fact.number === due);
    expect((await answer('callbacks', 'freeze', '--reason', 'odd numbers dialled')).json).toMatchObject({
      frozen: true,
    });
    // An agent is free, and yet nobody is called.
    await story.pass(minutes(4));
    expect(rung()).toBe(false);
    fillLine(story, 4);
    await story.pass(minutes(1));
    const caller = story.dial({ presses: ['1', '1'], ...picksUp() });
    await story.pass(minutes(2));
    expect(story.facts(caller, 'asked')).toEqual([]);
    const doctor = await answer('doctor');
    expect(doctor.code).toBe(1);
    expect(doctor.json.findings).toContainEqual(
      expect.objectContaining({ check: 'freeze', state: 'bad', act: 'nohold callbacks unfreeze' }),
    );
    await answer('callbacks', 'unfreeze');
    await story.pass(minutes(1));
    const later = story.dial({ presses: ['1', '1'], ...picksUp() });
    await story.pass(minutes(2));
    expect(story.facts(later, 'asked').length).toBeGreaterThan(0);
    await story.passUntil(rung, minutes(60));
  });

  test('what a person gets wrong is one line that says what to write', async () => {
    for (const [args, message] of [
      [['callbacks', 'show', 'cb-none'], 'cb-none: expected the id of a callback'],
      [['callbacks', 'list', '--queue', 'sails'], '--queue: expected one of service, sales, billing, got "sails".'],
      [['callbacks', 'freeze', '--reason', 'ask +1 206 555 0123'], '--reason: expected no telephone number.'],
      [['explain', 'nobody'], 'nobody: expected the id of a contact'],
      [['erase'], 'Expected either --number'],
      [['erase', '--number', 'Jane'], '--number: expected a telephone number'],
      [
        ['redrive', 'Elsewhere'],
        'Elsewhere: expected one of ContactEvents, UndeliveredEvents, DueCallbacks, FailedRuns.',
      ],
    ] as const) {
      const { code, stderr, stdout } = await nohold(...args);
      expect({ code, stdout, lines: stderr.trim().split('\n').length }).toEqual({ code: 1, stdout: '', lines: 1 });
      expect(stderr).toContain(message);
    }
  });
});

describe('dead letters and erasure', () => {
  beforeAll(openCenter);
  afterAll(closeCenter);

  test('dead letters: what may succeed now goes back once, poison stays with its reason, and again changes nothing', async () => {
    const { caller } = await aCallback();
    const { sqs } = story.center.aws;
    const { json } = await answer('doctor');
    expect(json.findings.filter(({ check }: { check: string }) => check.startsWith('dead letters'))).toHaveLength(4);
    const directory = (await story.center.rows()).find(({ pk }) => pk === 'directory') as unknown as {
      instanceArn: string;
      operations: { deadLetters: { name: string; url: string }[] };
    };
    const put = (name: string, body: string) =>
      sqs.call('SendMessage', {
        QueueUrl: directory.operations.deadLetters.find((place) => place.name === name)?.url,
        MessageBody: body,
      });
    const event = {
      source: 'aws.connect',
      'detail-type': 'Amazon Connect Contact Event',
      detail: {
        eventType: 'INITIATED',
        contactId: 'late-contact',
        channel: 'VOICE',
        instanceArn: directory.instanceArn,
        initiationTimestamp: new Date(story.clock.now()).toISOString(),
      },
    };
    await put('ContactEvents', JSON.stringify(event));
    await put('UndeliveredEvents', JSON.stringify(event));
    await put('ContactEvents', '{"not": "an event"}');
    await put('ContactEvents', 'not even JSON');
    const callbackKey = (await story.callbackRows())[0]?.callbackKey;
    await put('DueCallbacks', JSON.stringify({ callbackKey, callbackId: `cb-${caller}`, attempt: 1 }));
    await put('FailedRuns', JSON.stringify({ run: 'RollUp' }));

    const dry = await answer('redrive', '--dry-run');
    const first = await answer('redrive');
    expect(first).toEqual(dry);
    expect(first.code).toBe(1);
    expect(first.json).toMatchObject([
      { queue: 'ContactEvents', sentBack: 1, settled: 0, left: 2 },
      { queue: 'UndeliveredEvents', sentBack: 1, left: 0 },
      {
        queue: 'DueCallbacks',
        sentBack: 0,
        settled: 1,
        left: 0,
        reasons: { 'settled: the callback has moved on: CREATED, attempt 1': 1 },
      },
      { queue: 'FailedRuns', settled: 0, left: 1 },
    ]);
    expect(first.json[0].reasons).toEqual({
      'poison: not an event of Amazon Connect': 1,
      'poison: the body is not a JSON object': 1,
    });
    await story.pass(minutes(50));
    expect(await story.contactRow('late-contact')).toMatchObject({ channel: 'voice' });
    const second = await answer('redrive', '--discard-poison');
    expect(second.code).toBe(0);
    expect(second.json).toMatchObject([
      { queue: 'ContactEvents', sentBack: 0, discarded: 2 },
      { sentBack: 0 },
      { sentBack: 0, settled: 0 },
      { queue: 'FailedRuns', settled: 1, left: 0 },
    ]);
    const letters = (await answer('doctor')).json.findings.filter(({ check }: { check: string }) =>
      check.startsWith('dead letters'),
    );
    expect(letters.map(({ state }: { state: string }) => state)).toEqual(['good', 'good', 'good', 'good']);
  });

  test('after erase no byte of the customer is left in rows, dead letters or exports, and totals are the same', async () => {
    const { caller } = await aCallback();
    expect((await answer('erase', '--number', from)).code).toBe(1);
    await story.pass(minutes(15));
    const second = story.dial({ from, handleSeconds: 60 });
    await story.pass(minutes(6));
    const key = (await answer('explain', second)).json.customerKey as string;
    const marks = marksOf([key], [from]);
    const kept = async () => JSON.stringify(await story.center.rows());
    expect(marks.isIn(await kept())).toBe(true);
    const [urlOf] = (
      (await story.center.rows()).find(({ pk }) => pk === 'directory') as unknown as {
        operations: { deadLetters: { url: string }[] };
      }
    ).operations.deadLetters.map(({ url }) => url);
    await story.center.aws.sqs.call('SendMessage', { QueueUrl: urlOf, MessageBody: `{"number":"${from}"}` });
    await story.center.aws.sqs.call('SendMessage', { QueueUrl: urlOf, MessageBody: '{"number":"+12065550111"}' });
    const file = join(folder, 'export.csv');
    writeFileSync(file, `contactId,number\n${caller},${from}\nother,+12065550111\n`);
    const totals = async () => (await story.center.rows()).filter(({ pk }) => String(pk).startsWith('day#'));
    const states = async () =>
      (await story.center.rows())
        .filter(({ sk }) => String(sk).startsWith('closed#'))
        .map(({ state, spokeAt }) => ({ state, spokeAt }));
    const before = { totals: await totals(), states: await states() };
    expect(before.totals.length).toBeGreaterThan(0);

    const { code, json, text } = await answer('erase', '--customer', key, '--exports', file);
    expect(code).toBe(0);
    expect(json).toMatchObject({ callbacksAnonymized: 1, lettersRemoved: 1, filesChanged: 1, later: {} });
    expect(json.contactsAtConnect).toEqual(expect.arrayContaining([second]));
    expect(marks.isIn(text)).toBe(false);
    expect(marks.isIn(await kept())).toBe(false);
    await story.pass(minutes(20));
    expect(marks.isIn(await kept())).toBe(false);
    expect(await states()).toEqual(before.states);
    const offered = (rows: Awaited<ReturnType<typeof totals>>) =>
      rows
        .flatMap(
          ({ intervals }) => intervals as { offeredCount: number; callbackCount: number; answeredCount: number }[],
        )
        .reduce((sum, one) => sum + one.offeredCount * 1_000_000 + one.callbackCount * 1000 + one.answeredCount, 0);
    expect(offered(await totals())).toBe(offered(before.totals));
    expect((await answer('redrive', 'ContactEvents', '--dry-run')).json).toMatchObject([{ left: 1 }]);
    // Again there is nothing to do.
    expect((await answer('erase', '--number', from)).json).toMatchObject({
      contactsAnonymized: 0,
      callbacksAnonymized: 0,
      rowsRemoved: 0,
    });
  });
});
