import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contentHash } from '../../main/core/hash.ts';
import type { Json } from '../../main/core/model/json.ts';
import { insertAction } from '../../main/store/actions.ts';
import { decisionsAbout, getDecision, getSnapshot, insertDecision, listDecisions, saveSnapshot } from '../../main/store/decisions.ts';
import { insertRollout } from '../../main/store/rollouts.ts';
import { now } from '../support/core-samples.ts';
import { openTemporary, sampleAction, sampleDecision, seedRollout } from '../support/store-samples.ts';

test('design 2.5 gives a decision back as it was recorded', async () => {
  const { writer, reader } = await openTemporary();
  const decision = sampleDecision({ recommendation: true, snapshotHash: 'h', actor: { kind: 'person', name: 'ada', role: 'operator' } });
  insertDecision(writer, decision);
  expect(getDecision(reader, decision.id)).toEqual(decision);
  expect(getDecision(reader, 'none')).toBeNull();
  expect(() => insertDecision(writer, decision)).toThrow('does not fit beside');
});

test('design 2.5 lists decisions newest first, by rollout, application and version', async () => {
  const { writer, reader } = await openTemporary();
  const rollout = seedRollout(writer, { id: 'r1' });
  insertRollout(writer, { ...rollout, id: 'r2', version: '4.9.0' });
  insertDecision(writer, sampleDecision({ id: 'd1', rolloutId: 'r1' }));
  insertDecision(writer, sampleDecision({ id: 'd2', rolloutId: 'r2', at: now + 1 }));
  const ids = (filter: Parameters<typeof listDecisions>[1]): string[] => listDecisions(reader, filter).map((decision) => decision.id);
  expect([ids({}), ids({ limit: 1 }), ids({ rolloutId: 'r1' }), ids({ version: '4.9.0' })]).toEqual([['d2', 'd1'], ['d2'], ['d1'], ['d2']]);
  expect([ids({ applicationId: 'harbor' }), ids({ applicationId: 'pryde' }), ids({ applicationId: 'harbor', version: '4.8.0' })]).toEqual([
    ['d2', 'd1'],
    [],
    ['d1'],
  ]);
});

test('design 2.8 shows a decision on every rollout it wrote to', async () => {
  const { writer, reader } = await openTemporary();
  insertDecision(writer, sampleDecision({ id: 'd1', rolloutId: 'r1' }));
  insertDecision(writer, sampleDecision({ id: 'd2', rolloutId: 'r2', at: now + 1 }));
  insertAction(writer, sampleAction({ decisionId: 'd1', rolloutId: 'r2' }));
  expect(decisionsAbout(reader, 'r2').map((decision) => decision.id)).toEqual(['d2', 'd1']);
  expect(decisionsAbout(reader, 'r1').map((decision) => decision.id)).toEqual(['d1']);
});

test('design 2.1 gives any snapshot back bit for bit, and keeps the same one once', async () => {
  const { writer, reader } = await openTemporary();
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const snapshot = JSON.parse(JSON.stringify(value)) as Json;
      const hash = contentHash(snapshot);
      saveSnapshot(writer, hash, snapshot, now);
      saveSnapshot(writer, hash, snapshot, now + 1);
      expect(getSnapshot(reader, hash)).toEqual(snapshot);
      expect(reader.all('SELECT at FROM snapshot WHERE hash = ?', hash)).toEqual([{ at: now }]);
    }),
    { numRuns: 60 },
  );
});

test('design 2.1 packs a snapshot', async () => {
  const { writer, reader } = await openTemporary();
  const snapshot = Array.from({ length: 1000 }, (_, index) => ({ ts: now + index * 15_000, value: 0.004 }));
  saveSnapshot(writer, contentHash(snapshot), snapshot, now);
  expect(Number(reader.one('SELECT length(body) AS bytes FROM snapshot')?.['bytes'])).toBeLessThan(JSON.stringify(snapshot).length / 3);
});

test('R4.11 refuses a snapshot that is not what its hash names', async () => {
  const { writer, reader } = await openTemporary();
  expect(getSnapshot(reader, 'none')).toBeNull();
  saveSnapshot(writer, 'wrong', { a: 1 }, now);
  expect(() => getSnapshot(reader, 'wrong')).toThrow('is not what was stored');
  writer.run("UPDATE snapshot SET body = 'text'");
  expect(() => getSnapshot(reader, 'wrong')).toThrow('is not readable');
});
