import { describe, expect, test } from 'vitest';
import type { AuditRow } from '../../../main/contract/shapes.ts';
import { plainAudit } from '../../../main/core/model/audit.ts';
import { everything, inRange, withEntry, withFirstPage } from '../../../renderer/stores/audit.ts';
import type { AuditState } from '../../../renderer/stores/audit.ts';

function entry(seq: number, part: Partial<AuditRow> = {}): AuditRow {
  return {
    ...plainAudit,
    seq,
    hash: `h${seq}`,
    at: seq * 1000,
    actor: { kind: 'person', name: 'Ada', role: 'operator' },
    action: 'rollout.hold',
    trigger: 'manual',
    applicationId: 'pryde',
    reason: 'look first',
    ...part,
  };
}

function state(part: Partial<AuditState> = {}): AuditState {
  return { filter: everything, rows: [], total: 0, more: false, loading: false, problem: null, newer: 0, ...part };
}

describe('audit list', () => {
  test('R1.11 puts a new entry in front once', () => {
    const first = withEntry(state({ rows: [entry(4)], total: 4 }), entry(5));
    expect(first.rows.map((row) => row.seq)).toEqual([5, 4]);
    expect(first.total).toBe(5);
    expect(withEntry(first, entry(5))).toBe(first);
  });

  test('R1.11 leaves out entries of other applications and times', () => {
    expect(inRange({ ...everything, applicationId: 'harbor' }, entry(1))).toBe(false);
    expect(inRange({ ...everything, from: 2000 }, entry(1))).toBe(false);
    expect(inRange({ ...everything, to: 500 }, entry(1))).toBe(false);
    expect(inRange({ ...everything, from: 1000, to: 1000 }, entry(1))).toBe(true);
  });

  test('R1.11 only counts new entries while words are searched for', () => {
    const searched = withEntry(state({ filter: { ...everything, text: 'hold' } }), entry(5));
    expect(searched).toMatchObject({ newer: 1, rows: [] });
  });

  test('R1.11 keeps entries pushed while the first page loads', () => {
    const loaded = withFirstPage(state({ rows: [entry(9), entry(8)] }), [entry(8), entry(7)], 8);
    expect(loaded.rows.map((row) => row.seq)).toEqual([9, 8, 7]);
    expect(loaded.total).toBe(9);
  });
});
