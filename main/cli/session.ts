import { WorkspaceBusy } from '../own-workspace.ts';
import { workspaceFolder } from '../workspace.ts';
import { CallRefused, type CliClient, connect } from './client.ts';
import { exitCodes, WrongUsage } from './output.ts';

/** Runs one command: opens the console, closes it, and turns any trouble into one line and an exit code. */
export interface Session {
  run(work: (client: CliClient, json: boolean) => Promise<void>): Promise<void>;
  /** For commands that need no console. */
  plain(work: (json: boolean) => Promise<void>): Promise<void>;
  readonly folder: () => string;
}

export interface GlobalOptions {
  readonly json?: boolean;
  readonly workspace?: string;
  readonly idempotencyKey?: string;
}

export function createSession(options: () => GlobalOptions): Session {
  const folder = (): string => workspaceFolder(options().workspace);
  const json = (): boolean => options().json === true;
  return {
    folder,
    plain: (work) => guarded(json(), () => work(json())),
    run: (work) =>
      guarded(json(), async () => {
        const client = await connect(folder(), keyFrom(options().idempotencyKey));
        try {
          await work(client, json());
        } finally {
          await client.close();
        }
      }),
  };
}

/** The same characters as the HTTP door takes. */
function keyFrom(key: string | undefined): string | null {
  if (key === undefined || /^[!-~]{1,200}$/.test(key)) return key ?? null;
  throw new WrongUsage('--idempotency-key is 1 to 200 visible characters without spaces, such as a UUID.');
}

async function guarded(json: boolean, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const code = error instanceof CallRefused ? error.code : error instanceof WrongUsage ? 'usage' : 'failed';
    if (json) process.stdout.write(`${JSON.stringify({ error: { code, message } })}\n`);
    process.stderr.write(`${message}\n`);
    process.exitCode = exitCodeOf(error);
  }
}

function exitCodeOf(error: unknown): number {
  if (error instanceof WorkspaceBusy) return exitCodes.busy;
  if (error instanceof WrongUsage) return exitCodes.usage;
  if (!(error instanceof CallRefused)) return exitCodes.failed;
  return error.code === 'internal' ? exitCodes.failed : exitCodes.refused;
}
