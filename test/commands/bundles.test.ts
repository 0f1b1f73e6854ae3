import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readBundle } from '../../main/commands/bundle/read.ts';
import { signText, signingKeyOf } from '../../main/store/audit-seal.ts';
import { exportedBundle, sentBundle } from '../support/bundles.ts';
import { takenBack } from '../support/engine/bad-release.ts';
import { openWorld, type TestWorld } from '../support/engine/world.ts';

const HeadLine = z.object({ head: z.looseObject({}) });
const reason = 'Because a test wants it';

/** A console with an incident that has everything, and its bundle. */
async function original() {
  const bench = await takenBack();
  const { incidentId } = bench;
  await bench.ask('incidents.note', { incidentId, text: 'Search is slow too' });
  await bench.ask('messages.send', { incidentId, audience: 'users', subject: 'Sorry', body: 'We are on it.' });
  await bench.ask('incidents.close', { incidentId, reason: 'Taken back' });
  await bench.ask('postmortems.save', { incidentId, text: '# Learnt', basedOn: 0 });
  return { bench, incidentId, file: await exportedBundle(bench, incidentId) };
}

/** What another console says to a file; it keeps nothing of it. */
async function refusal(there: TestWorld, file: Uint8Array): Promise<string> {
  const uploadId = await sentBundle(there, file);
  const { message, code } = await there.refused('bundles.finish', { uploadId });
  expect(code).toBe('refused');
  expect(await there.ask('bundles.list', {})).toEqual([]);
  return message;
}

describe('bundles', () => {
  test('R6.2 open in another console with everything that was seen, decided, done and said', async () => {
    const { bench, incidentId, file } = await original();
    const there = await openWorld();
    const row = await there.ask('bundles.finish', { uploadId: await sentBundle(there, file) });
    expect(row).toMatchObject({ incidentId, applicationName: 'Pryde', version: '2.0.0', severity: 'P0' });
    const here = await bench.ask('incidents.get', { incidentId });
    const read = await there.ask('incidents.get', { incidentId: row.id });
    expect(read.incident).toEqual({ ...here.incident, id: row.id });
    expect(read.bundle?.id).toBe(row.id);
    for (const part of ['evidence', 'decisions', 'actions', 'recovery'] as const) expect(read[part]).toEqual(here[part]);
    const seqs = new Set(here.audit.map(({ seq }) => seq));
    expect(read.audit.filter(({ seq }) => seqs.has(seq))).toEqual(here.audit);
    const ask = { offset: 0, limit: 500 };
    const timeline = await bench.ask('incidents.timeline', { incidentId, ...ask });
    expect(await there.ask('incidents.timeline', { incidentId: row.id, ...ask })).toEqual(timeline);
    expect((await there.ask('postmortems.get', { incidentId: row.id })).text).toBe('# Learnt');
  });

  test('design 2.9 are passed on as they were signed, never signed again by whoever opened them', async () => {
    const source = await original();
    const there = await openWorld();
    const { id } = await there.ask('bundles.finish', { uploadId: await sentBundle(there, source.file) });
    const refused = await there.refused('bundles.export', { incidentId: id });
    expect(refused).toMatchObject({ code: 'refused', message: expect.stringContaining('pass on the file that was opened') });
  });

  test('design 2.9 say what was proved: contents, signature, audit log, every decision computed again', async () => {
    const source = await original();
    const there = await openWorld();
    const row = await there.ask('bundles.finish', { uploadId: await sentBundle(there, source.file) });
    const proof = new Map(row.proof.map((line) => [line.what, line]));
    expect(proof.get('Contents')?.ok).toBe(true);
    expect(proof.get('Signature')?.says).toContain('ask the other console');
    expect(proof.get('Audit log')?.says).toMatch(/^All \d+ entries are as they were written, and signed/);
    expect(proof.get('Decisions')).toMatchObject({ ok: true, says: expect.stringMatching(/^\d+ were computed again from their readings/) });
    expect(proof.get('Readings')?.says).not.toMatch(/^0 readings/);
    const here = await source.bench.ask('bundles.finish', { uploadId: await sentBundle(source.bench, source.file) });
    expect(here.proof.find(({ what }) => what === 'Signature')?.says).toContain('this console signed it');
  });

  test('R6.2 are read only: nothing can be pressed, and they count nowhere', async () => {
    const source = await original();
    const there = await openWorld();
    const { id } = await there.ask('bundles.finish', { uploadId: await sentBundle(there, source.file) });
    const presses = [
      ['incidents.note', { text: 'Hello' }],
      ['incidents.acknowledge', {}],
      ['incidents.close', { reason }],
      ['incidents.setSeverity', { severity: 'P2', reason }],
      ['messages.send', { subject: 'a', body: 'b' }],
      ['postmortems.save', { text: 'x', basedOn: 1 }],
      ['postmortems.close', { reason }],
    ] as const;
    for (const [name, input] of presses)
      expect((await there.refused(name, { incidentId: id, ...input })).message).toContain('read from a bundle');
    expect(await there.ask('incidents.list', {})).toEqual([]);
    expect((await there.ask('fleet.home', {})).needs).toEqual([]);
    expect((await there.ask('incidents.delivery', {})).filter(({ deployments }) => deployments > 0)).toEqual([]);
    expect((await there.ask('audit.list', {})).rows.map(({ action }) => action)).toEqual(['bundle.opened']);
    expect(there.store.reader.one('SELECT count(*) AS n FROM decision')).toEqual({ n: 0 });
  });

  test('R6.2 answer with the first when the same file is opened again, and can be removed', async () => {
    const source = await original();
    const there = await openWorld();
    const first = await there.ask('bundles.finish', { uploadId: await sentBundle(there, source.file) });
    expect(await there.ask('bundles.finish', { uploadId: await sentBundle(there, source.file) })).toEqual(first);
    await there.ask('bundles.remove', { bundleId: first.id, reason });
    expect(await there.ask('bundles.list', {})).toEqual([]);
    expect((await there.refused('incidents.get', { incidentId: first.id })).code).toBe('notFound');
    expect((await there.refused('bundles.remove', { bundleId: first.id, reason })).code).toBe('notFound');
  });

  test('design 5 hold no settings of connections or targets', async () => {
    const source = await original();
    const lines = gunzipSync(source.file).toString('utf8').split('\n');
    const rows = lines.filter((line) => /"table":"(?:connection|target)"/.test(line));
    expect(rows.length).toBeGreaterThan(1);
    for (const line of rows) expect(JSON.parse(line)).toMatchObject({ row: { settings: '{}' } });
  });

  test('design 2.9 are refused when any byte was changed, and nothing is kept', { timeout: 60_000 }, async () => {
    const there = await openWorld();
    const source = await original();
    const content = gunzipSync(source.file);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: content.length - 1 }), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const changed = Buffer.from(content);
        changed[at] = ((changed[at] ?? 0) + by) % 256;
        expect(await refusal(there, gzipSync(changed))).toMatch(/damaged|changed|no bundle|newer|middle of a line/);
      }),
      { numRuns: 25 },
    );
  });

  test('design 2.9 are refused in words when they are cut off, empty, other files or too large inside', { timeout: 60_000 }, async () => {
    const there = await openWorld();
    const source = await original();
    expect(await refusal(there, source.file.subarray(0, source.file.length - 20))).toContain('it ends too early');
    expect(await refusal(there, Buffer.from('PK\u0003\u0004 a zip file'))).toContain('no bundle');
    expect(await refusal(there, gzipSync('hello\n'))).toContain('This is no bundle of an incident');
    expect(await refusal(there, gzipSync(''))).toContain('empty');
    expect(await refusal(there, gzipSync(Buffer.alloc(40_000_000)))).toContain('longer than any that Tidegate writes');
    await expect(readBundle(source.file, 10_000)).rejects.toThrow('It unpacks to more than 0.01 MB');
  });

  test('design 2.9 from a newer Tidegate are refused with what to do', async () => {
    const there = await openWorld();
    const source = await original();
    const [first = '', ...rest] = gunzipSync(source.file).toString('utf8').split('\n');
    const remade = (change: (head: string) => string): Buffer => gzipSync([change(first), ...rest].join('\n'));
    expect(
      await refusal(
        there,
        remade((head) => head.replace('tidegate bundle 1', 'tidegate bundle 2')),
      ),
    ).toContain('Update Tidegate');
    expect(
      await refusal(
        there,
        remade((head) => head.replace(/"schema":\d+/, '"schema":9000')),
      ),
    ).toContain('Update Tidegate');
  });

  test('design 2.9 that another signed again do not pass with decisions that their readings deny', async () => {
    const source = await original();
    const { bench } = source;
    const key = signingKeyOf(bench.vault.get('console/auditKey') ?? '');
    const [first = '', ...rest] = gunzipSync(source.file).toString('utf8').split('\n');
    const lines = rest
      .filter(Boolean)
      .map((line) => (line.includes('"table":"decision"') ? line.replace(/"reason":"[^"]*"/, '"reason":"Nothing was wrong"') : line));
    const text = lines.map((line) => `${line}\n`).join('');
    const head = { ...HeadLine.parse(JSON.parse(first)).head, hash: createHash('sha256').update(text).digest('hex') };
    const forged = Buffer.concat([
      gzipSync(`${JSON.stringify({ head, signature: signText(key, JSON.stringify(head)) })}\n`),
      gzipSync(text),
    ]);
    const there = await openWorld();
    const row = await there.ask('bundles.finish', { uploadId: await sentBundle(there, forged) });
    expect(row.proof.find(({ what }) => what === 'Decisions')).toMatchObject({
      ok: false,
      says: expect.stringContaining('gave another result'),
    });
  });

  test('design 2.9 come in pieces in their order, and only as many as were said', async () => {
    const there = await openWorld();
    const { uploadId } = await there.ask('bundles.begin', { name: 'x', bytes: 4 });
    const piece = Buffer.from('ab').toString('base64');
    expect((await there.refused('bundles.append', { uploadId, part: 1, piece })).message).toContain('piece 0 was expected');
    await there.ask('bundles.append', { uploadId, part: 0, piece });
    expect((await there.refused('bundles.append', { uploadId, part: 1, piece: Buffer.from('abc').toString('base64') })).message).toContain(
      'longer',
    );
    expect((await there.refused('bundles.finish', { uploadId })).message).toContain('Only 2 of 4 bytes');
    expect((await there.refused('bundles.finish', { uploadId })).message).toContain('not on its way');
    expect((await there.refused('bundles.begin', { name: 'x', bytes: 65_000_000 })).message).toContain('64 MB');
    expect((await there.refused('bundles.append', { uploadId, part: 0, piece: 'not base64!' })).code).toBe('input');
    expect((await there.refused('bundles.begin', { name: 'x', bytes: 4 }, { role: 'viewer' })).code).toBe('role');
    expect((await there.refused('bundles.export', { incidentId: 'inc-none' })).code).toBe('notFound');
    expect((await there.refused('bundles.export', { incidentId: 'inc-none', exportId: 'exp-none' })).message).toContain('Begin it again');
  });
});
