import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import { hostVariables } from '../protocol.ts';
import { record } from './recorder.ts';

interface Closable {
  close(): void;
  isDestroyed(): boolean;
}

/** An event whose default can be prevented, as Electron hands it to listeners. */
export function preventable(): { preventDefault: () => void; readonly defaultPrevented: boolean } {
  let prevented = false;
  return {
    preventDefault: () => {
      prevented = true;
    },
    get defaultPrevented() {
      return prevented;
    },
  };
}

class App extends EventEmitter {
  readonly isPackaged = false;
  readonly commandLine = { appendSwitch: () => undefined, hasSwitch: () => false, getSwitchValue: () => '' };
  readonly windows = new Set<Closable>();
  name = 'tidegate';
  #ready = false;
  readonly #whenReady: Promise<void>;

  constructor() {
    super();
    this.#whenReady = new Promise((resolve) => {
      setImmediate(() => {
        this.#ready = true;
        this.emit('will-finish-launching');
        this.emit('ready', {}, {});
        resolve();
      });
    });
  }

  whenReady(): Promise<void> {
    return this.#whenReady;
  }

  isReady(): boolean {
    return this.#ready;
  }

  getName(): string {
    return this.name;
  }

  getVersion(): string {
    return process.env[hostVariables.version] ?? '0.0.0';
  }

  getLocale(): string {
    return 'en-GB';
  }

  getAppPath(): string {
    return process.cwd();
  }

  getPath(name: string): string {
    const base = process.env[hostVariables.userData];
    if (base === undefined) throw new Error(`stand-in host: ${hostVariables.userData} is not set`);
    return name === 'userData' || name === 'sessionData' ? base : join(base, name);
  }

  requestSingleInstanceLock(): boolean {
    return process.env[hostVariables.secondInstance] !== '1';
  }

  setAppUserModelId(id: string): void {
    record('app.setAppUserModelId', id);
  }

  setAsDefaultProtocolClient(scheme: string): boolean {
    record('app.setAsDefaultProtocolClient', scheme);
    return true;
  }

  setLoginItemSettings(settings: unknown): void {
    record('app.setLoginItemSettings', settings);
  }

  getLoginItemSettings(): { openAtLogin: boolean } {
    return { openAtLogin: false };
  }

  setBadgeCount(count: number): boolean {
    record('app.setBadgeCount', count);
    return true;
  }

  enableSandbox(): void {
    record('app.enableSandbox');
  }

  /** Electron's order: before-quit, the windows, will-quit, quit; each of the first three can stop it. */
  quit(): void {
    const before = preventable();
    this.emit('before-quit', before);
    if (before.defaultPrevented) return;
    for (const window of Array.from(this.windows)) {
      window.close();
      if (!window.isDestroyed()) return;
    }
    const will = preventable();
    this.emit('will-quit', will);
    if (will.defaultPrevented) return;
    this.exit(0);
  }

  exit(code = 0): void {
    this.emit('quit', {}, code);
    process.exit(code);
  }

  relaunch(): void {
    record('app.relaunch');
  }
}

export const app = new App();
