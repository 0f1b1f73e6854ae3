import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { PastRollout } from '../model/past-rollout.ts';
import { columnsOf, csvCutter, csvLines, type CsvRecord } from './csv.ts';
import type { ReleaseFormat } from './formats.ts';
import type { HistoryProblem } from './problem.ts';
import { type RawRelease, type RawStep, rawFields, type ReleaseRow, releaseRow } from './release-row.ts';
import type { TimeRange } from './row.ts';

export type { ReleaseRow } from './release-row.ts';

const stepFields = ['stage', 'percent', 'from', 'to'] as const;
const columns = [...rawFields, ...stepFields] as const;
type Column = (typeof columns)[number];

interface Raw {
  readonly releases: readonly RawRelease[];
  readonly problems: readonly HistoryProblem[];
}

/**
 * Reads a whole file of past releases. CSV: one line a step, the lines of a release one after the other. JSON: a list of releases,
 * each with its `steps`. Gives every problem found, in the order of the file.
 */
export function readReleases(
  format: ReleaseFormat,
  text: string,
  range: TimeRange,
): { releases: ReleaseRow[]; problems: HistoryProblem[] } {
  const raw = format === 'csv' ? fromCsv(text) : fromJson(text);
  const problems = [...raw.problems];
  const releases: ReleaseRow[] = [];
  for (const one of raw.releases) {
    const row = releaseRow(one, range);
    if ('version' in row) releases.push(row);
    else problems.push(...row);
  }
  if (releases.length === 0 && problems.length === 0) problems.push({ line: null, message: 'there are no releases in this file' });
  return { releases, problems: problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)) };
}

function fromCsv(text: string): Raw {
  const cutter = csvCutter();
  const [body, end] = [cutter.feed(text), cutter.finish()];
  const [header, ...records] = [...body.records, ...end.records];
  const cut = [...body.problems, ...end.problems];
  if (cut.length > 0) return { releases: [], problems: cut };
  if (header === undefined)
    return { releases: [], problems: [{ line: null, message: 'the file is empty. The first line names the columns' }] };
  const { at, problems } = columnsOf(header, columns, ['version', 'percent', 'from', 'outcome']);
  if (problems.length > 0) return { releases: [], problems };
  const short = records.filter((record) => record.cells.length !== at.size);
  const wrong = short.map(({ line, cells }) => ({
    line,
    message: `there are ${cells.length} fields where the first line names ${at.size} columns`,
  }));
  return {
    releases: grouped(
      records.filter((record) => record.cells.length === at.size),
      at,
    ),
    problems: wrong,
  };
}

/** Lines of one release: the same names, one step after the other in time. */
function grouped(records: readonly CsvRecord[], at: ReadonlyMap<Column, number>): RawRelease[] {
  const found: { -readonly [K in keyof RawRelease]: RawRelease[K] extends readonly RawStep[] ? RawStep[] : RawRelease[K] }[] = [];
  for (const { line, cells } of records) {
    const cell = (name: Column): string => cells[at.get(name) ?? -1] ?? '';
    const step = { line, stage: cell('stage'), percent: cell('percent'), from: cell('from'), to: cell('to') };
    const last = found.at(-1);
    const same = last !== undefined && rawFields.every((name) => cell(name) === last[name]);
    const later =
      same && (step.stage === '' ? step.from > (last.steps.at(-1)?.from ?? '') : Number(step.stage) > Number(last.steps.at(-1)?.stage));
    if (later) last.steps.push(step);
    else found.push({ ...named(cell), line, steps: [step] });
  }
  return found;
}

function named(value: (name: (typeof rawFields)[number]) => string): Omit<RawRelease, 'line' | 'steps'> {
  return {
    application: value('application'),
    target: value('target'),
    surface: value('surface'),
    channel: value('channel'),
    version: value('version'),
    previousVersion: value('previousVersion'),
    plan: value('plan'),
    outcome: value('outcome'),
    decidedAt: value('decidedAt'),
    reason: value('reason'),
  };
}

type LineOf = (node: unknown) => number;

/** JSON is read with the reader of plans, because it knows the line of everything. */
function fromJson(text: string): Raw {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false, logLevel: 'error', version: '1.2', schema: 'core' });
  const lineOf: LineOf = (node) => counter.linePos(isNode(node) ? (node.range?.[0] ?? 0) : 0).line;
  const [error] = document.errors;
  if (error !== undefined) {
    const problem = { line: counter.linePos(error.pos[0]).line, message: `this is not valid JSON: ${error.message}` };
    return { releases: [], problems: [problem] };
  }
  const list: unknown = document.contents;
  if (!isSeq(list)) return { releases: [], problems: [{ line: 1, message: notAList }] };
  const problems: HistoryProblem[] = [];
  const releases = list.items.flatMap((item) => releaseIn(item, lineOf, problems));
  return { releases, problems };
}

const notAList = 'the file must be a list of releases: [ { "version": …, "steps": [ … ] } ]';

function releaseIn(node: unknown, lineOf: LineOf, problems: HistoryProblem[]): RawRelease[] {
  const line = lineOf(node);
  const fields = mapOf(node, [...rawFields, 'steps'], line, problems);
  if (fields === null) return [];
  const steps = fields.get('steps');
  if (!isSeq(steps)) {
    problems.push({ line, message: 'steps must be a list: [ { "percent": 10, "from": …, "to": … } ]' });
    return [];
  }
  const raw = steps.items.flatMap((step) => {
    const at = lineOf(step);
    const found = mapOf(step, stepFields, at, problems);
    const cell = (name: string): string => scalarText(found?.get(name));
    return found === null ? [] : [{ line: at, stage: cell('stage'), percent: cell('percent'), from: cell('from'), to: cell('to') }];
  });
  return [{ ...named((name) => scalarText(fields.get(name))), line, steps: raw }];
}

function mapOf(node: unknown, known: readonly string[], line: number, problems: HistoryProblem[]): Map<string, unknown> | null {
  if (!isMap(node)) {
    problems.push({ line, message: 'here an object in braces belongs' });
    return null;
  }
  const entries = node.items.map((pair) => [scalarText(pair.key), pair.value] as const);
  const unknown = entries.filter(([name]) => !known.includes(name)).map(([name]) => name);
  if (unknown.length > 0) problems.push({ line, message: `${unknown.join(', ')}: not known here. Known: ${known.join(', ')}` });
  return new Map(entries);
}

function scalarText(node: unknown): string {
  if (!isScalar(node) || node.value === null) return '';
  // The source keeps a version such as 1.10 as it is written.
  return node.source ?? (typeof node.value === 'string' ? node.value : JSON.stringify(node.value));
}

/** Writes past releases so that `readReleases` gives them back. */
export function writeReleases(format: ReleaseFormat, releases: readonly PastRollout[]): string {
  const fields = releases.map((one) => ({
    application: one.applicationId,
    target: one.targetId ?? one.targetName,
    surface: one.surface,
    channel: one.channel,
    version: one.version,
    previousVersion: one.previousVersion ?? '',
    plan: one.planName,
    outcome: one.outcome,
    decidedAt: one.decidedAt ?? '',
    reason: one.reason,
  }));
  if (format === 'json') {
    return `${JSON.stringify(
      fields.map((one, index) => ({ ...one, steps: releases[index]?.stages ?? [] })),
      null,
      1,
    )}\n`;
  }
  const rows = releases.flatMap((one, index) =>
    one.stages.map((step) => [...Object.values(fields[index] ?? {}), step.stage, step.percent, step.from, step.to ?? '']),
  );
  return csvLines([columns, ...rows]);
}
