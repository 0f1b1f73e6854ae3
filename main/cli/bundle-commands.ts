import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Command } from 'commander';
import type { BundleRow } from '../contract/bundles.ts';
import type { AnswerOf } from '../contract/index.ts';
import type { CliClient } from './client.ts';
import { exitCodes, print, table, WrongUsage } from './output.ts';
import type { Session } from './session.ts';
import { writeWhole } from './whole-file.ts';

/** Bytes of a file that one call carries. */
const pieceBytes = 144_000;

type Piece = AnswerOf<'bundles.export'>;

/** Writes the file piece by piece; it takes its name only when it is whole. */
async function exported(client: CliClient, incidentId: string, file: string): Promise<Piece> {
  return await writeWhole(file, async (add) => {
    let exportId: string | null = null;
    for (;;) {
      const piece: Piece = await client.call('bundles.export', { incidentId, exportId });
      await add(Buffer.from(piece.piece, 'base64'));
      ({ exportId } = piece);
      if (piece.finished) return piece;
    }
  });
}

async function opened(client: CliClient, file: string): Promise<BundleRow> {
  const content = await readFile(file).catch((error: unknown) => {
    throw new WrongUsage(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  });
  if (content.length === 0) throw new WrongUsage(`${file} is empty.`);
  const { uploadId } = await client.call('bundles.begin', { name: basename(file), bytes: content.length });
  for (let part = 0; part * pieceBytes < content.length; part += 1) {
    const piece = content.subarray(part * pieceBytes, (part + 1) * pieceBytes).toString('base64');
    await client.call('bundles.append', { uploadId, part, piece });
  }
  return await client.call('bundles.finish', { uploadId });
}

function nameOf({ severity, applicationName, version, title }: BundleRow): string {
  return `${severity} ${applicationName} ${version ?? ''}`.trim().concat(`: ${title}`);
}

function proofLines({ proof }: BundleRow): string[] {
  const sign = (ok: boolean | null): string => (ok === null ? '·' : ok ? '✓' : '✗');
  return table(proof.map(({ what, ok, says }) => [sign(ok), what, says]));
}

/** `bundle`: a whole incident as one file that another Tidegate opens without network. */
export function addBundleCommands(program: Command, session: Session): void {
  const bundle = program.command('bundle').description('a whole incident as one signed file');
  bundle
    .command('export <incident>')
    .description('writes an incident with its readings, decisions and signed audit entries to a file')
    .requiredOption('--out <file>', 'file to write, such as harbor.tidegate-bundle')
    .action(async (incidentId: string, { out }: { readonly out: string }) => {
      await session.run(async (client, json) => {
        const { total } = await exported(client, incidentId, out);
        print(json, { file: out, bytes: total }, () => [`written to ${out}, ${total} bytes; open it elsewhere with bundle open`]);
      });
    });
  bundle
    .command('open <file>')
    .description('proves a bundle, says what was proved and keeps it for reading')
    .action(async (file: string) => {
      await session.run(async (client, json) => {
        const row = await opened(client, file);
        print(json, row, () => [nameOf(row), ...proofLines(row), `read it with: incident ${row.id}`]);
        if (row.proof.some(({ ok }) => ok === false)) process.exitCode = exitCodes.failed;
      });
    });
  addKeptCommands(bundle, session);
}

function listLines(rows: readonly BundleRow[]): string[] {
  if (rows.length === 0) return ['no bundles'];
  return table(rows.map((row) => [row.id, new Date(row.openedAt).toISOString(), nameOf(row)]));
}

function addKeptCommands(bundle: Command, session: Session): void {
  bundle
    .command('list')
    .description('bundles that were opened here')
    .action(async () => {
      await session.run(async (client, json) => {
        const rows = await client.call('bundles.list', {});
        print(json, rows, () => listLines(rows));
      });
    });
  bundle
    .command('remove <id>')
    .description('removes a bundle that was opened here')
    .requiredOption('--reason <text>', 'why')
    .action(async (bundleId: string, { reason }: { readonly reason: string }) => {
      await session.run(async (client, json) => {
        await client.call('bundles.remove', { bundleId, reason });
        print(json, { removed: bundleId }, () => [`${bundleId} is removed`]);
      });
    });
}
