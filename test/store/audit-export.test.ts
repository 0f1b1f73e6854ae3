import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { appendAudit } from '../../main/store/audit.ts';
import { auditHead, type AuditHead, beginning } from '../../main/store/audit-chain.ts';
import { exportPage } from '../../main/store/audit-export.ts';
import { checkFile, type FileProof } from '../../main/store/audit-file.ts';
import { makeSigningKey, type SigningKey, signingKeyOf, signSeal } from '../../main/store/audit-seal.ts';
import type { AuditFilter } from '../../main/store/audit-search.ts';
import type { Store } from '../../main/store/open.ts';
import { openTemporary, sampleAuditBody, tamper, temporaryFolder } from '../support/store-samples.ts';

async function filled(count: number): Promise<{ store: Store; folder: string }> {
  const folder = temporaryFolder();
  const store = await openTemporary(folder);
  store.writer.transaction(() => {
    for (let index = 1; index <= count; index += 1) {
      appendAudit(
        store.writer,
        sampleAuditBody({ applicationId: index % 3 === 0 ? 'pryde' : 'harbor', reason: `Entry ${index} zu spät\u2028` }),
      );
    }
  });
  return { store, folder };
}

/** The lines of a whole export, as the commands put them together. */
function exported(store: Store, key: SigningKey, filter: AuditFilter = {}): string[] {
  const head = auditHead(store.reader) ?? { seq: 0, hash: beginning };
  let [text, entries, omitted] = ['', 0, 0];
  let after: AuditHead | null = null;
  let first: AuditHead | null = null;
  do {
    const page = exportPage(store.reader, { filter, after, begun: first !== null, until: head.seq });
    text += page.text;
    entries += page.entries;
    omitted += page.omitted;
    first ??= page.first;
    after = page.last;
  } while (after.seq < head.seq);
  const seal = {
    format: 'tidegate audit 1' as const,
    exportedAt: 1,
    filter: { applicationId: filter.applicationId ?? null },
    head,
    first: first ?? { seq: 0, hash: beginning },
    entries,
    omitted,
    publicKey: key.publicKey,
  };
  return [...text.split('\n').filter(Boolean), JSON.stringify({ seal, signature: signSeal(key, seal) })];
}

function proof(lines: readonly string[], key: string | null = null): FileProof {
  const check = checkFile();
  for (const line of lines) if (check.add(line) !== null) break;
  return check.end(key);
}

describe('an exported log', () => {
  const key = makeSigningKey();

  test('R1.11 is proved without a workspace, whole or filtered', async () => {
    const { store } = await filled(2500);
    expect(proof(exported(store, key), key.publicKey)).toMatchObject({ ok: true, entries: 2500, omitted: 0, line: null });
    const pryde = exported(store, key, { applicationId: 'pryde' });
    expect(proof(pryde)).toMatchObject({ ok: true, entries: 833, omitted: 2500 - 833 - 2, head: { seq: 2500 } });
    expect(pryde.join('')).not.toContain('"applicationId":"harbor"');
    expect(proof(exported(store, key, { applicationId: 'nobody' }))).toMatchObject({ ok: true, entries: 0, omitted: 0 });
    expect(proof(exported((await filled(0)).store, key))).toMatchObject({ ok: true, entries: 0 });
  });

  test('R1.11 names the line of which any character was changed', async () => {
    const { store } = await filled(12);
    const lines = exported(store, key, { applicationId: 'pryde' });
    fc.assert(
      fc.property(fc.nat({ max: lines.length - 1 }), fc.nat(), fc.integer({ min: 33, max: 126 }), (index, place, code) => {
        const old = lines[index] ?? '';
        const at = place % old.length;
        const changed = old.slice(0, at) + String.fromCharCode(code) + old.slice(at + 1);
        fc.pre(changed !== old);
        const found = proof(lines.with(index, changed));
        expect(found.ok).toBe(false);
        // A changed proof of omitted entries shows where the next entry does not follow it.
        const reach = old.startsWith('{"from"') ? 2 : 1;
        expect(found.line).toBeGreaterThanOrEqual(index + 1);
        expect(found.line).toBeLessThanOrEqual(index + reach);
      }),
      { numRuns: 1500, seed: 7 },
    );
  });

  test('R1.11 shows removed, doubled and swapped lines, a missing end and another signer', async () => {
    const { store } = await filled(9);
    const lines = exported(store, key);
    expect(proof(lines.toSpliced(3, 1))).toMatchObject({ ok: false, line: 4, message: 'Line 4: Entry 4 is missing before it.' });
    expect(proof(lines.toSpliced(3, 0, lines[3] ?? ''))).toMatchObject({ ok: false, line: 5 });
    expect(proof(lines.with(2, lines[3] ?? '').with(3, lines[2] ?? ''))).toMatchObject({ ok: false, line: 3 });
    expect(proof(lines.slice(1))).toMatchObject({ ok: false, message: expect.stringContaining('were signed') });
    expect(proof(lines.slice(0, -1))).toMatchObject({ ok: false, message: expect.stringContaining('without its signature') });
    expect(proof([...lines, lines[0] ?? ''])).toMatchObject({ ok: false, line: 11 });
    const other = makeSigningKey();
    expect(proof(lines, other.publicKey)).toMatchObject({ ok: false, message: expect.stringContaining('another key') });
    expect(proof([...lines.slice(0, -1), (exported(store, other).at(-1) ?? '').replace(other.publicKey, key.publicKey)])).toMatchObject({
      ok: false,
    });
  });

  test('R1.11 is not made of a log that is broken', async () => {
    const { store, folder } = await filled(9);
    tamper(folder, (database) => database.exec("UPDATE audit SET body = replace(body, 'Entry 5', 'Entry 6') WHERE seq = 5"));
    expect(() => exported(store, key)).toThrow('Entry 5 is not what was written');
  });

  test('R1.11 is signed by a key that comes back from the vault as it was', () => {
    expect(signingKeyOf(key.secret)).toEqual(key);
    expect(Buffer.from(key.publicKey, 'base64url')).toHaveLength(32);
  });
});
