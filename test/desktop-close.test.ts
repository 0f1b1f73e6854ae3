import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { ConsoleDoor } from '../main/commands/index.ts';

type Handler = (event: { sender: unknown }, active: unknown) => void;

vi.mock('electron', async () => {
  const { EventEmitter } = await import('node:events');
  const far = { windows: new Array<unknown>(), handlers: new Map<string, unknown>(), answers: new Array<number>(), asked: 0 };
  class BrowserWindow extends EventEmitter {
    destroyed = false;
    webContents = Object.assign(new EventEmitter(), { send: () => undefined, isDestroyed: () => false });
    constructor() {
      super();
      far.windows.push(this);
    }
    async loadFile(): Promise<void> {
      await Promise.resolve();
      this.webContents.emit('did-finish-load');
    }
    getBounds = () => ({ x: 0, y: 0, width: 800, height: 600 });
    isDestroyed = () => this.destroyed;
    close(): void {
      const event = { prevented: false, preventDefault: () => void (event.prevented = true) };
      this.emit('close', event);
      if (event.prevented) return;
      this.destroyed = true;
      this.emit('closed');
    }
  }
  return {
    far,
    BrowserWindow,
    screen: { getAllDisplays: () => [] },
    ipcMain: { handle: (name: string, handler: unknown) => far.handlers.set(name, handler), removeHandler: () => undefined },
    dialog: {
      showMessageBox: async () => {
        far.asked += 1;
        return await Promise.resolve({ response: far.answers.shift() ?? 0 });
      },
    },
  };
});

interface Far {
  readonly windows: readonly { readonly destroyed: boolean; readonly webContents: unknown }[];
  readonly handlers: ReadonlyMap<string, Handler>;
  readonly answers: number[];
  readonly asked: number;
}

const far = Reflect.get(await import('electron'), 'far') as Far;
const { openMainWindow } = await import('../main/desktop/window.ts');

test('design 6 asks before a window with an unsaved plan is closed, and keeps it open for whoever stays', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-close-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const door = { subscribe: () => () => undefined } as unknown as ConsoleDoor;
  const window = openMainWindow(door, folder);
  const [fake] = far.windows;
  const say = far.handlers.get('tidegate:unsaved') ?? (() => undefined);
  await Promise.resolve();
  say({ sender: 'somebody else' }, true);
  expect(window.asksFirst()).toBe(false);
  say({ sender: fake?.webContents }, true);
  expect(window.asksFirst()).toBe(true);
  far.answers.push(0, 1);
  window.close();
  await vi.waitFor(() => expect(far.asked).toBe(1));
  expect(fake?.destroyed).toBe(false);
  window.close();
  await vi.waitFor(() => expect(fake?.destroyed).toBe(true));
  expect([far.asked, window.asksFirst()]).toEqual([2, false]);
});
