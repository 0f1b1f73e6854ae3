import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';

export interface BridgedPage {
  readonly page: Page;
  /** The address main last asked for: going there needs no permission. */
  loading: string;
  /** Pushes reach the page in the order in which main sent them. */
  pushes: Promise<void>;
}

export interface PageRequest {
  readonly width: number;
  readonly height: number;
  readonly preload: string | null;
  readonly args: readonly string[];
}

export interface PageCalls {
  readonly invoke: (url: string, channel: string, args: unknown[]) => Promise<unknown>;
  readonly send: (url: string, channel: string, args: unknown[]) => void;
}

/** Opens a page in which the preload bundle runs before the app's own code. */
export async function createPage(context: BrowserContext, request: PageRequest, calls: PageCalls): Promise<BridgedPage> {
  const page = await context.newPage();
  await page.setViewportSize({ width: request.width, height: request.height });
  await page.exposeBinding('__tidegateInvoke', async ({ frame }, channel: string, args: unknown[]) => {
    try {
      return { value: await calls.invoke(frame.url(), channel, args) };
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  });
  await page.exposeBinding('__tidegateSend', ({ frame }, channel: string, args: unknown[]) => calls.send(frame.url(), channel, args));
  if (request.preload !== null) await page.addInitScript({ content: preloadScript(request.preload, request.args) });
  return { page, loading: '', pushes: Promise.resolve() };
}

/** Hands one message of main to the page's ipcRenderer listeners. */
export function pushInto(bridged: BridgedPage, channel: string, args: unknown[]): Promise<void> {
  const push = async (): Promise<void> => {
    await bridged.page.evaluate(
      ({ name, values }) => {
        const listener: unknown = Reflect.get(window, Symbol.for('tidegate.push'));
        if (typeof listener === 'function') Reflect.apply(listener, undefined, [name, values]);
      },
      { name: channel, values: args },
    );
  };
  // A page that is being closed or reloaded misses messages in Electron as well.
  bridged.pushes = bridged.pushes.then(push).catch(() => undefined);
  return bridged.pushes;
}

function preloadScript(preload: string, args: readonly string[]): string {
  const world = readFileSync(join(import.meta.dirname, 'preload-world.js'), 'utf8')
    .trim()
    .replace(/;$/, '');
  const environment = { args, platform: process.platform, arch: process.arch, versions: versions() };
  const parameters = 'require, module, exports, process, Buffer, global, setImmediate';
  return `(${world})(${JSON.stringify(environment)}, function (${parameters}) {\n${readFileSync(preload, 'utf8')}\n});`;
}

function versions(): Record<string, string> {
  const manifest: unknown = createRequire(import.meta.url)('electron/package.json');
  const electron = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : '0.0.0';
  return { electron, node: process.versions.node };
}
