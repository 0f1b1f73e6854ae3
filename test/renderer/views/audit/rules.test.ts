import { describe, expect, test } from 'vitest';
import { changesOf } from '../../../../renderer/views/audit/changes.ts';
import { barOf, emptyBar, filterOf, isNarrowed } from '../../../../renderer/views/audit/filter.ts';
import { verdictWords } from '../../../../renderer/views/audit/verify.tsx';
import { actionWords, factsOf, versionWords } from '../../../../renderer/views/audit/words.ts';
import { auditRows } from '../../../support/fixture/audit.ts';

describe('audit entries in words', () => {
  test('R1.11 lists only what differs, by path', () => {
    expect(changesOf({ a: 1, deep: { same: true, gone: 'x' } }, { a: 2, deep: { same: true }, added: [3] })).toEqual([
      { path: 'a', before: '1', after: '2' },
      { path: 'added.0', before: null, after: '3' },
      { path: 'deep.gone', before: 'x', after: null },
    ]);
    expect(changesOf(null, null)).toEqual([]);
    expect(changesOf('off', 'on')).toEqual([{ path: '', before: 'off', after: 'on' }]);
  });

  test('R1.11 names actions and leaves unknown ones as written', () => {
    expect(actionWords('rollout.rollback.recommended')).toBe('Rollback decided, recommended');
    expect(actionWords('something.else')).toBe('something.else');
    expect(versionWords({ action: 'rollout.rollback', version: '1.2.3', toVersion: '1.2.2' })).toBe('1.2.3 → 1.2.2');
    expect(versionWords({ action: 'rollout.created', version: '1.2.3', toVersion: '1.2.2' })).toBe('1.2.3');
    expect(versionWords({ action: 'settings.saved', version: null, toVersion: null })).toBe('');
  });

  test('R1.11 shows person, trigger, channel, users, duration and hash', () => {
    const [row] = auditRows;
    if (!row) throw new Error('no fixture');
    expect(factsOf(row).map(([name]) => name)).toEqual(
      expect.arrayContaining(['Who', 'Set off by', 'Channel', 'Users affected', 'Took', 'Hash']),
    );
  });

  test('design 2.9 says whether the chain holds', () => {
    expect(verdictWords({ ok: true, entries: 3, firstBroken: null, message: '' })).toBe('Chain intact: all 3 entries fit the one before');
    expect(verdictWords({ ok: false, entries: 3, firstBroken: 2, message: 'hash differs' })).toBe('Chain broken at entry 2: hash differs');
  });
});

describe('audit filter', () => {
  const now = Date.UTC(2024, 2, 12, 3, 0, 0);

  test('R1.11 opens with what the address asks for', () => {
    expect(barOf(new URLSearchParams('application=pryde&text=1.2'))).toMatchObject({ applicationId: 'pryde', text: '1.2' });
    expect(isNarrowed(emptyBar)).toBe(false);
  });

  test('R1.11 turns ranges into times', () => {
    expect(filterOf({ ...emptyBar, range: 'hour' }, now)).toMatchObject({ from: now - 3_600_000, to: null });
    expect(filterOf({ ...emptyBar, range: 'custom', fromDay: '2024-03-11', toDay: '2024-03-11' }, now)).toMatchObject({
      from: Date.UTC(2024, 2, 11),
      to: Date.UTC(2024, 2, 12) - 1,
    });
    expect(filterOf({ ...emptyBar, range: 'custom', fromDay: 'soon' }, now)).toMatchObject({ from: null, to: null });
  });
});
