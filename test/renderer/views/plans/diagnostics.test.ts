import { expect, test } from 'vitest';
import { markedPart } from '../../../../renderer/views/plans/editor/diagnostics.ts';
import { pairOf } from '../../../../renderer/views/plans/version-pair.ts';

test.each([
  ['evry: 2s', 0, 'evry'],
  ['    red: lots # why', 9, 'lots'],
  ['  - id: a', 4, 'id'],
  ['    bake:', 99, 'bake:'],
  ['', 0, ''],
])('design 3 underlines what a problem is about in "%s" from column %i', (line, column, marked) => {
  const { from, to } = markedPart(line, column);
  expect(line.slice(from, to)).toBe(marked);
});

test('design 3 compares the newest version with the one before, unless the address names others', () => {
  const row = (hash: string) => ({ hash, at: 1, actor: null, current: false, changed: null, rollouts: { total: 0, newest: [] } });
  const versions = [row('c'), row('b'), row('a')];
  const asked = (from: string | null, to: string | null) => pairOf(versions, { from, to });
  expect(asked(null, null)).toEqual({ from: 'b', to: 'c' });
  expect(asked('a', 'b')).toEqual({ from: 'a', to: 'b' });
  expect(asked(null, 'draft')).toEqual({ from: 'c', to: 'draft' });
  expect(asked('nonsense', 'c')).toEqual({ from: 'b', to: 'c' });
  expect(pairOf([], { from: null, to: null })).toBeNull();
});
