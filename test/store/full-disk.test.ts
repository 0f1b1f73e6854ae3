import type * as FileSystem from 'node:fs';
import { Writable } from 'node:stream';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { writeWhole } from '../../main/cli/whole-file.ts';
import { readArchive } from '../../main/store/archive-read.ts';
import { writeArchive } from '../../main/store/archive-write.ts';
import { enterRecovery, finishEntering } from '../../main/store/recovery.ts';
import { openTemporary, temporaryFolder } from '../support/store-samples.ts';
import { openWorld, type TestWorld } from '../support/engine/world.ts';

const now = Date.parse('2026-11-21T12:00:00Z');

/** Which writes find the disk full; half of what was to be written is there by then. */
const disk = vi.hoisted(() => ({ full: '', links: true }));

vi.mock('node:fs', async (original) => {
  const real = await original<typeof FileSystem>();
  const noSpace = (): Error => Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' });
  const refuse = (what: string, half: () => void): void => {
    if (disk.full !== what) return;
    half();
    throw noSpace();
  };
  return {
    ...real,
    writeFileSync(...args: Parameters<typeof real.writeFileSync>) {
      refuse('file', () => real.writeFileSync(args[0], 'half'));
      real.writeFileSync(...args);
    },
    appendFileSync(...args: Parameters<typeof real.appendFileSync>) {
      refuse('append', () => real.appendFileSync(args[0], 'half'));
      real.appendFileSync(...args);
    },
    copyFileSync(...args: Parameters<typeof real.copyFileSync>) {
      const half = (): void => real.writeFileSync(args[1], 'half');
      refuse('copy', half);
      if (String(args[1]).includes('.damaged-')) refuse('copy of the damaged one', half);
      real.copyFileSync(...args);
    },
    linkSync(...args: Parameters<typeof real.linkSync>) {
      if (!disk.links) throw Object.assign(new Error('EPERM: operation not permitted, link'), { code: 'EPERM' });
      real.linkSync(...args);
    },
    createWriteStream(...args: Parameters<typeof real.createWriteStream>) {
      if (disk.full !== 'stream') return real.createWriteStream(...args);
      real.writeFileSync(String(args[0]), 'half');
      return new Writable({ write: (_chunk, _encoding, done) => done(noSpace()) });
    },
  };
});

afterEach(() => {
  [disk.full, disk.links] = ['', true];
});

const isFull = /^The disk with \S+ is full\. Nothing was half done\. Free some space and try again\./;

describe('a full disk', () => {
  test('R4.11 ends an export in words, and leaves nothing of it', async () => {
    const store = await openTemporary();
    disk.full = 'stream';
    await expect(writeArchive(store, { now, madeBy: 'Tidegate test' })).rejects.toThrow(isFull);
    expect(readdirSync(join(store.folder, 'exports'))).toEqual([]);
    disk.full = '';
    expect(existsSync((await writeArchive(store, { now, madeBy: 'Tidegate test' })).file)).toBe(true);
  });

  test('R4.11 ends an import in words, and leaves neither its folder nor what was unpacked', async () => {
    const { file } = await writeArchive(await openTemporary(), { now, madeBy: 'Tidegate test' });
    const folder = temporaryFolder();
    disk.full = 'file';
    const asked = readArchive(file, join(folder, 'into'));
    await expect(asked).rejects.toThrow(isFull);
    await expect(asked).rejects.toThrow(/into is full.*Nothing was imported\.$/);
    expect(readdirSync(folder)).toEqual([]);
    disk.full = '';
    expect((await readArchive(file, join(folder, 'into'))).files).toHaveLength(1);
  });

  test('R4.11 keeps a file of the same name as it was when a new one cannot be written', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'team.tidegate');
    writeFileSync(file, 'before');
    const noSpace = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' });
    const written = writeWhole(file, async (add) => {
      await add(Buffer.from('half'));
      throw noSpace;
    });
    await expect(written).rejects.toThrow(isFull);
    expect([readdirSync(folder), readFileSync(file, 'utf8')]).toEqual([['team.tidegate'], 'before']);
    for (const place of [join(file, 'in-a-file'), join(folder, 'nowhere', 'team.tidegate')])
      await expect(writeWhole(place, async (add) => await add(Buffer.from('x')))).rejects.toThrow(
        /cannot be .*Check that its folder exists/,
      );
    await writeWhole(file, async (add) => await add(Buffer.from('after')));
    expect([readdirSync(folder), readFileSync(file, 'utf8')]).toEqual([['team.tidegate'], 'after']);
  });
});

describe('a full disk under a recovery', () => {
  /** A damaged database in its folder. */
  async function damaged(): Promise<{ folder: string; enter: () => unknown; bytes: Buffer }> {
    const store = await openTemporary();
    store.close();
    const file = join(store.folder, 'tidegate.db');
    const bytes = readFileSync(file);
    bytes.fill(0, 4096 * 3, 4096 * 5);
    writeFileSync(file, bytes);
    return { folder: store.folder, bytes, enter: () => enterRecovery({ folder: store.folder, now, problems: ['a page'], noted: null }) };
  }

  test('R4.11 never takes half of a copy for the damaged database, where the disk knows no hard links', async () => {
    const { folder, enter, bytes } = await damaged();
    disk.links = false;
    disk.full = 'copy of the damaged one';
    expect(enter).toThrow(isFull);
    expect(readFileSync(join(folder, 'tidegate.db'))).toEqual(bytes);
    expect(readdirSync(folder).filter((name) => name.includes('.damaged-'))).toEqual([]);
    disk.full = '';
    // The next start goes on where this one was stopped.
    expect(finishEntering(folder)).toBe(true);
    const [kept = ''] = readdirSync(folder).filter((name) => name.includes('.damaged-'));
    expect(readFileSync(join(folder, kept))).toEqual(bytes);
    expect(readFileSync(join(folder, 'tidegate.db'))).not.toEqual(bytes);
  });

  test('R4.11 leaves nothing of what was salvaged when even that has no room', async () => {
    const { folder, enter, bytes } = await damaged();
    const before = readdirSync(folder);
    disk.full = 'copy';
    expect(enter).toThrow(isFull);
    expect([readdirSync(folder), readFileSync(join(folder, 'tidegate.db'))]).toEqual([before, bytes]);
  });
});

describe('a full disk under a console', () => {
  async function sent(world: TestWorld, data: Buffer, more: object = {}): Promise<string> {
    return (
      await world.refused('safety.importWorkspace', { data: data.toString('base64'), offset: 0, last: false, reason: 'Moved', ...more })
    ).message;
  }

  test('R4.11 ends an import that arrives in parts, without half a part', async () => {
    const world = await openWorld();
    disk.full = 'append';
    const words = await sent(world, Buffer.from('first'));
    expect(words).toMatch(isFull);
    expect(words).toMatch(/Nothing was imported; begin the import again then\.$/);
    expect(readdirSync(join(world.folder, 'exports'))).toEqual([]);
  });

  test('R4.11 names a place where nothing can be written', async () => {
    const world = await openWorld();
    writeFileSync(join(world.folder, 'exports'), '');
    expect(await sent(world, Buffer.from('first'))).toMatch(/exports cannot be opened for writing.*begin the import again then\.$/);
    expect((await world.refused('safety.exportWorkspace', {})).message).toMatch(/exports\S* cannot be opened for writing/);
  });

  test('R4.11 leaves no export behind that the audit log could not take', async () => {
    const world = await openWorld();
    world.store.database.exec(`CREATE TRIGGER no_more BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no more'); END`);
    expect((await world.refused('safety.exportWorkspace', {})).message).toContain('no more');
    expect(readdirSync(join(world.folder, 'exports'))).toEqual([]);
  });
});
