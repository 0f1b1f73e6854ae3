import { execFile } from 'node:child_process';

/** What a command left behind. */
export interface CliEnd {
  readonly code: number;
  readonly out: string;
}

/** Longest a command may take, real ms. */
const limitMs = 150_000;

/** Runs a command of Tidegate in a process of its own, as a person in a shell would. */
export async function runCli(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<CliEnd> {
  const entry = new URL(import.meta.url.endsWith('.ts') ? '../cli.ts' : './cli.js', import.meta.url);
  return await new Promise((resolve) => {
    const options = { env: { ...process.env, ...env }, timeout: limitMs, maxBuffer: 10_000_000 };
    const child = execFile(process.execPath, [entry.pathname, ...args], options, (_error, out) => {
      resolve({ code: child.exitCode ?? -1, out });
    });
  });
}
