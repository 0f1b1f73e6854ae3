import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { root } from './repository.ts';

/** `npm test` names the bundle it has just built, which starts in a third of the time; without it the sources run. */
const entry = process.env['TIDEGATE_TEST_CLI'] ?? 'main/cli.ts';

/** What a command of a person in a shell left behind. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

export interface CliPlace {
  readonly folder: string;
  readonly workspace: string;
  run(...args: string[]): Promise<Ran>;
  /** Like `run`, where no workspace is named. */
  runBare(...args: string[]): Promise<Ran>;
  /** Path of a file in the folder, written when a text is given. */
  file(name: string, text?: string): string;
}

/** A folder of its own for workspace, data and configuration: nothing of this user is read or written. */
export function cliPlace(): CliPlace {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-cli-'));
  const workspace = join(folder, 'workspace');
  mkdirSync(workspace);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return {
    folder,
    workspace,
    run: (...args) => ranIn(folder, { TIDEGATE_WORKSPACE: workspace }, args),
    runBare: (...args) => ranIn(folder, {}, args),
    file(name, text) {
      if (text !== undefined) writeFileSync(join(folder, name), text);
      return join(folder, name);
    },
  };
}

/** Runs a command in a process of its own, at home in `folder`. */
export function ranIn(folder: string, more: Readonly<Record<string, string>>, args: readonly string[]): Promise<Ran> {
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    XDG_DATA_HOME: join(folder, 'data'),
    XDG_CONFIG_HOME: join(folder, 'config'),
    XDG_STATE_HOME: join(folder, 'state'),
    XDG_CACHE_HOME: join(folder, 'cache'),
    // Shared by all tests: a home that is new for each would compile everything again.
    NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compiled'),
    ...more,
  };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [entry, ...args], { cwd: root, env, timeout: 60_000 }, (_error, out, error) => {
      resolve({ code: child.exitCode ?? -1, out, error });
    });
  });
}
