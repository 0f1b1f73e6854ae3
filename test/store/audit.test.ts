import { describe, expect, test } from 'vitest';
import type { AuditBody } from '../../main/core/model/audit.ts';
import { appendAudit, auditEntry, countAudit, listAudit } from '../../main/store/audit.ts';
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
    ['a time to', { to: now }, [2, 1]],
    ['two of them at once', { applicationId: 'pryde', from: now + 10 }, []],
    ['text that SQL would read as a pattern', { text: '4_8' }, []],
  ])('R1.11 filters by %s', async (_, filter, expected) => {
    const { writer, reader } = await openTemporary();
    append(writer, {}, { applicationId: 'pryde' }, { rolloutId: 'ro_9', at: now + 10 });
    expect(listAudit(reader, filter).map((entry) => entry.seq)).toEqual(expected);
    expect(countAudit(reader, filter)).toBe(expected.length);
  });
});
