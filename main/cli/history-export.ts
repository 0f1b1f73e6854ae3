import { open, rename, rm } from 'node:fs/promises';
import type { AnswerOf, InputOf } from '../contract/index.ts';
import type { CliClient } from './client.ts';

/** Takes the texts of an export in order. */
export interface ExportSink {
  write(text: string): Promise<void>;
  /** Nothing of a file is seen before this. */
  done(): Promise<void>;
  failed(): Promise<void>;
}

/** A file that takes its name only when it is whole. */
export async function fileSink(file: string): Promise<ExportSink> {
  const partial = `${file}.part`;
  const handle = await open(partial, 'w');
  return {
    write: async (text) => void (await handle.write(text)),
    async done() {
      await handle.sync();
      await handle.close();
      await rename(partial, file);
    },
    async failed() {
      await handle.close();
      await rm(partial, { force: true });
    },
  };
}

/** The standard output. */
export const outputSink: ExportSink = {
  write: async (text) => await new Promise<void>((resolve) => void process.stdout.write(text, () => resolve())),
  done: async () => undefined,
  failed: async () => undefined,
};

/** Asks page by page, so that memory stays small however long the history is. Answers how many readings it wrote. */
export async function exportReadings(client: CliClient, asked: InputOf<'history.export'>, sink: ExportSink): Promise<number> {
  let rows = 0;
  let cursor: AnswerOf<'history.export'>['cursor'] = null;
  do {
    const page: AnswerOf<'history.export'> = await client.call('history.export', { ...asked, cursor });
    await sink.write(page.text);
    rows += page.rows;
    cursor = page.cursor;
  } while (cursor !== null);
  return rows;
}
