import { appendFileSync, existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AnswerOf, ParsedInputOf } from '../contract/index.ts';
import { recordPlain } from '../engine/audit.ts';
import { readArchive } from '../store/archive-read.ts';
import type { ArchiveManifest } from '../store/archive-shape.ts';
import { noteImport } from '../store/archive-note.ts';
import { needRoom, removeQuietly } from '../store/disk-room.ts';
import { storeError } from '../store/errors.ts';
import { stampOf } from '../store/backup-file.ts';
import { transaction } from '../store/open.ts';
import { Refused } from './problems.ts';
import type { Presser, World } from './world.ts';

type Part = ParsedInputOf<'safety.importWorkspace'>;

/**
 * Takes the next part of a workspace file. With the last one the file is proved and becomes a workspace of its own beside this one, whole
 * or not at all; this one stays as it is.
 */
export async function importPart(world: World, input: Part, caller: Presser): Promise<AnswerOf<'safety.importWorkspace'>> {
  const importId = input.importId ?? world.deps.newId('imp');
  const file = join(world.folder, 'exports', `${importId}.part`);
  takePart(file, importId, input);
  if (!input.last) {
    caller.keep({ importId, folder: null });
    return { importId, folder: null };
  }
  try {
    return await finish(world, { file, importId, reason: input.reason }, caller);
  } finally {
    rmSync(file, { force: true });
  }
}

/** A part belongs behind those before it; the same one once more is known already. */
function takePart(file: string, importId: string, { offset, data }: Part): void {
  if (!/^imp_[a-z0-9]+$/.test(importId)) throw new Refused('This import is not known. Begin it again.');
  const bytes = Buffer.from(data, 'base64');
  const there = existsSync(file) ? statSync(file).size : 0;
  if (there === offset + bytes.length && bytes.length > 0) return;
  if (there !== offset) throw new Refused('A part of the file is missing. Begin the import again; nothing was imported.');
  try {
    mkdirSync(dirname(file), { recursive: true });
    needRoom(dirname(file), bytes.length);
    appendFileSync(file, bytes, { mode: 0o600 });
  } catch (error) {
    removeQuietly(file);
    throw new Refused(`${wordsOf(storeError(error, dirname(file)))} Nothing was imported; begin the import again then.`);
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

interface Finished {
  readonly file: string;
  readonly importId: string;
  readonly reason: string;
}

async function finish(world: World, { file, importId, reason }: Finished, caller: Presser): Promise<AnswerOf<'safety.importWorkspace'>> {
  const now = world.deps.clock.now();
  const folder = `${world.folder}-imported-${stampOf(now).slice(0, 19)}`;
  const manifest = await readArchive(file, folder).catch((error: unknown) => {
    // The person knows the file by another name.
    throw new Refused(wordsOf(error).replaceAll(file, 'This file'));
  });
  try {
    await noteImport({ folder, now, manifest, actor: caller.actor, trigger: caller.trigger, reason });
    return recordImport(world, { importId, reason, folder, manifest }, caller);
  } catch (error) {
    // Nobody was told of it, and neither log has it.
    removeQuietly(folder);
    throw error;
  }
}

interface Imported {
  readonly importId: string;
  readonly reason: string;
  readonly folder: string;
  readonly manifest: ArchiveManifest;
}

function recordImport(world: World, { importId, reason, folder, manifest }: Imported, caller: Presser): AnswerOf<'safety.importWorkspace'> {
  const answer = { importId, folder };
  transaction(world.deps.store.writer, () => {
    recordPlain(world.deps, {
      actor: caller.actor,
      action: 'workspace.imported',
      trigger: caller.trigger,
      reason,
      after: { folder, exportedAt: manifest.at, madeBy: manifest.madeBy, files: manifest.files.length },
    });
    caller.keep(answer);
  });
  return answer;
}
