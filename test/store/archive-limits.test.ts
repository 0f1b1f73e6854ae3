import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readArchive } from '../../main/store/archive-read.ts';
import { writeArchive, type WrittenArchive } from '../../main/store/archive-write.ts';
import { newestVersion } from '../../main/store/migrations/index.ts';
import { openTemporary, temporaryFolder } from '../support/store-samples.ts';

const now = Date.parse('2026-11-21T12:00:00Z');
const plenty = (): number => 1e12;

async function exported(madeBy = 'Tidegate test', folder = temporaryFolder()): Promise<WrittenArchive> {
  const store = await openTemporary(folder);
  return await writeArchive(store, { now, madeBy });
}

/** A workspace file that declares one database of so many bytes and holds these lines. */
function declaring(bytes: number, lines: Iterable<string>, more: object = {}): string {
  const files = [{ path: 'tidegate.db', bytes, sha256: '0'.repeat(64) }];
  const manifest = { format: 'tidegate workspace', version: 1, at: now, madeBy: '', databaseFormat: newestVersion, auditHead: null, files };
  const file = join(temporaryFolder(), 'bomb.tidegate');
  writeFileSync(file, gzipSync(`${[JSON.stringify({ ...manifest, ...more }), ...lines].join('\n')}\n`));
  return file;
}

/** A folder for imports, and what is in it now. */
function place(): { into: string; left: () => string[] } {
  const folder = temporaryFolder();
  return { into: join(folder, 'into'), left: () => readdirSync(folder) };
}

describe('a file that unpacks to too much', () => {
  test('design 5 is refused before anything is written when what it declares has no room', async () => {
    const { file, bytes } = await exported();
    const { into, left } = place();
    const seen: string[][] = [];
    const asked = readArchive(file, into, () => {
      seen.push(left());
      return bytes + 10_000_000;
    });
    await expect(asked).rejects.toThrow(/into\S* has no room for it: \d+ MB are needed there and \d+ MB are free\. Free some space/);
    await expect(asked).rejects.toThrow(/Nothing was imported\.$/);
    expect([seen, left()]).toEqual([[[]], []]);
    expect((await readArchive(file, into, plenty)).files).toHaveLength(1);
  });

  test('design 5 counts the copy that is made of a database of an earlier format', async () => {
    const megabyte = 1_000_000;
    const free = (): number => 110 * megabyte;
    const part = JSON.stringify({ path: 'tidegate.db', data: randomBytes(50_000).toString('base64') });
    const file = declaring(30 * megabyte, [part]);
    await expect(readArchive(file, place().into, free)).rejects.toThrow('is cut short');
    const older = declaring(30 * megabyte, [part], { databaseFormat: newestVersion - 1 });
    await expect(readArchive(older, place().into, free)).rejects.toThrow('has no room');
  });

  test('design 5 is refused when it declares more than any file of its size holds', async () => {
    for (const bytes of [5e12, Number.MAX_SAFE_INTEGER]) {
      const { into, left } = place();
      await expect(readArchive(declaring(bytes, []), into, () => Number.MAX_VALUE)).rejects.toThrow(
        'more than a file of its size can hold',
      );
      expect(left()).toEqual([]);
    }
  });

  test('design 5 is left as soon as it unpacks to more than it declares, whatever its lines are', async () => {
    const empty = JSON.stringify({ path: 'tidegate.db', data: '' });
    const file = declaring(
      1000,
      Array.from({ length: 200_000 }, () => empty),
    );
    expect(statSync(file).size).toBeLessThan(200_000);
    const { into, left } = place();
    await expect(readArchive(file, into, plenty)).rejects.toThrow('unpacks to more than it declares. Nothing was imported.');
    expect(left()).toEqual([]);
  });

  test('design 5 is left when its first line does not end', async () => {
    const file = join(temporaryFolder(), 'line.tidegate');
    writeFileSync(file, gzipSync(Buffer.alloc(6_000_000, 'a')));
    const { into, left } = place();
    await expect(readArchive(file, into, plenty)).rejects.toThrow(/Nothing was imported\.$/);
    expect(left()).toEqual([]);
  });
});

test('R4.11 keeps letters of several bytes, wherever the file is read in pieces', async () => {
  const madeBy = `é€🌊${'ñ🌊'.repeat(40_000)}`;
  const { file } = await exported(madeBy);
  expect((await readArchive(file, place().into)).madeBy).toBe(madeBy);
});

describe('a disk that takes nothing', () => {
  test('R4.11 is named when the export has no place, and nothing is left of it', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'exports'), '');
    await expect(exported('', folder)).rejects.toThrow(
      /exports\S* cannot be opened for writing.*Check that its folder exists and that this user/,
    );
    expect(readdirSync(folder).toSorted()).toEqual(['exports', 'tidegate.db', 'tidegate.db-shm', 'tidegate.db-wal']);
  });

  test('R4.11 is named when the import has no place', async () => {
    const { file } = await exported();
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), 'kept');
    for (const into of [join(folder, 'file'), join(folder, 'file', 'into')])
      await expect(readArchive(file, into)).rejects.toThrow(
        /cannot be opened for writing.*this user may write there\. Nothing was imported\.$/,
      );
    expect(readdirSync(folder)).toEqual(['file']);
  });

  test('R4.11 is no damage of the file, when that cannot be read', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'team.tidegate'));
    await expect(readArchive(join(folder, 'team.tidegate'), join(folder, 'into'))).rejects.toThrow(/cannot be read \(EISDIR/);
    expect(existsSync(join(folder, 'into'))).toBe(false);
  });
});
