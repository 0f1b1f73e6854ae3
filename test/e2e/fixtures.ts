import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron, type Browser, type Page, test as base, type TestInfo } from '@playwright/test';
import { Desktop, type HostApplication } from '../support/host/desktop.ts';
import { StandIn } from '../support/host/stand-in.ts';

/** The console as a spec sees it, on either host. */
export interface TidegateApp extends HostApplication {
  firstWindow(): Promise<Page>;
  close(): Promise<void>;
  /** Ends main at once, without any clean-up. */
  kill(): Promise<void>;
}

export interface LaunchOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

interface Fixtures {
  /** Options of the first launch; a spec sets them with `test.use({ launchOptions: … })`. */
  launchWith: LaunchOptions;
  /** Folder of this spec alone; gone afterwards. */
  userData: string;
  /** Starts the app on `userData` again, such as after `kill`; closed at the end by itself. */
  launch: (options?: LaunchOptions) => Promise<TidegateApp>;
  tidegate: TidegateApp;
  desktop: Desktop;
  ui: Page;
}

/** `TIDEGATE_E2E=electron` runs the same specs on the real runtime. */
export const onElectron = process.env['TIDEGATE_E2E'] === 'electron';

const builtMain = process.env['TIDEGATE_E2E_MAIN'] ?? resolve(import.meta.dirname, '../../out/main/app.js');

export const test = base.extend<Fixtures>({
  launchWith: [{}, { option: true }],

  userData: async ({ browserName }, use) => {
    const folder = mkdtempSync(join(tmpdir(), `tidegate-${browserName}-`));
    await use(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  },

  launch: async ({ browser, userData, launchWith }, use, info) => {
    const apps: TidegateApp[] = [];
    await use(async (options = launchWith) => {
      const app = await start(browser, userData, options, info);
      apps.push(app);
      return app;
    });
    for (const app of apps) await app.close();
  },

  tidegate: async ({ launch }, use) => {
    await use(await launch());
  },

  desktop: async ({ tidegate }, use) => {
    await use(new Desktop(tidegate, !onElectron));
  },

  ui: async ({ tidegate }, use) => {
    await use(await tidegate.firstWindow());
  },
});

async function start(browser: Browser, userData: string, options: LaunchOptions, info: TestInfo): Promise<TidegateApp> {
  const { args = [], env = {} } = options;
  const workspace = { TIDEGATE_WORKSPACE: join(userData, 'workspace') };
  if (onElectron) return await startElectron(userData, args, { ...workspace, ...env });
  const host = await StandIn.launch(browser, { main: builtMain, userData, args, env: { ...workspace, ...env } });
  let ended = false;
  return {
    firstWindow: () => host.firstWindow(),
    evaluate: (run, argument) => host.evaluate(run, argument),
    kill: async () => {
      ended = true;
      await host.kill();
    },
    close: async () => {
      if (host.stderr !== '') await info.attach('stderr of main', { body: host.stderr, contentType: 'text/plain' });
      if (!ended) await host.close();
      ended = true;
    },
  };
}

async function startElectron(userData: string, args: readonly string[], env: Record<string, string>): Promise<TidegateApp> {
  const app = await _electron.launch({ args: [builtMain, `--user-data-dir=${userData}`, ...args], env: { ...inherited(), ...env } });
  let ended = false;
  return {
    firstWindow: () => app.firstWindow(),
    evaluate: async (run, argument) => await app.evaluate(run as never, argument as never),
    kill: async () => {
      ended = true;
      const gone = app.waitForEvent('close');
      app.process().kill('SIGKILL');
      await gone;
    },
    close: async () => {
      if (!ended) await app.close();
      ended = true;
    },
  };
}

function inherited(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined));
}

export { expect } from '@playwright/test';
