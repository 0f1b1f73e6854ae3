import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { AnswerOf, InputOf } from '../contract/index.ts';
import type { CliClient } from './client.ts';

type Begin = InputOf<'history.begin'>;
export type ImportReport = AnswerOf<'history.finish'> & { readonly importId: string };

/** Characters in a piece at most: one of a file's own reads, below what a call may carry. */
const pieceBytes = 128 * 1024;
/** Steps of a range that are fetched at once. */
const stepsAtOnce = 2000;

/** Told now and then how far an import is. */
export type Progress = (words: string) => void;

/** Sends a file piece by piece, so that its length does not matter. What was sent is taken back when anything goes wrong. */
export async function importFile(client: CliClient, file: string, begin: Begin, reason: string, progress: Progress): Promise<ImportReport> {
  const { size } = await stat(file);
  const { importId } = await client.call('history.begin', begin);
  let [part, rows, sent] = [0, 0, 0];
  try {
    for await (const piece of createReadStream(file, { encoding: 'utf8', highWaterMark: pieceBytes })) {
      const text = String(piece);
      const answer = await client.call('history.append', { importId, part, text });
      if (answer.problems.length > 0) return await givenUp(client, importId, answer.problems);
      part += 1;
      rows += answer.rows;
      sent += Buffer.byteLength(text);
      progress(`${basename(file)}: ${rows} rows, ${Math.floor((sent * 100) / Math.max(size, 1))} %`);
    }
    const report = await client.call('history.finish', { importId, reason });
    return report.problems.length > 0 ? await givenUp(client, importId, report.problems) : { ...report, importId };
  } catch (error) {
    await removeImport(client, importId, 'It could not be finished').catch(() => undefined);
    throw error;
  }
}

async function givenUp(client: CliClient, importId: string, problems: ImportReport['problems']): Promise<ImportReport> {
  await removeImport(client, importId, 'The file has problems').catch(() => undefined);
  return { importId, row: null, known: 0, differing: 0, problems, warnings: [] };
}

/** Removes an import with all its readings, portion by portion. */
export async function removeImport(client: CliClient, importId: string, reason: string): Promise<void> {
  let left = true;
  while (left) ({ left } = await client.call('history.remove', { importId, reason }));
}

/** Fetches a range part by part. Broken off, the same command goes on where it stopped. */
export async function importRange(
  client: CliClient,
  begin: Extract<Begin, { kind: 'range' }>,
  reason: string,
  progress: Progress,
): Promise<ImportReport> {
  const { importId, fetchFrom } = await client.call('history.begin', begin);
  const length = (stepsAtOnce - 1) * begin.stepMs;
  let rows = 0;
  for (let from = fetchFrom ?? begin.from; from <= begin.to; from += length + begin.stepMs) {
    const to = Math.min(from + length, begin.to);
    rows += (await client.call('history.fetch', { importId, from, to })).rows;
    progress(`${begin.metric}: ${rows} readings, up to ${new Date(to).toISOString()}`);
  }
  return { ...(await client.call('history.finish', { importId, reason })), importId };
}
