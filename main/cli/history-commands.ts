import { basename } from 'node:path';
import type { Command } from 'commander';
import { problemInWords, readingFormats, releaseFormats } from '../core/history/index.ts';
import { realClock } from '../real-world.ts';
import type { CliClient } from './client.ts';
import { exportReadings, type ExportSink, fileSink, outputSink } from './history-export.ts';
import { importFile, importRange, type ImportReport, type Progress, removeImport } from './history-import.ts';
import { formatOption, lengthOption, timeOption } from './history-options.ts';
import { exitCodes, print, table, WrongUsage } from './output.ts';
import type { Session } from './session.ts';

interface ImportOptions {
  readonly application?: string;
  readonly plan?: string;
  readonly metric?: string;
  readonly release?: string;
  readonly channel?: string;
  readonly platform?: string;
  readonly scale: string;
  readonly format?: string;
  readonly releases?: boolean;
  readonly source?: string;
  readonly from?: string;
  readonly to?: string;
  readonly step: string;
  readonly reason: string;
}

interface ExportOptions {
  readonly application?: string;
  readonly plan?: string;
  readonly metric?: string[];
  readonly format?: string;
  readonly releases?: boolean;
  readonly from?: string;
  readonly to?: string;
  readonly out?: string;
}

const progressEveryMs = 2000;

/** Says how far it is on the error output, where it disturbs no answer. */
function progressTold(json: boolean): Progress {
  let last = realClock.now();
  return (words) => {
    if (json || realClock.now() - last < progressEveryMs) return;
    last = realClock.now();
    process.stderr.write(`${words}\n`);
  };
}

function needed(name: string, value: string | undefined): string {
  if (value === undefined) throw new WrongUsage(`--${name} is missing. What each option means: tidegate history --help`);
  return value;
}

async function runImport(client: CliClient, file: string | undefined, options: ImportOptions, progress: Progress): Promise<ImportReport> {
  if (options.source !== undefined) {
    if (file !== undefined) throw new WrongUsage('Give either a file or --source, not both.');
    return await importRange(client, rangeOf(options.source, options), options.reason, progress);
  }
  if (file === undefined) throw new WrongUsage('Give a file, or --source to fetch from a connection.');
  const begin = options.releases === true ? releasesOf(file, options) : readingsOf(file, options);
  return await importFile(client, file, begin, options.reason, progress);
}

function labelsOf({ release, channel, platform }: ImportOptions) {
  return { release: release ?? null, channel: channel ?? null, platform: platform ?? null };
}

function rangeOf(source: string, options: ImportOptions) {
  const now = realClock.now();
  const from = timeOption('--from', needed('from', options.from), now);
  const to = options.to === undefined ? now : timeOption('--to', options.to, now);
  const place = {
    plan: needed('plan', options.plan),
    applicationId: needed('application', options.application),
    metric: needed('metric', options.metric),
  };
  const stepMs = lengthOption('--step', options.step);
  // On the grid of the step, so that fetching again later meets the same times.
  const onGrid = { from: Math.floor(from / stepMs) * stepMs, to: Math.floor(to / stepMs) * stepMs };
  return { kind: 'range' as const, source, ...place, ...labelsOf(options), ...onGrid, stepMs };
}

function releasesOf(file: string, options: ImportOptions) {
  const format = formatOption(options.format, file, releaseFormats);
  return { kind: 'releases' as const, name: basename(file), format, applicationId: options.application ?? null };
}

function readingsOf(file: string, options: ImportOptions) {
  const scale = Number(options.scale);
  if (!(scale > 0)) throw new WrongUsage(`--scale is a number above 0, not ${options.scale}.`);
  const place = {
    plan: needed('plan', options.plan),
    applicationId: needed('application', options.application),
    metric: options.metric ?? null,
  };
  const format = formatOption(options.format, file, readingFormats);
  return { kind: 'readings' as const, name: basename(file), format, scale, ...place, ...labelsOf(options) };
}

function told(file: string, report: ImportReport): string[] {
  if (report.problems.length > 0) return [...report.problems.map((one) => `${file}: ${problemInWords(one)}`), 'Nothing of it was kept.'];
  const differing = report.differing === 0 ? '' : ` (${report.differing} of them with another value; what is stored stays)`;
  const known = `${report.known} there already${differing}`;
  const first =
    report.row === null ? `nothing new: ${known}` : `${report.row.added} imported, ${known}; remove with: history remove ${report.row.id}`;
  return [first, ...report.warnings];
}

/** `history import`, `export`, `list` and `remove`: what happened before this console, and what it measured itself. */
export function addHistoryCommands(program: Command, session: Session): void {
  const history = program.command('history').description('readings and releases of the past, for backtests and baselines');
  addImport(history, session);
  addExport(history, session);
  history
    .command('list')
    .description('imports that are kept')
    .action(async () => {
      await session.run(async (client, json) => {
        const rows = await client.call('history.imports', {});
        const cells = rows.map((row) => [row.id, row.kind, row.state, String(row.added), new Date(row.createdAt).toISOString(), row.name]);
        print(json, rows, () =>
          rows.length === 0 ? ['nothing was imported'] : table([['ID', 'KIND', 'STATE', 'ROWS', 'AT', 'NAME'], ...cells]),
        );
      });
    });
  history
    .command('remove <import>')
    .description('takes an import out again, with all its rows')
    .requiredOption('--reason <text>', 'why; it goes into the audit log')
    .action(async (importId: string, options: { reason: string }) => {
      await session.run(async (client, json) => {
        await removeImport(client, importId, options.reason);
        print(json, { removed: importId }, () => [`${importId} removed`]);
      });
    });
}

function addImport(history: Command, session: Session): void {
  history
    .command('import [file]')
    .description('takes readings or releases from a file, all of it or nothing, or fetches readings from a metric source')
    .option('--application <id>', 'whose history it is')
    .option('--plan <name>', 'plan whose metrics the readings belong to')
    .option('--metric <id>', 'metric of the plan, when the file does not name it')
    .option('--release <version>', 'release, where the file does not name it')
    .option('--channel <name>', 'channel, where the file does not name it')
    .option('--platform <name>', 'web, desktop, mobile or flag, where the file does not name it')
    .option('--scale <number>', 'values times this are in the unit of the metric: rates 0-1, durations in ms', '1')
    .option('--format <form>', 'csv, openmetrics or jsonl; for releases csv or json (default: by the ending)')
    .option('--releases', 'the file holds past releases, not readings')
    .option('--source <connection>', 'fetch from this metric source instead of a file')
    .option('--from <time>', 'with --source: first time, ISO 8601 or how long ago (30d)')
    .option('--to <time>', 'with --source: last time (default: now)')
    .option('--step <length>', 'with --source: time between two readings', '15s')
    .option('--reason <text>', 'why; it goes into the audit log', 'History for backtests')
    .action(async (file: string | undefined, options: ImportOptions) => {
      await session.run(async (client, json) => {
        const report = await runImport(client, file, options, progressTold(json));
        print(json, report, () => told(file ?? options.source ?? '', report));
        if (report.problems.length > 0) process.exitCode = exitCodes.failed;
      });
    });
}

function addExport(history: Command, session: Session): void {
  history
    .command('export')
    .description('writes readings, or past releases, in a form that import takes')
    .option('--application <id>', 'whose history')
    .option('--plan <name>', 'plan whose metrics are meant')
    .option('--metric <id...>', 'only these metrics')
    .option('--format <form>', 'csv, openmetrics or jsonl; for releases csv or json')
    .option('--releases', 'past releases instead of readings')
    .option('--from <time>', 'first time, ISO 8601 or how long ago (30d)')
    .option('--to <time>', 'last time (default: now)')
    .option('--out <file>', 'write here (default: the standard output)')
    .action(async (options: ExportOptions) => {
      await session.run(async (client, json) => {
        if (json && options.out === undefined)
          throw new WrongUsage('With --json the export needs --out: the answer itself goes to the output.');
        const sink = options.out === undefined ? outputSink : await fileSink(options.out);
        const rows = await runExport(client, options, sink);
        if (options.out !== undefined) print(json, { file: options.out, rows }, () => [`${rows} rows in ${options.out}`]);
      });
    });
}

async function runExport(client: CliClient, options: ExportOptions, sink: ExportSink): Promise<number> {
  try {
    const now = realClock.now();
    const period = {
      from: options.from === undefined ? Date.UTC(2000) : timeOption('--from', options.from, now),
      to: options.to === undefined ? now : timeOption('--to', options.to, now),
    };
    const rows = options.releases === true ? await releases(client, options, period, sink) : await readings(client, options, period, sink);
    await sink.done();
    return rows;
  } catch (error) {
    await sink.failed();
    throw error;
  }
}

type Period = { readonly from: number; readonly to: number };

async function readings(client: CliClient, options: ExportOptions, period: Period, sink: ExportSink): Promise<number> {
  const place = { plan: needed('plan', options.plan), applicationId: needed('application', options.application) };
  const format = formatOption(options.format, options.out, readingFormats);
  return await exportReadings(client, { ...place, format, metrics: options.metric ?? [], ...period }, sink);
}

async function releases(client: CliClient, options: ExportOptions, period: Period, sink: ExportSink): Promise<number> {
  const format = formatOption(options.format, options.out, releaseFormats);
  const answer = await client.call('history.exportReleases', { format, applicationId: options.application ?? null, ...period });
  await sink.write(answer.text);
  return answer.rows;
}
