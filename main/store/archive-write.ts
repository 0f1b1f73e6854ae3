import { createWriteStream, existsSync, mkdirSync, openSync, closeSync, readdirSync, readSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { type ArchiveManifest, archiveFolders, archiveVersion, databaseEntry, isSafePath, partBytes } from './archive-shape.ts';
import { removeFile, settleAndCheck, stampOf } from './backup-file.ts';
import { fileHash, headInFile } from './backup-manifest.ts';
import { removeQuietly } from './disk-room.ts';
import { StoreError, storeError } from './errors.ts';
import { versionOf } from './migrate.ts';
import type { Store } from './open.ts';

export interface WrittenArchive {
  readonly file: string;
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly files: number;
  /** Files of the workspace that were left out because their names could not be kept everywhere. */
  readonly skipped: readonly string[];
}

export interface ArchiveOptions {
  /** Now, ms. */
  readonly now: number;
  readonly madeBy: string;
  readonly check?: (file: string) => Promise<readonly string[]>;
}

/** Writes a workspace without its secrets into one file under `exports`. Throws `StoreError`; nothing unfinished stays. */
export async function writeArchive(store: Store, options: ArchiveOptions): Promise<WrittenArchive> {
  const place = join(store.folder, 'exports');
  const name = `tidegate-workspace-${stampOf(options.now)}.tidegate`;
  const file = join(place, name);
  const copy = `${file}.db.part`;
  try {
    mkdirSync(place, { recursive: true });
    removeFile(copy);
    await store.database.backup(copy);
    const problem = (await (options.check?.(copy) ?? settleAndCheck(copy)))[0];
    if (problem !== undefined) throw new StoreError('damaged', `The database is damaged (${problem}), so nothing was exported.`);
    const { found, skipped } = workspaceFiles(store.folder);
    const files = [{ path: databaseEntry, file: copy }, ...found];
    await pipeline(Readable.from(linesOf(files, manifestOf(store, files, options))), createGzip(), createWriteStream(`${file}.part`));
    renameSync(`${file}.part`, file);
    return { file, name, bytes: statSync(file).size, sha256: fileHash(file), files: files.length, skipped };
  } catch (error) {
    throw storeError(error, file);
  } finally {
    removeQuietly(copy, `${copy}-wal`, `${copy}-shm`, `${copy}-journal`, `${file}.part`);
  }
}

interface Source {
  readonly path: string;
  readonly file: string;
}

function workspaceFiles(folder: string): { found: Source[]; skipped: string[] } {
  const found: Source[] = [];
  const skipped: string[] = [];
  for (const top of archiveFolders) {
    const place = join(folder, top);
    if (!existsSync(place)) continue;
    for (const entry of readdirSync(place, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = join(entry.parentPath, entry.name);
      const path = file.slice(folder.length + 1).replaceAll('\\', '/');
      if (isSafePath(path)) found.push({ path, file });
      else skipped.push(path);
    }
  }
  return { found: found.toSorted((a, b) => (a.path < b.path ? -1 : 1)), skipped };
}

function manifestOf(store: Store, files: readonly Source[], { now, madeBy }: ArchiveOptions): ArchiveManifest {
  return {
    format: 'tidegate workspace',
    version: archiveVersion,
    at: now,
    madeBy,
    databaseFormat: versionOf(store.database),
    auditHead: headInFile(files[0]?.file ?? ''),
    files: files.map(({ path, file }) => ({ path, bytes: statSync(file).size, sha256: fileHash(file) })),
  };
}

function* linesOf(files: readonly Source[], manifest: ArchiveManifest): Generator<string> {
  yield `${JSON.stringify(manifest)}\n`;
  let parts = 0;
  for (const { path, file } of files) {
    for (const data of piecesOf(file)) {
      parts += 1;
      yield `${JSON.stringify({ path, data })}\n`;
    }
  }
  yield `${JSON.stringify({ end: true, parts })}\n`;
}

function* piecesOf(file: string): Generator<string> {
  const handle = openSync(file, 'r');
  const piece = Buffer.alloc(partBytes);
  try {
    for (let read = readSync(handle, piece); read > 0; read = readSync(handle, piece)) yield piece.subarray(0, read).toString('base64');
  } finally {
    closeSync(handle);
  }
}
