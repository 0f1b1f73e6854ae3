import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { type BridgedPage, createPage, pushInto } from './pages.ts';
import { type FromMain, hostVariables, type ToMain } from './protocol.ts';

export interface StandInOptions {
  /** The built main, such as out/main/app.js. */
  readonly main: string;
  readonly userData: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

type Request = ToMain extends infer Message ? (Message extends { id: number } ? Omit<Message, 'id'> : never) : never;

/** Time a quitting main gets before it counts as hanging, ms. */
const quitMs = 15_000;

/**
 * The built main in a forked Node whose `electron` is the stand-in of this folder; each of its windows is a page of the test's browser.
 * Offers the same `firstWindow`, `evaluate` and `close` as Playwright's own Electron application.
 */
export class StandIn {
  readonly #child: ChildProcess;
  readonly #context: BrowserContext;
  readonly #windows = new Map<number, BridgedPage>();
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  readonly #first = Promise.withResolvers<Page>();
  readonly #exit = Promise.withResolvers<number | null>();
  readonly #popupUrls: string[] = [];
  #lastId = 0;
  #ending = false;
  /** Everything main wrote to its error output. */
  stderr = '';

  private constructor(child: ChildProcess, context: BrowserContext) {
    this.#child = child;
    this.#context = context;
    this.#first.promise.catch(() => undefined);
    child.stderr?.on('data', (bytes: Buffer) => {
      this.stderr += bytes.toString();
    });
    child.on('message', (message: FromMain) => void this.#receive(message));
    child.on('exit', (code) => this.#exited(code));
  }

  static async launch(browser: Browser, options: StandInOptions): Promise<StandIn> {
    const context = await browser.newContext({ viewport: null, locale: 'en-GB', timezoneId: 'UTC' });
    mkdirSync(options.userData, { recursive: true });
    const child = fork(options.main, [...(options.args ?? [])], {
      execArgv: ['--import', join(import.meta.dirname, 'register.mjs')],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        TZ: 'UTC',
        XDG_CONFIG_HOME: join(options.userData, 'config'),
        XDG_DATA_HOME: join(options.userData, 'data'),
        [hostVariables.userData]: options.userData,
        ...options.env,
      },
    });
    const host = new StandIn(child, context);
    await context.route(/^https?:\/\//, (route) => host.#guard(route));
    return host;
  }

  firstWindow(): Promise<Page> {
    return this.#first.promise;
  }

  windows(): Page[] {
    return [...this.#windows.values()].map((window) => window.page);
  }

  /** Runs a function in main with the (stand-in) electron module. */
  async evaluate<R, A>(run: (electron: never, argument: A) => R | Promise<R>, argument?: A): Promise<R> {
    const value = await this.#ask({ kind: 'evaluate', source: run.toString(), argument });
    return value as R;
  }

  /** What a person's click on the window's close button does; false when main prevented it. */
  async closeWindow(page: Page): Promise<boolean> {
    const id = this.#idOf(page);
    if (id === null) return false;
    try {
      return (await this.#ask({ kind: 'closeByUser', window: id })) === true;
    } catch (error) {
      // Closing the last window may end main before it can answer.
      if (this.#child.exitCode === 0) return true;
      throw error;
    }
  }

  /** Ends main at once, as a power cut would. */
  async kill(): Promise<void> {
    this.#ending = true;
    this.#child.kill('SIGKILL');
    await this.#exit.promise;
    await this.#context.close();
  }

  /** Quits as a person does. Throws when main had ended by itself before, or does not end. */
  async close(): Promise<void> {
    const crashed = !this.#ending && this.#child.exitCode !== null && this.#child.exitCode !== 0;
    this.#ending = true;
    this.evaluate((electron: { app: { quit(): void } }) => electron.app.quit()).catch(() => undefined);
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), quitMs);
    const code = await this.#exit.promise;
    clearTimeout(timer);
    await this.#context.close();
    if (crashed) throw new Error(`main ended by itself with exit code ${code}:\n${this.stderr}`);
    if (code === null) throw new Error(`main did not end within ${quitMs} ms of app.quit():\n${this.stderr}`);
  }

  #post(message: ToMain): void {
    if (this.#child.connected) this.#child.send(message);
  }

  #ask(request: Request): Promise<unknown> {
    const id = ++this.#lastId;
    const answer = Promise.withResolvers<unknown>();
    if (!this.#child.connected) return Promise.reject(new Error('main has ended'));
    this.#waiting.set(id, answer);
    this.#post({ ...request, id });
    return answer.promise;
  }

  #exited(code: number | null): void {
    this.#exit.resolve(code);
    const error = new Error(`main ended with exit code ${code}:\n${this.stderr.slice(-4_000)}`);
    this.#first.reject(error);
    for (const answer of this.#waiting.values()) answer.reject(error);
    this.#waiting.clear();
  }

  async #receive(message: FromMain): Promise<void> {
    if (message.kind === 'reply') {
      const answer = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if (message.error === undefined) answer?.resolve(message.value);
      else answer?.reject(new Error(message.error));
      return;
    }
    if (message.kind === 'tell') return await this.#told(message).catch(() => undefined);
    try {
      this.#post({ kind: 'answer', id: message.id, value: await this.#asked(message) });
    } catch (error) {
      this.#post({ kind: 'answer', id: message.id, error: String(error) });
    }
  }

  async #told(message: Extract<FromMain, { kind: 'tell' }>): Promise<void> {
    const window = this.#windows.get(message.window);
    if (!window) return;
    if (message.op === 'push') await pushInto(window, message.channel, message.args);
    else if (message.op === 'resize') await window.page.setViewportSize({ width: message.width, height: message.height });
    else if (message.op === 'reload') await window.page.reload();
    else {
      this.#windows.delete(message.window);
      await window.page.close();
    }
  }

  async #asked(message: Extract<FromMain, { kind: 'ask' }>): Promise<unknown> {
    if (message.op === 'create') return await this.#create(message);
    const window = this.#windows.get(message.window);
    if (!window) throw new Error('The window is gone');
    if (message.op === 'script') return await window.page.evaluate(message.code);
    if (message.op === 'pdf') return await window.page.pdf({ format: 'A4', printBackground: message.background });
    window.loading = message.url;
    await window.page.goto(message.url, { waitUntil: 'load' });
    this.#first.resolve(window.page);
    return null;
  }

  async #create(request: Extract<FromMain, { kind: 'ask'; op: 'create' }>): Promise<null> {
    const { window } = request;
    const bridged = await createPage(this.#context, request, {
      invoke: (url, channel, args) => this.#ask({ kind: 'invoke', window, url, channel, args }),
      send: (url, channel, args) => this.#post({ kind: 'send', window, url, channel, args }),
    });
    this.#windows.set(window, bridged);
    const { page } = bridged;
    page.on('framenavigated', (frame) => {
      if (frame === page.mainFrame()) this.#post({ kind: 'navigated', window, url: frame.url() });
    });
    page.on('load', () => this.#post({ kind: 'loaded', window }));
    page.on('popup', (popup) => void this.#popup(window, popup));
    return null;
  }

  /** No window ever becomes a second page: whatever main answers, its handler has been asked, and that is what specs look at. */
  async #popup(window: number, popup: Page): Promise<void> {
    const seen = popup.url();
    const url = /^https?:/.test(seen) ? seen : (this.#popupUrls.shift() ?? seen);
    await this.#ask({ kind: 'popup', window, url }).catch(() => undefined);
    await popup.close().catch(() => undefined);
  }

  /** Asks main before its page leaves for the web, and keeps everything but loopback out of reach. */
  async #guard(route: Parameters<Parameters<BrowserContext['route']>[1]>[0]): Promise<void> {
    const request = route.request();
    const url = request.url();
    const loopback = /^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/]/.test(url);
    const window = request.isNavigationRequest() ? this.#windowBehind(request) : undefined;
    if (window === null) this.#popupUrls.push(url);
    if (typeof window === 'number' && this.#windows.get(window)?.loading !== url) {
      const allowed = await this.#ask({ kind: 'willNavigate', window, url }).catch(() => false);
      if (allowed !== true) return await route.abort('aborted');
    }
    if (loopback) await route.continue();
    else await route.abort('blockedbyclient');
  }

  /** The window whose page navigates; null for a popup, whose page may not even exist yet. */
  #windowBehind(request: { frame(): { page(): Page } }): number | null {
    try {
      return this.#idOf(request.frame().page());
    } catch {
      return null;
    }
  }

  #idOf(page: Page): number | null {
    for (const [id, window] of this.#windows) if (window.page === page) return id;
    return null;
  }
}
