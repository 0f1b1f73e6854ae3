import { closeSync, openSync, readSync, rmSync } from 'node:fs';
import type { AnswerOf, ParsedInputOf } from '../contract/index.ts';
import { recordPlain } from '../engine/audit.ts';
import { writeArchive, type WrittenArchive } from '../store/archive-write.ts';
import { removeQuietly } from '../store/disk-room.ts';
import { transaction } from '../store/open.ts';
import { Refused } from './problems.ts';
import type { Caller, World } from './world.ts';

/** Bytes of a part: in base64 it fits into an answer of the door. */
const partBytes = 384 << 10;

const underWay = new WeakMap<World, Map<string, WrittenArchive>>();
const most = 4;

/** The next part of a workspace export; the file is written when it is begun, audited, and removed with its last part. */
export async function exportPart(
  world: World,
  input: ParsedInputOf<'safety.exportWorkspace'>,
  caller: Caller,
): Promise<AnswerOf<'safety.exportWorkspace'>> {
  const all = underWay.get(world) ?? new Map<string, WrittenArchive>();
  underWay.set(world, all);
  const exportId = input.exportId ?? (await begin(world, all, caller));
  const archive = all.get(exportId);
  if (archive === undefined) throw new Refused('This export is no longer under way. Begin it again.');
  const data = piece(archive.file, input.offset);
  const done = input.offset + data.length;
  const finished = done >= archive.bytes;
  if (finished) drop(all, exportId);
  return { exportId, name: archive.name, data: data.toString('base64'), done, total: archive.bytes, sha256: archive.sha256, finished };
}

async function begin(world: World, all: Map<string, WrittenArchive>, caller: Caller): Promise<string> {
  const [oldest] = all.keys();
  if (all.size >= most && oldest !== undefined) drop(all, oldest);
  const check = (file: string): Promise<readonly string[]> => world.heavy.call('checkCopy', { file });
  const archive = await writeArchive(world.deps.store, { now: world.deps.clock.now(), madeBy: `Tidegate ${world.version}`, check });
  const id = world.deps.newId('exp');
  try {
    recordExport(world, archive, caller);
  } catch (error) {
    removeQuietly(archive.file);
    throw error;
  }
  all.set(id, archive);
  return id;
}

function recordExport(world: World, archive: WrittenArchive, caller: Caller): void {
  transaction(world.deps.store.writer, () =>
    recordPlain(world.deps, {
      actor: caller.actor,
      action: 'workspace.exported',
      trigger: caller.trigger,
      reason: 'Export of the workspace without its secrets',
      after: { name: archive.name, bytes: archive.bytes, sha256: archive.sha256, files: archive.files, skipped: [...archive.skipped] },
    }),
  );
}

function drop(all: Map<string, WrittenArchive>, id: string): void {
  const archive = all.get(id);
  all.delete(id);
  if (archive !== undefined) rmSync(archive.file, { force: true });
}

function piece(file: string, offset: number): Buffer {
  const handle = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(partBytes);
    return bytes.subarray(0, readSync(handle, bytes, 0, partBytes, offset));
  } finally {
    closeSync(handle);
  }
}
