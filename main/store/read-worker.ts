import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { storeError } from './errors.ts';
import { readerOf } from './handles.ts';
import { type HeavyCalls, heavyCalls } from './heavy-calls.ts';
import type { Told } from './backtest.ts';
import { errorData, type ReadQuestion, type ReadReply, type ReadStop } from './read-protocol.ts';

const { file } = z.object({ file: z.string() }).parse(workerData);
let calls: HeavyCalls | null = null;

/** Opened at the first question, so that a database that cannot be read answers with words and does not end the worker. */
function openCalls(): HeavyCalls {
  calls ??= heavyCalls(readerOf(new Database(file, { readonly: true, fileMustExist: true, timeout: 5000 })));
  return calls;
}

/** Questions under way that nobody waits for any more. */
const stopped = new Set<number>();

function reply(message: ReadReply): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin
  parentPort?.postMessage(message);
}

async function answer(question: ReadQuestion): Promise<ReadReply> {
  const { id } = question;
  const told: Told = { progress: (done, total) => reply({ id, progress: { done, total } }), stopped: () => stopped.has(id) };
  try {
    // Name and input were checked together where the question was asked.
    const ask = openCalls()[question.name] as (input: unknown, told: Told) => unknown;
    return { id, answer: await ask(question.input, told) };
  } catch (error) {
    return { id, error: errorData(storeError(error, file)) };
  } finally {
    stopped.delete(id);
  }
}

parentPort?.on('message', (message: ReadQuestion | ReadStop) => {
  if ('stop' in message) stopped.add(message.stop);
  else void answer(message).then(reply);
});
