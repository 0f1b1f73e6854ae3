import { describe, expect, test } from 'vitest';
import type { AuditBody } from '../../main/core/model/audit.ts';
import { appendAudit, auditEntry, auditPage, countAudit, listAudit } from '../../main/store/audit.ts';
import { transaction, type Writer } from '../../main/store/open.ts';
import { now } from '../support/core-samples.ts';
import { openTemporary, sampleAuditBody } from '../support/store-samples.ts';

function append(writer: Writer, ...bodies: readonly Partial<AuditBody>[]): void {
  for (const body of bodies) appendAudit(writer, sampleAuditBody(body));
}

describe('appending', () => {
  test('R1.11 keeps every field of an entry', async () => {
    const { writer, reader } = await openTemporary();
    const body = sampleAuditBody();
    const entry = appendAudit(writer, body);
    expect(entry).toMatchObject({ ...body, seq: 1, previous: '0'.repeat(64) });
    expect(listAudit(reader, {})).toEqual([entry]);
    expect(auditEntry(reader, 1)).toEqual(entry);
    expect(auditEntry(reader, 2)).toBeNull();
  });

  test('design 2.9 chains each entry to the one before', async () => {
    const { writer } = await openTemporary();
    const [first, second] = [appendAudit(writer, sampleAuditBody()), appendAudit(writer, sampleAuditBody())];
    expect([second.seq, second.previous]).toEqual([2, first.hash]);
    expect(second.hash).not.toBe(first.hash);
  });

  test('design 2.5 goes with the transaction it records, without a hole', async () => {
    const { writer, reader } = await openTemporary();
    const undone = (): void =>
      transaction(writer, () => {
        append(writer, {});
        throw new Error('undone');
      });
    expect(undone).toThrow('undone');
    append(writer, {});
    expect(listAudit(reader, {}).map((entry) => entry.seq)).toEqual([1]);
  });

  test('design 2.9 does not begin a second chain when the head is lost', async () => {
    const { writer } = await openTemporary();
    append(writer, {});
    writer.run("DELETE FROM setting WHERE key = 'auditHead'");
    expect(() => append(writer, {})).toThrow('head of the audit log is missing');
  });
});

describe('listing', () => {
  test('R1.11 pages newest first', async () => {
    const { writer, reader } = await openTemporary();
    append(writer, {}, {}, {}, {}, {});
    expect(listAudit(reader, { limit: 2 }).map((entry) => entry.seq)).toEqual([5, 4]);
    expect(listAudit(reader, { limit: 2, before: 4 }).map((entry) => entry.seq)).toEqual([3, 2]);
    expect(countAudit(reader, { limit: 2, before: 4 })).toBe(5);
  });

  test.each([
    ['every word of a text, in any case', { text: 'ROLLBACK pryde' }, [2]],
    ['an application', { applicationId: 'pryde' }, [2]],
    ['a rollout', { rolloutId: 'ro_9' }, [3]],
    ['a time from', { from: now + 10 }, [3]],
    ['a time to', { to: now }, [4, 2, 1]],
    ['a target', { targetId: 'mobile' }, [4]],
    ['an action', { action: 'check.passed' }, [4]],
    ['who did it, in any case', { actor: 'aDa Lovelace' }, [4]],
    ['what set it off', { trigger: 'webhook' }, [4]],
    ['the beginning of a part of a word', { text: 'passed love' }, [4]],
    ['the beginning of a version, or of its end', { text: '9.1' }, [4]],
    ['exact fields and words at once', { targetId: 'mobile', text: 'rollback' }, []],
    ['words of signs alone', { text: '—' }, [4]],
    ['a month far away', { from: now + 40 * 86_400_000, to: now + 50 * 86_400_000 }, []],
    ['two of them at once', { applicationId: 'pryde', from: now + 10 }, []],
    ['text that SQL would read as a pattern', { text: '4_8' }, []],
  ])('R1.11 filters by %s', async (_, filter, expected) => {
    const { writer, reader } = await openTemporary();
    append(
      writer,
      {},
      { applicationId: 'pryde' },
      { rolloutId: 'ro_9', at: now + 10 },
      {
        at: now - 1,
        targetId: 'mobile',
        action: 'check.passed',
        trigger: 'webhook',
        version: '4.9.1',
        reason: 'All well — at last',
        actor: { kind: 'person', name: 'Ada Lovelace', role: 'admin' },
      },
    );
    expect(listAudit(reader, filter).map((entry) => entry.seq)).toEqual(expected);
    expect(countAudit(reader, filter)).toBe(expected.length);
  });

  test('R1.11 counts ten thousand that fit, and says when there are more', async () => {
    const { writer, reader } = await openTemporary();
    writer.transaction(() => {
      for (let index = 0; index < 10_050; index += 1) append(writer, { at: now + index });
    });
    expect(auditPage(reader, { applicationId: 'harbor', limit: 1 })).toMatchObject({ total: 10_000, more: true, rows: [{ seq: 10_050 }] });
    expect(auditPage(reader, { text: 'nothing', limit: 1 })).toEqual({ total: 0, more: false, rows: [] });
    expect(auditPage(reader, { limit: 1 })).toMatchObject({ total: 10_050, more: false });
  });
});
