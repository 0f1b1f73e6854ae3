import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { storeError } from './errors.ts';
import { readerOf } from './handles.ts';
import { type HeavyCalls, heavyCalls } from './heavy-calls.ts';
import { errorData, type ReadQuestion, type ReadReply } from './read-protocol.ts';

const { file } = z.object({ file: z.string() }).parse(workerData);
let calls: HeavyCalls | null = null;

/** Opened at the first question, so that a database that cannot be read answers with words and does not end the worker. */
function openCalls(): HeavyCalls {
  calls ??= heavyCalls(readerOf(new Database(file, { readonly: true, fileMustExist: true, timeout: 5000 })));
  return calls;
}

async function answer(question: ReadQuestion): Promise<ReadReply> {
  try {
    // Name and input were checked together where the question was asked.
    const ask = openCalls()[question.name] as (input: unknown) => unknown;
    return { id: question.id, answer: await ask(question.input) };
  } catch (error) {
    return { id: question.id, error: errorData(storeError(error, file)) };
  }
}

parentPort?.on('message', (question: ReadQuestion) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin
  void answer(question).then((reply) => parentPort?.postMessage(reply));
});
