import { Worker } from 'node:worker_threads';
import type { HeavyAnswer, HeavyInput, HeavyName } from './heavy-calls.ts';
import { errorFrom, ReadReply } from './read-protocol.ts';

/** Asks the read worker. */
export interface ReadClient {
  /** Rejects with `StoreError` for trouble with the database, and with a plain error when the worker ended. */
  call<N extends HeavyName>(name: N, input: HeavyInput<N>): Promise<HeavyAnswer<N>>;
  close(): Promise<void>;
}

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: Error): void;
}

/** Ends in a row, without an answer between them, after which no worker is started any more. */
const mostEnds = 2;

/**
 * Starts the worker when it is first asked. When it ends by itself, what it was asked is rejected and the next question
 * starts it once more; after a second end without any answer, questions are refused with the reason.
 */
export function startReadWorker(file: string, workerUrl: URL): ReadClient {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let closed = false;
  let next = 0;
  let ends = 0;
  let lastEnd = '';

  function rejectAll(message: string): void {
    for (const one of waiting.values()) one.reject(new Error(message));
    waiting.clear();
  }

  function hear(message: unknown): void {
    const reply = ReadReply.parse(message);
    const one = waiting.get(reply.id);
    waiting.delete(reply.id);
    ends = 0;
    if ('error' in reply) one?.reject(errorFrom(reply.error));
    else one?.resolve(reply.answer);
  }

  function open(): Worker {
    const started = new Worker(workerUrl, { workerData: { file } });
    started.on('message', hear);
    started.on('error', (error) => {
      lastEnd = error instanceof Error ? error.message : String(error);
    });
    started.on('exit', (code) => {
      if (worker !== started) return;
      worker = null;
      ends += 1;
      rejectAll(`Reading ${file} stopped: ${lastEnd || `the reader ended with code ${code}`}. Ask again.`);
    });
    return started;
  }

  return {
    async call(name, input) {
      if (closed) throw new Error(`Reading ${file} is over: the workspace was closed.`);
      if (ends >= mostEnds) throw new Error(`The reader of ${file} ended ${ends} times in a row (${lastEnd}). Restart Tidegate.`);
      worker ??= open();
      const asked = worker;
      next += 1;
      const id = next;
      // While a question is open the process must stay up for its answer.
      asked.ref();
      const answer = await new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin
        asked.postMessage({ id, name, input });
      }).finally(() => {
        if (waiting.size === 0) asked.unref();
      });
      // The worker runs the function of this name, whose answer has this type.
      return answer as HeavyAnswer<typeof name>;
    },
    async close() {
      closed = true;
      const ended = worker;
      worker = null;
      rejectAll(`Reading ${file} is over: the workspace was closed.`);
      await ended?.terminate();
    },
  };
}
