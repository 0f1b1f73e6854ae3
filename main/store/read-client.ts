import { Worker } from 'node:worker_threads';
import type { HeavyAnswer, HeavyInput, HeavyName } from './heavy-calls.ts';
import { errorFrom, type ReadQuestion, ReadReply, type ReadStop } from './read-protocol.ts';

/** For reads that take long: hears how far they are, and may end them. */
export interface Watching {
  readonly progress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** Asks the read worker. */
export interface ReadClient {
  /** Rejects with `StoreError` for trouble with the database, and with a plain error when the worker ended. */
  call<N extends HeavyName>(name: N, input: HeavyInput<N>, watching?: Watching): Promise<HeavyAnswer<N>>;
  close(): Promise<void>;
}

function send(worker: Worker, message: ReadQuestion | ReadStop): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin
  worker.postMessage(message);
}

/** Sends a question and waits for its answer; the process stays up meanwhile. */
async function ask(worker: Worker, waiting: Map<number, Waiting>, question: ReadQuestion, watching: Watching): Promise<unknown> {
  const { id } = question;
  worker.ref();
  return await new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject, progress: watching.progress });
    send(worker, question);
    whenAborted(watching.signal, () => waiting.has(id) && send(worker, { stop: id }));
  }).finally(() => {
    if (waiting.size === 0) worker.unref();
  });
}

function rejectAll(waiting: Map<number, Waiting>, message: string): void {
  for (const one of waiting.values()) one.reject(new Error(message));
  waiting.clear();
}

function handOn(waiting: Map<number, Waiting>, reply: ReadReply): void {
  const one = waiting.get(reply.id);
  if ('progress' in reply) {
    one?.progress?.(reply.progress.done, reply.progress.total);
    return;
  }
  waiting.delete(reply.id);
  if ('error' in reply) one?.reject(errorFrom(reply.error));
  else one?.resolve(reply.answer);
}

function whenAborted(signal: AbortSignal | undefined, then: () => unknown): void {
  if (signal?.aborted === true) then();
  else signal?.addEventListener('abort', then, { once: true });
}

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: Error): void;
  readonly progress: Watching['progress'];
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
  let [next, ends] = [0, 0];
  let lastEnd = '';
  const over = `Reading ${file} is over: the workspace was closed.`;

  function open(): Worker {
    const started = new Worker(workerUrl, { workerData: { file } });
    started.on('message', (message: unknown) => {
      ends = 0;
      handOn(waiting, ReadReply.parse(message));
    });
    started.on('error', (error) => void (lastEnd = error instanceof Error ? error.message : String(error)));
    started.on('exit', (code) => {
      if (worker !== started) return;
      worker = null;
      ends += 1;
      rejectAll(waiting, `Reading ${file} stopped: ${lastEnd || `the reader ended with code ${code}`}. Ask again.`);
    });
    return started;
  }

  return {
    async call(name, input, watching = {}) {
      if (closed) throw new Error(over);
      if (ends >= mostEnds) throw new Error(`The reader of ${file} ended ${ends} times in a row (${lastEnd}). Restart Tidegate.`);
      worker ??= open();
      next += 1;
      const answer = await ask(worker, waiting, { id: next, name, input }, watching);
      // The worker runs the function of this name, whose answer has this type.
      return answer as HeavyAnswer<typeof name>;
    },
    async close() {
      closed = true;
      const ended = worker;
      worker = null;
      rejectAll(waiting, over);
      await ended?.terminate();
    },
  };
}
