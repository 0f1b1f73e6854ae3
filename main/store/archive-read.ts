import { createHash } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { createGunzip } from 'node:zlib';
import Database from 'better-sqlite3';
import type { z } from 'zod';
import {
  type ArchiveManifest,
  archiveVersion,
  databaseEntry,
  densestGzip,
  EndShape,
  isSafePath,
  longestLine,
  ManifestShape,
  mostUnpacked,
  PartShape,
} from './archive-shape.ts';
import { settleAndCheck } from './backup-file.ts';
import { freeBytes, needRoom, removeQuietly } from './disk-room.ts';
import { StoreError, storeError } from './errors.ts';
import { formatProblems } from './formats.ts';
import { versionOf } from './migrate.ts';
import { newestVersion } from './migrations/index.ts';

/** An archive that is not taken in; the message says what is wrong with it and that nothing was changed. */
function refused(file: string, what: string): StoreError {
  return new StoreError('other', `${file} ${what}. Nothing was imported.`);
}

/**
 * Takes a workspace file into a folder that is empty or not there. All of it is proved first: the folder appears whole or not at all.
 * Nothing is written unless what the file declares has room: `free` answers the bytes that a folder's disk still takes.
 * Answers the manifest. Throws `StoreError`.
 */
export async function readArchive(file: string, folder: string, free: (folder: string) => number = freeBytes): Promise<ArchiveManifest> {
  const beside = `${folder}.importing`;
  try {
    if (existsSync(folder) && readdirSync(folder).length > 0)
      throw new StoreError('other', `${folder} is not empty. Name an empty folder, or one that is not there yet. Nothing was imported.`);
    if (!existsSync(file)) throw new StoreError('other', `There is no file ${file}. Nothing was imported.`);
    removeQuietly(beside);
    const manifest = await unpack({ file, folder: beside, free });
    refuseUnfit(file, join(beside, databaseEntry));
    rmSync(folder, { recursive: true, force: true });
    renameSync(beside, folder);
    return manifest;
  } catch (error) {
    throw nothingImported(storeError(error, folder));
  } finally {
    removeQuietly(beside);
  }
}

/** Says of trouble with the disk, too, what became of the import. */
function nothingImported(error: unknown): unknown {
  if (!(error instanceof StoreError) || error.message.endsWith('Nothing was imported.')) return error;
  return new StoreError(error.code, `${error.message} Nothing was imported.`, error.cause);
}

interface OpenFile {
  readonly path: string;
  readonly handle: number;
  readonly hash: ReturnType<typeof createHash>;
  bytes: number;
}

interface Import {
  readonly file: string;
  /** Where its files are put; made once the manifest is known. */
  readonly folder: string;
  readonly free: (folder: string) => number;
}

/** How far an archive was read. */
interface Unpacking {
  manifest: ArchiveManifest | null;
  open: OpenFile | null;
  /** Files of the manifest that are complete. */
  done: number;
  parts: number;
  ended: boolean;
  /** Unpacked bytes that the whole of it may have; until the manifest is read, those of that. */
  limit: number;
}

async function unpack({ file, folder, free }: Import): Promise<ArchiveManifest> {
  const state: Unpacking = { manifest: null, open: null, done: 0, parts: 0, ended: false, limit: longestLine };
  try {
    for await (const line of linesOf(file, () => state.limit)) {
      if (state.manifest === null) begunWith(state, manifestIn(line, file), { file, folder, free });
      else takeLine(state, state.manifest, line, file, folder);
    }
  } finally {
    if (state.open !== null) closeSync(state.open.handle);
  }
  if (state.manifest === null || !state.ended) throw refused(file, 'is cut short');
  return state.manifest;
}

/** The first thing that is written is a folder for what has room. */
function begunWith(state: Unpacking, manifest: ArchiveManifest, { file, folder, free }: Import): void {
  const total = manifest.files.reduce((sum, one) => sum + one.bytes, 0);
  if (total > statSync(file).size * densestGzip)
    throw refused(file, `declares ${Math.ceil(total / 1_000_000)} MB, more than a file of its size can hold`);
  // A database of an earlier format is copied once more before it is brought up to date.
  const again = manifest.databaseFormat < newestVersion ? (manifest.files.find((one) => one.path === databaseEntry)?.bytes ?? 0) : 0;
  needRoom(folder, total + again, free(folder));
  mkdirSync(folder, { recursive: true });
  state.manifest = manifest;
  state.limit = longestLine + mostUnpacked(manifest.files.length, total);
}

function takeLine(state: Unpacking, manifest: ArchiveManifest, line: string, file: string, folder: string): void {
  if (state.ended) throw refused(file, 'has something behind its end');
  const plain = parsed(line, file);
  const part = PartShape.safeParse(plain);
  if (part.success) takePart(state, part.data, manifest, file, folder);
  else takeEnd(state, plain, manifest, file);
}

function manifestIn(line: string, file: string): ArchiveManifest {
  const manifest = ManifestShape.safeParse(parsed(line, file));
  if (!manifest.success) throw refused(file, 'is not an exported workspace');
  const { version, databaseFormat, files } = manifest.data;
  if (version > archiveVersion || databaseFormat > newestVersion)
    throw refused(file, `was made by a newer Tidegate (format ${databaseFormat}, this one knows ${newestVersion}). Update Tidegate first`);
  const unsafe = files.find((one) => !isSafePath(one.path));
  if (unsafe !== undefined)
    throw refused(file, `names a file that does not belong into a workspace (${JSON.stringify(unsafe.path.slice(0, 80))})`);
  const names = new Set(files.map((one) => one.path.toLowerCase()));
  if (names.size < files.length || !names.has(databaseEntry)) throw refused(file, 'names a file twice, or has no database');
  return manifest.data;
}

function takePart(state: Unpacking, part: z.infer<typeof PartShape>, manifest: ArchiveManifest, file: string, folder: string): void {
  if (state.open?.path !== part.path) {
    finishFile(state, manifest, file);
    skipEmpty(state, manifest, folder, part.path);
    if (manifest.files[state.done]?.path !== part.path)
      throw refused(file, `has ${JSON.stringify(part.path.slice(0, 80))} in the wrong place`);
    state.open = begin(folder, part.path);
  }
  const bytes = Buffer.from(part.data, 'base64');
  const { open } = state;
  if (open.bytes + bytes.length > (manifest.files[state.done]?.bytes ?? 0)) throw refused(file, `is damaged: ${open.path} is too long`);
  writeFileSync(open.handle, bytes);
  open.hash.update(bytes);
  open.bytes += bytes.length;
  state.parts += 1;
}

function begin(folder: string, path: string): OpenFile {
  const target = join(folder, ...path.split('/'));
  mkdirSync(dirname(target), { recursive: true });
  return { path, handle: openSync(target, 'wx', 0o600), hash: createHash('sha256'), bytes: 0 };
}

/** Files without content have no part of their own. */
function skipEmpty(state: Unpacking, manifest: ArchiveManifest, folder: string, until: string | null): void {
  for (let next = manifest.files[state.done]; next?.bytes === 0 && next.path !== until; next = manifest.files[state.done]) {
    closeSync(begin(folder, next.path).handle);
    state.done += 1;
  }
}

function finishFile(state: Unpacking, manifest: ArchiveManifest, file: string): void {
  const { open } = state;
  if (open === null) return;
  closeSync(open.handle);
  state.open = null;
  const wanted = manifest.files[state.done];
  if (wanted?.bytes !== open.bytes || wanted.sha256 !== open.hash.digest('hex'))
    throw refused(file, `is damaged: ${open.path} is not what was exported`);
  state.done += 1;
}

function takeEnd(state: Unpacking, plain: unknown, manifest: ArchiveManifest, file: string): void {
  const end = EndShape.safeParse(plain);
  if (!end.success) throw refused(file, 'is damaged: a line in it is neither a file nor its end');
  finishFile(state, manifest, file);
  while (manifest.files[state.done]?.bytes === 0) state.done += 1;
  if (state.done !== manifest.files.length || end.data.parts !== state.parts) throw refused(file, 'is damaged: something is missing in it');
  state.ended = true;
}

function parsed(line: string, file: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw refused(file, 'is not an exported workspace, or it is damaged');
  }
}

/** `limit`: bytes that may have been unpacked by now. Throws `StoreError`. */
async function* linesOf(file: string, limit: () => number): AsyncGenerator<string> {
  const text = new TextDecoder('utf-8', { fatal: true });
  let [rest, unpacked] = ['', 0];
  try {
    for await (const chunk of unzipped(file)) {
      unpacked += chunk.length;
      if (unpacked > limit()) throw refused(file, 'unpacks to more than it declares');
      const lines = `${rest}${text.decode(chunk, { stream: true })}`.split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > longestLine) throw refused(file, 'is not an exported workspace, or it is damaged');
      yield* lines;
    }
  } catch (error) {
    throw error instanceof StoreError ? error : refused(file, unreadable(error));
  }
  if (rest !== '') throw refused(file, 'is cut short');
}

/** Ends with the file or with the first trouble of reading or unpacking it. */
async function* unzipped(file: string): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  const read = createReadStream(file).once('error', (error) => gunzip.destroy(error));
  try {
    for await (const chunk of read.pipe(gunzip)) if (Buffer.isBuffer(chunk)) yield chunk;
  } finally {
    read.destroy();
  }
}

function unreadable(error: unknown): string {
  const why = error instanceof Error ? error.message : String(error);
  const fromDisk = error instanceof Error && 'syscall' in error;
  return fromDisk ? `cannot be read (${why})` : `is damaged or is not an exported workspace (${why})`;
}

function refuseUnfit(file: string, database: string): void {
  const problem = settleAndCheck(database)[0];
  if (problem !== undefined) throw refused(file, `holds a damaged database (${problem})`);
  const opened = new Database(database, { readonly: true });
  try {
    const version = versionOf(opened);
    if (version > newestVersion)
      throw refused(file, `was made by a newer Tidegate (format ${version}, this one knows ${newestVersion}). Update Tidegate first`);
    const wrong = formatProblems(opened)[0];
    if (wrong !== undefined) throw refused(file, `holds a database that does not fit: ${wrong}`);
  } finally {
    opened.close();
  }
}
