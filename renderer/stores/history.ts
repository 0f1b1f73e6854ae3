import { create } from 'zustand';
import type { CallProblem } from '../../main/contract/bridge.ts';
import { mostTextAtOnce } from '../../main/contract/history.ts';
import type { HistoryProblemRow, ImportRow } from '../../main/contract/history.ts';
import type { AnswerOf, CallName, InputOf } from '../../main/contract/index.ts';
import { createAskedStore } from './asked.ts';
import { ask } from './feed.ts';
import { newKey } from './press.ts';

type Begin = InputOf<'history.begin'>;
type RangeBegin = Extract<Begin, { kind: 'range' }>;

/** Imports that are kept. */
export const importList = createAskedStore('history.imports', { asksAgain: (change) => change.table === 'reload' });

/** One import after another in this window: what it does now, and how it ended. */
interface HistoryWork {
  /** In words: `Readings of Harbor, 12,000 rows`. */
  readonly doing: string | null;
  /** Percent 0–100; null while it cannot be told. */
  readonly percent: number | null;
}

const idle: HistoryWork = { doing: null, percent: null };

export const useHistoryWork = create<HistoryWork>()(() => idle);

export type ImportEnd =
  | {
      readonly kind: 'kept';
      readonly row: ImportRow;
      readonly known: number;
      readonly differing: number;
      readonly warnings: readonly string[];
    }
  | { readonly kind: 'nothingNew'; readonly known: number; readonly differing: number }
  | { readonly kind: 'broken'; readonly problems: readonly HistoryProblemRow[] }
  | { readonly kind: 'refused'; readonly problem: CallProblem }
  | { readonly kind: 'cancelled' };

class Refusal extends Error {
  readonly problem: CallProblem;
  constructor(problem: CallProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** Asks and throws a refusal, for a row of calls of which each needs the one before. */
async function need<N extends CallName>(name: N, input: InputOf<N>, key?: string): Promise<AnswerOf<N>> {
  const answer = await (key === undefined ? ask(name, input) : ask(name, input, key));
  if (!answer.ok) throw new Refusal(answer.problem);
  return answer.answer;
}

/** Takes an import out with all its rows, portion by portion. */
export async function removeImport(importId: string, reason: string): Promise<CallProblem | null> {
  try {
    let left = true;
    while (left) ({ left } = await need('history.remove', { importId, reason }, newKey()));
    importList.askAgain();
    return null;
  } catch (error) {
    return problemOf(error);
  }
}

function problemOf(error: unknown): CallProblem {
  return error instanceof Refusal ? error.problem : { code: 'internal', message: error instanceof Error ? error.message : String(error) };
}

/** Runs one import from its beginning to its end. Whatever goes wrong, nothing of it is seen. */
async function imported(
  begin: Begin,
  reason: string,
  signal: AbortSignal,
  send: (importId: string, from: number | null) => Promise<ImportEnd | null>,
): Promise<ImportEnd> {
  let importId: string | null = null;
  try {
    const begun = await need('history.begin', begin, newKey());
    importId = begun.importId;
    const early = signal.aborted ? cancelled : await send(importId, begun.fetchFrom);
    if (early !== null) {
      await removeImport(importId, early.kind === 'cancelled' ? 'Cancelled' : 'The file has problems');
      return early;
    }
    const { row, known, differing, problems, warnings } = await need('history.finish', { importId, reason }, newKey());
    importList.askAgain();
    if (problems.length > 0) return { kind: 'broken', problems };
    return row === null ? { kind: 'nothingNew', known, differing } : { kind: 'kept', row, known, differing, warnings };
  } catch (error) {
    // What was fetched of a range stays hidden, so that the same range goes on where it stopped.
    if (importId !== null && begin.kind !== 'range') await removeImport(importId, 'It could not be finished');
    return { kind: 'refused', problem: problemOf(error) };
  } finally {
    useHistoryWork.setState(idle);
  }
}

const cancelled: ImportEnd = { kind: 'cancelled' };

/** Where a piece of a text ends: never inside a pair of surrogates. */
function pieceEnd(text: string, from: number): number {
  const end = Math.min(text.length, from + mostTextAtOnce);
  const last = text.charCodeAt(end - 1);
  return end < text.length && last >= 0xd800 && last <= 0xdbff ? end - 1 : end;
}

/** Sends a text piece by piece. Nothing of it is kept unless all of it is sound. */
export async function importText(begin: Exclude<Begin, RangeBegin>, text: string, reason: string, signal: AbortSignal): Promise<ImportEnd> {
  return await imported(begin, reason, signal, async (importId) => {
    let [at, part, rows] = [0, 0, 0];
    do {
      const end = pieceEnd(text, at);
      const answer = await need('history.append', { importId, part, text: text.slice(at, end) }, newKey());
      if (answer.problems.length > 0) return { kind: 'broken', problems: answer.problems };
      at = end;
      part += 1;
      rows += answer.rows;
      useHistoryWork.setState({
        doing: `${begin.name}: ${new Intl.NumberFormat('en-GB').format(rows)} rows`,
        percent: (at / Math.max(1, text.length)) * 100,
      });
      if (signal.aborted) return cancelled;
    } while (at < text.length);
    return null;
  });
}

/** Steps of a range that are fetched at once. */
const stepsAtOnce = 2000;

/** Fetches a range of a metric from its own source, part by part. */
export async function importRange(begin: RangeBegin, reason: string, signal: AbortSignal): Promise<ImportEnd> {
  return await imported(begin, reason, signal, async (importId, fetchFrom) => {
    const length = (stepsAtOnce - 1) * begin.stepMs;
    let rows = 0;
    for (let from = fetchFrom ?? begin.from; from <= begin.to; from += length + begin.stepMs) {
      if (signal.aborted) return cancelled;
      const answer = await need('history.fetch', { importId, from, to: Math.min(begin.to, from + length) }, newKey());
      rows += answer.rows;
      const share = (answer.reached - begin.from) / Math.max(1, begin.to - begin.from);
      useHistoryWork.setState({ doing: `${begin.metric}: ${new Intl.NumberFormat('en-GB').format(rows)} readings`, percent: share * 100 });
    }
    return null;
  });
}

/** Takes in what the practice fleet looks back on. Files that are there already change nothing. */
export async function loadPracticeHistory(signal: AbortSignal): Promise<ImportEnd> {
  const files = await ask('practice.history', {});
  if (!files.ok) return { kind: 'refused', problem: files.problem };
  let end: ImportEnd = cancelled;
  for (const file of files.answer.files) {
    const { name, applicationId, plan } = file;
    const begin: Exclude<Begin, RangeBegin> =
      file.kind === 'releases' || applicationId === null || plan === null
        ? { kind: 'releases', name, format: 'csv' }
        : { kind: 'readings', name, format: 'csv', plan, applicationId };
    end = await importText(begin, file.text, 'Practice history for backtests', signal);
    if (end.kind !== 'kept' && end.kind !== 'nothingNew') return end;
  }
  return end;
}

export type ExportAsked =
  | { readonly what: 'readings'; readonly input: Omit<InputOf<'history.export'>, 'cursor'> }
  | { readonly what: 'releases'; readonly input: InputOf<'history.exportReleases'> };

export interface Exported {
  readonly text: string;
  readonly rows: number;
}

/** Asks an export page by page and puts it together. Null when it was cancelled. */
export async function exportText(asked: ExportAsked, signal: AbortSignal): Promise<Exported | CallProblem | null> {
  try {
    if (asked.what === 'releases') return await need('history.exportReleases', asked.input);
    return await pagesOf(asked.input, signal);
  } catch (error) {
    return problemOf(error);
  } finally {
    useHistoryWork.setState(idle);
  }
}

async function pagesOf(input: InputOf<'history.export'>, signal: AbortSignal): Promise<Exported | null> {
  const texts: string[] = [];
  let rows = 0;
  let cursor: AnswerOf<'history.export'>['cursor'] = null;
  do {
    const page: AnswerOf<'history.export'> = await need('history.export', { ...input, cursor });
    texts.push(page.text);
    rows += page.rows;
    cursor = page.cursor;
    useHistoryWork.setState({ doing: `${new Intl.NumberFormat('en-GB').format(rows)} readings`, percent: null });
    if (signal.aborted) return null;
  } while (cursor !== null);
  return { text: texts.join(''), rows };
}
