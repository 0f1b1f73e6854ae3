import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { verifyAudit } from '../../main/store/audit.ts';
import { appendAudit } from '../../main/store/audit.ts';
import { readArchive } from '../../main/store/archive-read.ts';
import { writeArchive } from '../../main/store/archive-write.ts';
import { openStore } from '../../main/store/open.ts';
import { getRollout } from '../../main/store/rollouts.ts';
import { openFileVault, vaultKey } from '../../main/store/vault.ts';
import { openTemporary, sampleAuditBody, seedRollout, temporaryFolder } from '../support/store-samples.ts';

const now = Date.parse('2026-11-21T12:00:00Z');
const secret = 'hook-that-nobody-may-see';

/** A workspace with a rollout, a plan, a playbook and a secret in its vault, exported. */
async function exported(): Promise<{ file: string; folder: string }> {
  const folder = temporaryFolder();
  const store = await openTemporary(folder);
  seedRollout(store.writer, { id: 'ro_1' });
  for (let index = 0; index < 5; index += 1) appendAudit(store.writer, sampleAuditBody({}));
  const vault = openFileVault({
    file: join(folder, 'vault.json'),
    key: vaultKey({ env: {}, keyFile: join(folder, 'vault.key') }),
  });
  vault.set('con-chat/url', secret);
  writeFileSync(join(folder, 'console.json'), JSON.stringify({ key: secret }));
  writeFileSync(join(folder, 'tidegate.log'), secret);
  mkdirSync(join(folder, 'plans'));
  mkdirSync(join(folder, 'playbooks', 'harbor'), { recursive: true });
  writeFileSync(join(folder, 'plans', 'careful.yaml'), 'name: careful\n');
  writeFileSync(join(folder, 'plans', 'empty.yaml'), '');
  writeFileSync(join(folder, 'playbooks', 'harbor', '5xx spike.md'), '# Look at the errors\n');
  const made = await writeArchive(store, { now, madeBy: 'Tidegate test' });
  return { file: made.file, folder };
}

function linesOf(file: string): string[] {
  return gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n');
}

describe('an exported workspace', () => {
  test('R4.11 comes back whole in an empty folder: database, plans and playbooks, and a log that still proves itself', async () => {
    const { file } = await exported();
    const into = join(temporaryFolder(), 'team');
    const manifest = await readArchive(file, into);
    expect(manifest.files.map((one) => one.path)).toEqual([
      'tidegate.db',
      'plans/careful.yaml',
      'plans/empty.yaml',
      'playbooks/harbor/5xx spike.md',
    ]);
    expect(manifest.auditHead?.seq).toBe(5);
    expect(readFileSync(join(into, 'playbooks', 'harbor', '5xx spike.md'), 'utf8')).toBe('# Look at the errors\n');
    expect(readFileSync(join(into, 'plans', 'empty.yaml'), 'utf8')).toBe('');
    const store = await openStore({ folder: into, now: () => now });
    expect(getRollout(store.reader, 'ro_1')).not.toBeNull();
    expect(verifyAudit(store.reader)).toMatchObject({ ok: true, entries: 5 });
    store.close();
  });

  test('design 5 holds no secret: not the vault, not the keys of the console, not its log', async () => {
    const { file, folder } = await exported();
    const content = linesOf(file)
      .flatMap((line) => {
        const part: unknown = JSON.parse(line);
        return typeof part === 'object' && part !== null && 'data' in part
          ? [Buffer.from(String(part.data), 'base64').toString('latin1')]
          : [line];
      })
      .join('');
    expect(content).toContain('name: careful');
    expect(content).not.toContain(secret);
    for (const name of ['vault.json', 'console.json', 'tidegate.log']) {
      expect(existsSync(join(folder, name))).toBe(true);
      expect(content).not.toContain(`"${name}"`);
    }
  });

  test.each([
    ['../../evil.yaml', 'does not belong'],
    ['/etc/evil', 'does not belong'],
    ['plans/../../evil.yaml', 'does not belong'],
    ['plans\\evil.yaml', 'does not belong'],
    ['C:/evil.yaml', 'does not belong'],
    ['plans/.hidden', 'does not belong'],
    ['vault.json', 'does not belong'],
    ['plans/Careful.yaml', 'names a file twice'],
  ])('design 5 that names the file %s is refused, and nothing is written', async (path, words) => {
    const { file, folder } = await exported();
    const [first = '', ...rest] = linesOf(file);
    const manifest = JSON.parse(first) as { files: { path: string; bytes: number; sha256: string }[] };
    const added = { ...manifest, files: [...manifest.files, { path, bytes: 0, sha256: '0'.repeat(64) }] };
    const evil = join(folder, 'evil.tidegate');
    writeFileSync(evil, gzipSync([JSON.stringify(added), ...rest].join('\n') + '\n'));
    const place = temporaryFolder();
    await expect(readArchive(evil, join(place, 'into'))).rejects.toThrow(words);
    expect(readdirSync(place)).toEqual([]);
  });

  test('R4.11 that was damaged or cut anywhere is refused in words, and nothing is left of it', async () => {
    const { file, folder } = await exported();
    const place = temporaryFolder();
    const whole = readFileSync(file);
    const broken = join(folder, 'broken.tidegate');
    const lines = linesOf(file);
    const contents = [
      Buffer.from('no archive at all'),
      whole.subarray(0, whole.length / 2),
      Buffer.concat([whole.subarray(0, 200), Buffer.from([whole[200] ?? 0 ^ 0xff, 0x55]), whole.subarray(202)]),
      gzipSync(`${lines.slice(0, -1).join('\n')}\n`),
      gzipSync(`${[...lines, lines[1]].join('\n')}\n`),
      gzipSync(`${[lines[0], ...lines.slice(2)].join('\n')}\n`),
      gzipSync(`${lines.join('\n').replace('"path":"plans/careful.yaml","data":"bmFt', '"path":"plans/careful.yaml","data":"bmFu')}\n`),
    ];
    for (const content of contents) {
      writeFileSync(broken, content);
      await expect(readArchive(broken, join(place, 'into'))).rejects.toThrow(/Nothing was imported\.$/);
      expect(readdirSync(place)).toEqual([]);
    }
  });

  test('R4.11 of a newer Tidegate is refused, and so is a folder that is in use', async () => {
    const { file, folder } = await exported();
    const newer = join(folder, 'newer.tidegate');
    writeFileSync(
      newer,
      gzipSync(
        `${linesOf(file)
          .join('\n')
          .replace(/"databaseFormat":\d+/, '"databaseFormat":9990')}\n`,
      ),
    );
    await expect(readArchive(newer, join(folder, 'into'))).rejects.toThrow('Update Tidegate first');
    await expect(readArchive(file, folder)).rejects.toThrow('is not empty');
    await expect(readArchive(join(folder, 'none'), join(folder, 'into'))).rejects.toThrow('There is no file');
  });
});
