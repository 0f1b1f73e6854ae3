import { existsSync } from 'node:fs';
import { z } from 'zod';
import { fetchTransport } from '../adapters/http/fetch-transport.ts';
import type { CallResult } from '../contract/bridge.ts';
import type { AnswerOf, CallName, InputOf } from '../contract/index.ts';
import { contract } from '../contract/index.ts';
import { addressOf, type ConsoleAddress } from '../console-address.ts';
import { presetFolder, readWorkerUrl, tidegateVersion } from '../paths.ts';
import { realClock, realRandom, realSleep } from '../real-world.ts';
import { tellNow } from '../engine/notify.ts';
import { type Running, start } from '../start.ts';
import { fileLog, fileVault, userName } from '../workspace.ts';

/** Asks the console: a running one through its door, else the same commands in this process. */
export interface CliClient {
  call<N extends CallName>(name: N, input: InputOf<N>): Promise<AnswerOf<N>>;
  /** In this process: waits until the writes of a press have their read-back. A running console does that by itself. */
  settle(limitMs?: number): Promise<void>;
  readonly address: ConsoleAddress | null;
  close(): Promise<void>;
}

const Result = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), answer: z.unknown(), replayed: z.boolean().default(false) }),
  z.object({
    ok: z.literal(false),
    problem: z.object({ code: z.enum(['input', 'role', 'notFound', 'conflict', 'refused', 'offline', 'internal']), message: z.string() }),
  }),
]);

/** An answer that says no. `code` decides the exit code. */
export class CallRefused extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Opens the way to a console. `key` is the idempotency key of every change; null makes a fresh one for each. */
export async function connect(folder: string, key: string | null = null): Promise<CliClient> {
  const address = addressOf(folder);
  if (address !== null && (await alive(address))) return remote(address, key);
  // A mistyped folder must not look like a workspace where nothing happens.
  if (!existsSync(folder))
    throw new Error(`There is no workspace at ${folder}. Start a console with npm start, or name another folder with --workspace.`);
  return local(await openHere(folder), key);
}

async function alive(address: ConsoleAddress): Promise<boolean> {
  try {
    return (await fetchTransport(new Request(`${address.url}/api/health`, { signal: AbortSignal.timeout(2000) }))).ok;
  } catch {
    return false;
  }
}

function answerOf<N extends CallName>(name: N, result: CallResult<unknown>): AnswerOf<N> {
  if (result.ok && result.replayed === true)
    process.stderr.write(`replayed: ${name} was pressed under this key before; nothing was done again\n`);
  if (!result.ok) throw new CallRefused(result.problem.code, result.problem.message);
  return contract[name].answer.parse(result.answer) as AnswerOf<N>;
}

function resultFrom(value: unknown): CallResult<unknown> {
  const read = Result.safeParse(value);
  if (!read.success) throw new Error('The running console answered in a form this CLI does not know. Are both the same version?');
  return read.data.ok ? { ok: true, answer: read.data.answer, replayed: read.data.replayed } : { ok: false, problem: read.data.problem };
}

function remote(address: ConsoleAddress, key: string | null): CliClient {
  return {
    address,
    async call(name, input) {
      const headers = {
        authorization: `Bearer ${address.key}`,
        'content-type': 'application/json',
        'idempotency-key': key ?? crypto.randomUUID(),
      };
      const ask = (): Promise<Response> =>
        fetchTransport(new Request(`${address.url}/api/call/${name}`, { method: 'POST', headers, body: JSON.stringify({ input }) }));
      let response = await ask();
      // A long import asks more often than the door lets anybody: it waits as told, under the same key.
      while (response.status === 429) {
        await realSleep(1000 * Math.max(1, Number(response.headers.get('retry-after') ?? 1)));
        response = await ask();
      }
      return answerOf(name, resultFrom(await response.json()));
    },
    settle: async () => undefined,
    close: async () => undefined,
  };
}

async function openHere(folder: string): Promise<Running> {
  return await start({
    folder,
    clock: realClock,
    pause: realSleep,
    random: realRandom,
    transport: fetchTransport,
    vault: fileVault(folder),
    log: fileLog(folder),
    version: tidegateVersion(),
    presetFolder: presetFolder(),
    readWorkerUrl: readWorkerUrl(),
    openedAs: 'admin',
    defaultActor: userName(),
    showNotice: () => undefined,
    settingsChanged: () => undefined,
    practice: null,
  });
}

/** Longest wait for a press made without a running console, ms: twice the promise of the fastest way back. */
const settleLimitMs = 120_000;

function local(running: Running, key: string | null): CliClient {
  return {
    address: null,
    async call(name, input) {
      return answerOf(name, await running.door.call(name, input, { role: 'admin', trigger: 'cli' }, key ?? crypto.randomUUID()));
    },
    async settle(limitMs = settleLimitMs) {
      const until = realClock.now() + limitMs;
      for (;;) {
        await running.engine.actions.idle();
        await tellNow(running.world.deps);
        const due = running.engine.actions.nextDueAt();
        if (due === null || realClock.now() > until) return;
        await realSleep(Math.min(Math.max(due - realClock.now(), 50), 5000));
      }
    },
    close: () => running.stop(),
  };
}
