import { createHash } from 'node:crypto';
import type { Command } from 'commander';
import type { AnswerOf } from '../contract/index.ts';
import { Reason } from '../contract/shapes.ts';
import { realClock } from '../real-world.ts';
import { noteImport } from '../store/archive-note.ts';
import { readArchive } from '../store/archive-read.ts';
import { commandWords } from '../store/command-words.ts';
import { removeQuietly } from '../store/disk-room.ts';
import { userName } from '../workspace.ts';
import { CallRefused, type CliClient } from './client.ts';
import { print } from './output.ts';
import { size } from './safety-lines.ts';
import type { Session } from './session.ts';
import { writeWhole } from './whole-file.ts';

/** `workspace export` and `workspace import`. */
export function addWorkspaceCommands(program: Command, session: Session): void {
  const workspace = program.command('workspace').description('the whole workspace in one file, without its secrets');
  workspace
    .command('export')
    .description('writes database, plans, playbooks and templates into one file; secrets stay in the vault')
    .requiredOption('--out <file>', 'file to write, such as team.tidegate')
    .action(async ({ out }: { out: string }) => {
      await session.run(async (client, json) => {
        const done = await exportTo(client, out);
        print(json, done, () => [
          `${done.file} written (${size(done.bytes)}, SHA-256 ${done.sha256})`,
          `take it in elsewhere: ${commandWords('workspace', 'import', done.file, '--reason', 'WHY', '--workspace', 'FOLDER')}`,
        ]);
      });
    });
  workspace
    .command('import <file>')
    .description('takes an exported workspace into an empty folder, named with --workspace; all of it or nothing')
    .requiredOption('--reason <text>', 'why; it goes into the audit log')
    .action(async (file: string, { reason }: { reason: string }) => {
      await session.plain(async (json) => {
        const done = await importInto(file, session.folder(), reason);
        print(json, done, () => [
          `${done.files} files taken into ${done.folder}; the audit log goes on after entry ${done.auditSeq}`,
          'Secrets were not part of it: type those of each connection again under Connections.',
        ]);
      });
    });
}

async function exportTo(client: CliClient, file: string): Promise<{ file: string; bytes: number; sha256: string }> {
  return await writeWhole(file, async (add) => {
    const hash = createHash('sha256');
    let part: AnswerOf<'safety.exportWorkspace'> | null = null;
    while (part?.finished !== true) {
      part = await client.call('safety.exportWorkspace', part === null ? {} : { exportId: part.exportId, offset: part.done });
      const bytes = Buffer.from(part.data, 'base64');
      hash.update(bytes);
      await add(bytes);
    }
    if (hash.digest('hex') !== part.sha256) throw new Error(`${file} did not arrive whole. Nothing was kept; export it again.`);
    return { file, bytes: part.total, sha256: part.sha256 };
  });
}

async function importInto(
  file: string,
  folder: string,
  given: string,
): Promise<{ folder: string; files: number; auditSeq: number; madeBy: string }> {
  const reason = Reason.safeParse(given);
  if (!reason.success) throw new CallRefused('input', `The reason does not fit: ${reason.error.issues[0]?.message ?? 'it is not a text'}.`);
  const manifest = await readArchive(file, folder);
  const actor = { kind: 'person', name: userName(), role: 'admin' } as const;
  try {
    await noteImport({ folder, now: realClock.now(), manifest, actor, trigger: 'cli', reason: reason.data });
  } catch (error) {
    removeQuietly(folder);
    throw error;
  }
  return { folder, files: manifest.files.length, auditSeq: manifest.auditHead?.seq ?? 0, madeBy: manifest.madeBy };
}
