import { EventEmitter } from 'node:events';
import { pathToFileURL } from 'node:url';
import { app, preventable } from './app.ts';
import { IpcMain } from './ipc.ts';
import { record } from './recorder.ts';
import { type Session, session } from './session.ts';
import { ask, tell } from './wire.ts';

interface Bounds {
  x: number;
  y: number;
  width: number;
  height: number;
}

interface WebPreferences {
  readonly preload?: string;
  readonly additionalArguments?: readonly string[];
  readonly nodeIntegration?: boolean;
  readonly contextIsolation?: boolean;
  readonly sandbox?: boolean;
  readonly webviewTag?: boolean;
  readonly javascript?: boolean;
}

interface WindowOptions extends Partial<Bounds> {
  readonly show?: boolean;
  readonly title?: string;
  readonly webPreferences?: WebPreferences;
}

type OpenHandler = (details: { url: string; frameName: string; features: string; disposition: string }) => { action: 'allow' | 'deny' };

let contentsMade = 0;
let windowsMade = 0;

class WebContents extends EventEmitter {
  readonly id = ++contentsMade;
  readonly ipc = new IpcMain();
  readonly session: Session = session.defaultSession;
  readonly mainFrame = { url: '', routingId: 1, processId: 1, parent: null };
  readonly window: BrowserWindow;
  openHandler: OpenHandler = () => ({ action: 'allow' });

  constructor(window: BrowserWindow) {
    super();
    this.window = window;
  }

  send(channel: string, ...args: unknown[]): void {
    if (this.isDestroyed()) throw new TypeError('Object has been destroyed');
    tell({ op: 'push', window: this.window.id, channel, args: structuredClone(args) });
  }

  getURL(): string {
    return this.mainFrame.url;
  }

  getTitle(): string {
    return this.window.getTitle();
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler;
  }

  executeJavaScript(code: string): Promise<unknown> {
    return ask({ op: 'script', window: this.window.id, code });
  }

  async printToPDF({ pageSize, printBackground = false }: { pageSize?: string; printBackground?: boolean } = {}): Promise<Buffer> {
    if (pageSize !== undefined && pageSize !== 'A4') throw new Error(`stand-in host: only A4 is printed, not ${pageSize}`);
    record('webContents.printToPDF', this.getURL());
    const bytes = await ask({ op: 'pdf', window: this.window.id, background: printBackground });
    if (!(bytes instanceof Uint8Array)) throw new Error('stand-in host: the page was not printed');
    return Buffer.from(bytes);
  }

  reload(): void {
    tell({ op: 'reload', window: this.window.id });
  }

  isDestroyed(): boolean {
    return this.window.isDestroyed();
  }

  isLoading(): boolean {
    return false;
  }

  openDevTools(): void {
    record('webContents.openDevTools');
  }
}

/** A window is a page of the test's browser; only its place, its visibility and its life are kept here. */
export class BrowserWindow extends EventEmitter {
  static readonly all = new Set<BrowserWindow>();

  static getAllWindows(): BrowserWindow[] {
    return [...BrowserWindow.all];
  }

  static fromId(id: number): BrowserWindow | null {
    return BrowserWindow.getAllWindows().find((window) => window.id === id) ?? null;
  }

  static fromWebContents(contents: WebContents): BrowserWindow {
    return contents.window;
  }

  static getFocusedWindow(): BrowserWindow | null {
    return BrowserWindow.getAllWindows().at(-1) ?? null;
  }

  readonly id = ++windowsMade;
  readonly webContents: WebContents;
  readonly #created: Promise<unknown>;
  readonly #bounds: Bounds;
  #visible: boolean;
  #minimised = false;
  #destroyed = false;
  #title: string;
  #wasReady = false;

  constructor(options: WindowOptions = {}) {
    super();
    const preferences = options.webPreferences ?? {};
    const open =
      preferences.nodeIntegration || preferences.contextIsolation === false || preferences.sandbox === false || preferences.webviewTag;
    if (open) throw new Error('stand-in host: only sandboxed, isolated windows without Node and webviews are supported');
    this.#bounds = { x: options.x ?? 0, y: options.y ?? 0, width: options.width ?? 800, height: options.height ?? 600 };
    this.#visible = options.show !== false;
    this.#title = options.title ?? '';
    this.webContents = new WebContents(this);
    BrowserWindow.all.add(this);
    app.windows.add(this);
    const { width, height } = this.#bounds;
    const { preload = null, additionalArguments = [] } = preferences;
    this.#created = ask({ op: 'create', window: this.id, width, height, preload, args: additionalArguments });
    app.emit('web-contents-created', {}, this.webContents);
    setImmediate(() => app.emit('browser-window-created', {}, this));
  }

  async loadURL(url: string): Promise<void> {
    await this.#created;
    this.webContents.emit('did-start-loading');
    await ask({ op: 'load', window: this.id, url });
  }

  loadFile(path: string, options: { hash?: string; query?: Record<string, string> } = {}): Promise<void> {
    const url = pathToFileURL(path);
    if (options.query) url.search = new URLSearchParams(options.query).toString();
    if (options.hash) url.hash = options.hash;
    return this.loadURL(url.href);
  }

  /** The page has loaded, for the first time or again. */
  pageLoaded(): void {
    if (this.#destroyed) return;
    this.webContents.emit('dom-ready');
    this.webContents.emit('did-finish-load');
    if (this.#wasReady) return;
    this.#wasReady = true;
    this.emit('ready-to-show');
  }

  show(): void {
    this.#visible = true;
    this.emit('show');
  }

  showInactive(): void {
    this.show();
  }

  hide(): void {
    this.#visible = false;
    this.emit('hide');
  }

  isVisible(): boolean {
    return this.#visible;
  }

  focus(): void {
    record('window.focus', this.id);
    this.emit('focus');
  }

  isFocused(): boolean {
    return BrowserWindow.getFocusedWindow() === this;
  }

  minimize(): void {
    this.#minimised = true;
    this.emit('minimize');
  }

  restore(): void {
    this.#minimised = false;
    this.emit('restore');
  }

  isMinimized(): boolean {
    return this.#minimised;
  }

  isMaximized(): boolean {
    return false;
  }

  isFullScreen(): boolean {
    return false;
  }

  setTitle(title: string): void {
    this.#title = title;
  }

  getTitle(): string {
    return this.#title;
  }

  getBounds(): Bounds {
    return { ...this.#bounds };
  }

  getNormalBounds(): Bounds {
    return this.getBounds();
  }

  setBounds(bounds: Partial<Bounds>): void {
    Object.assign(this.#bounds, bounds);
    tell({ op: 'resize', window: this.id, width: this.#bounds.width, height: this.#bounds.height });
    this.emit('resize');
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  close(): void {
    if (this.#destroyed) return;
    const event = preventable();
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
  }

  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    BrowserWindow.all.delete(this);
    app.windows.delete(this);
    tell({ op: 'close', window: this.id });
    this.webContents.emit('destroyed');
    this.emit('closed');
    if (BrowserWindow.all.size > 0) return;
    if (app.listenerCount('window-all-closed') > 0) app.emit('window-all-closed');
    else app.quit();
  }
}
