import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { storeError } from './errors.ts';
import { readerOf } from './handles.ts';
import { type HeavyName, heavyCalls } from './heavy-calls.ts';

const { file } = workerData as { readonly file: string };
const calls = heavyCalls(readerOf(new Database(file, { readonly: true, fileMustExist: true, timeout: 5000 })));

parentPort?.on('message', (message: { id: number; name: HeavyName; input: never }) => {
  try {
    parentPort?.postMessage({ id: message.id, answer: calls[message.name](message.input) });
  } catch (error) {
    const known = storeError(error, file);
    parentPort?.postMessage({ id: message.id, error: known instanceof Error ? known.message : String(known) });
  }
});
