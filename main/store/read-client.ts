import { Worker } from 'node:worker_threads';
import type { HeavyAnswer, HeavyInput, HeavyName } from './heavy-calls.ts';

/** Asks the read worker. */
export interface ReadClient {
  call<N extends HeavyName>(name: N, input: HeavyInput<N>): Promise<HeavyAnswer<N>>;
  close(): Promise<void>;
}

interface Waiting {
  resolve(answer: never): void;
  reject(error: Error): void;
}

/** Starts the worker when it is first asked; one that died is started again at the next question. */
export function startReadWorker(file: string, workerUrl: URL): ReadClient {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let next = 0;

  function fail(reason: string): void {
    worker = null;
    for (const one of waiting.values()) one.reject(new Error(`Reading ${file} stopped: ${reason}. Ask again.`));
    waiting.clear();
  }

  function open(): Worker {
    const started = new Worker(workerUrl, { workerData: { file } });
    started.on('message', (message: { id: number; answer?: never; error?: string }) => {
      const one = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.error === undefined) one?.resolve(message.answer as never);
      else one?.reject(new Error(message.error));
    });
    started.on('error', (error) => fail(error instanceof Error ? error.message : String(error)));
    started.on('exit', () => {
      if (worker === started) fail('the reader ended');
    });
    started.unref();
    return started;
  }

  return {
    async call(name, input) {
      worker ??= open();
      const asked = worker;
      next += 1;
      const id = next;
      // While a question is open the process must stay up for its answer.
      asked.ref();
      return await new Promise<HeavyAnswer<typeof name>>((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        asked.postMessage({ id, name, input });
      }).finally(() => {
        if (waiting.size === 0) asked.unref();
      });
    },
    async close() {
      const ended = worker;
      worker = null;
      await ended?.terminate();
    },
  };
}
