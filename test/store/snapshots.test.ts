import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalText, contentHash } from '../../main/core/hash.ts';
import type { Json } from '../../main/core/model/json.ts';
import { getSnapshot, keepSnapshot, saveSnapshot } from '../../main/store/snapshots.ts';
import { now } from '../support/core-samples.ts';
import { openTemporary } from '../support/store-samples.ts';

test('design 2.1 gives any snapshot back bit for bit, and keeps the same one once', async () => {
  const { writer, reader } = await openTemporary();
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const snapshot = JSON.parse(JSON.stringify(value)) as Json;
      const hash = keepSnapshot(writer, snapshot, now);
      expect(keepSnapshot(writer, snapshot, now + 1)).toBe(hash);
      expect(hash).toBe(contentHash(snapshot));
      expect(getSnapshot(reader, hash)).toEqual(snapshot);
      expect(reader.all('SELECT at FROM snapshot WHERE hash = ?', hash)).toEqual([{ at: now }]);
    }),
    { numRuns: 60 },
  );
});

test('design 2.1 packs a snapshot', async () => {
  const { writer, reader } = await openTemporary();
  const snapshot = Array.from({ length: 1000 }, (_, index) => ({ ts: now + index * 15_000, value: 0.004 }));
  keepSnapshot(writer, snapshot, now);
  expect(Number(reader.one('SELECT length(body) AS bytes FROM snapshot')?.['bytes'])).toBeLessThan(JSON.stringify(snapshot).length / 3);
});

test('R4.11 refuses a snapshot that is not what its hash names', async () => {
  const { writer, reader } = await openTemporary();
  expect(getSnapshot(reader, 'none')).toBeNull();
  saveSnapshot(writer, 'wrong', '{"a":1}', now);
  expect(() => getSnapshot(reader, 'wrong')).toThrow('is not what was stored');
  saveSnapshot(writer, 'torn', '{"a":', now);
  expect(() => getSnapshot(reader, 'torn')).toThrow('is not readable');
  writer.run("UPDATE snapshot SET body = 'text'");
  expect(() => getSnapshot(reader, 'wrong')).toThrow('is not readable');
});

test('design 2.1 reads a snapshot of an earlier version, which kept its fields in the order they came in', async () => {
  const { writer, reader } = await openTemporary();
  const snapshot = { now, gates: ['errors'], a: null };
  const hash = contentHash(snapshot);
  expect(JSON.stringify(snapshot)).not.toBe(canonicalText(snapshot));
  saveSnapshot(writer, hash, JSON.stringify(snapshot), now);
  expect(getSnapshot(reader, hash)).toEqual(snapshot);
});
