import { createReadStream } from 'node:fs';
import type { Command } from 'commander';
import type { AnswerOf, InputOf } from '../contract/index.ts';
import { auditMarkdown, auditMarkdownHead } from '../core/audit/markdown.ts';
import { checkFile, type FileProof } from '../store/audit-file.ts';
import { commandWords } from '../store/command-words.ts';
import type { CliClient } from './client.ts';
import { type ExportSink, fileSink } from './history-export.ts';
import { exitCodes, print, WrongUsage } from './output.ts';
import type { Session } from './session.ts';

interface VerifyOptions {
  readonly file?: string;
  readonly key?: string;
}

interface ExportOptions {
  readonly from?: string;
  readonly to?: string;
  readonly application?: string;
  readonly rollout?: string;
  readonly out: string;
}

/** `audit verify` and `audit export`. */
export function addAuditCommands(program: Command, session: Session): void {
  const audit = program.command('audit').description('the audit log');
  audit
    .command('verify')
    .description('proves that no audit entry was changed, removed or moved; with --file an exported log, without a workspace')
    .option('--file <file>', 'an exported log (.jsonl)')
    .option('--key <public key>', 'the public key that must have signed it, as Settings of the other console shows it')
    .action(async (options: VerifyOptions) => {
      if (options.file === undefined) await verifyHere(session, options);
      else await session.plain((json) => verifyFile(options.file ?? '', options.key ?? null, json));
    });
  audit
    .command('export')
    .description('writes the log as signed lines of JSON, and beside it as Markdown for reading')
    .requiredOption('--out <file>', 'file to write; its name ends in .jsonl')
    .option('--from <time>', 'only entries from this time on, such as 2026-11-01 or 2026-11-01T08:00:00Z')
    .option('--to <time>', 'only entries up to this time')
    .option('--application <id>', 'only entries of this application')
    .option('--rollout <id>', 'only entries of this rollout')
    .action(async (options: ExportOptions) => {
      await session.run(async (client, json) => {
        const done = await exportLog(client, options);
        print(json, done, () => [
          `${done.entries} of ${done.total} entries written to ${done.file}, for reading to ${done.markdown}`,
          `signed with the key ${done.publicKey}`,
          `anybody proves it with: ${commandWords('audit', 'verify', '--file', done.file)}`,
        ]);
      });
    });
}

async function verifyHere(session: Session, options: VerifyOptions): Promise<void> {
  await session.run(async (client, json) => {
    if (options.key !== undefined) throw new WrongUsage('--key belongs to --file: the log of this workspace is not signed.');
    const verdict = await client.call('audit.verify', {});
    print(json, verdict, () => [verdict.message]);
    if (!verdict.ok) process.exitCode = exitCodes.failed;
  });
}

async function verifyFile(file: string, key: string | null, json: boolean): Promise<void> {
  const proof = await proofOf(file, key);
  const signer =
    proof.publicKey === null
      ? []
      : [`signed by ${proof.publicKey}${key === null ? '; ask the other console whether that is its key' : ''}`];
  print(json, proof, () => [proof.message, ...signer]);
  if (!proof.ok) process.exitCode = exitCodes.failed;
}

async function proofOf(file: string, key: string | null): Promise<FileProof> {
  const check = checkFile();
  try {
    for await (const line of linesOf(file)) if (check.add(line) !== null) break;
  } catch (error) {
    throw new WrongUsage(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  return check.end(key);
}

/** Lines as the console writes them: other ends of lines would be other bytes. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(file, 'utf8')) {
    const lines = `${rest}${String(chunk)}`.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

function timeOf(text: string | undefined, option: string): number | null {
  if (text === undefined) return null;
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new WrongUsage(`${option} ${text} is no time. Write it like 2026-11-01 or 2026-11-01T08:00:00Z.`);
  return at;
}

interface Exported {
  readonly file: string;
  readonly markdown: string;
  readonly entries: number;
  readonly total: number;
  readonly publicKey: string | null;
}

async function exportLog(client: CliClient, options: ExportOptions): Promise<Exported> {
  const file = options.out;
  if (file.endsWith('.md')) throw new WrongUsage(`${file} would hold the Markdown. Name the file of JSON lines, such as audit.jsonl.`);
  const markdown = `${file.replace(/\.jsonl$/, '')}.md`;
  const filter: InputOf<'audit.export'>['filter'] = {
    from: timeOf(options.from, '--from'),
    to: timeOf(options.to, '--to'),
    applicationId: options.application ?? null,
    rolloutId: options.rollout ?? null,
  };
  const sinks: ExportSink[] = [await fileSink(file), await fileSink(markdown)];
  try {
    const last = await writeParts(client, filter, sinks);
    for (const sink of sinks) await sink.done();
    return { file, markdown, entries: last.entries, total: last.total, publicKey: last.publicKey };
  } catch (error) {
    for (const sink of sinks) await sink.failed();
    throw error;
  }
}

async function writeParts(
  client: CliClient,
  filter: InputOf<'audit.export'>['filter'],
  [lines, reading]: readonly ExportSink[],
): Promise<AnswerOf<'audit.export'>> {
  await reading?.write(auditMarkdownHead);
  let exportId: string | null = null;
  for (;;) {
    const part: AnswerOf<'audit.export'> = await client.call('audit.export', { exportId, filter });
    await lines?.write(part.text);
    await reading?.write(part.text.split('\n').filter(Boolean).map(auditMarkdown).join(''));
    if (part.finished) return part;
    ({ exportId } = part);
  }
}
