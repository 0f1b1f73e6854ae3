import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BrowserWindow, dialog, ipcMain, screen } from 'electron';
import { z } from 'zod';
import type { ConsoleDoor } from '../commands/index.ts';
import { navigateChannel, pushTo } from '../doors/ipc.ts';
import { preloadFile, rendererFolder } from '../paths.ts';

const Bounds = z.object({ x: z.number(), y: z.number(), width: z.number().min(640), height: z.number().min(480) });
type Bounds = z.infer<typeof Bounds>;

const firstSize = { width: 1440, height: 900 };

export interface MainWindow {
  /** Whether closing it would ask first, because something in it is unsaved. */
  asksFirst(): boolean;
  /** Closes it, after the question where there is one. */
  close(): void;
  show(): void;
  navigate(path: string): void;
}

/** The console's window: sandboxed, its place kept, its page reloaded when it crashes. */
export function openMainWindow(door: ConsoleDoor, folder: string): MainWindow {
  const file = join(folder, 'window.json');
  const window = makeWindow(file);
  let loaded = false;
  let pending: string | null = null;
  const show = (): void => {
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  };
  window.once('ready-to-show', () => window.show());
  const unsaved = askBeforeClosing(window);
  window.on('close', () => writeFileSync(file, JSON.stringify(window.getBounds())));
  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason !== 'clean-exit') void load(window);
  });
  window.webContents.on('did-finish-load', () => {
    loaded = true;
    if (pending !== null) window.webContents.send(navigateChannel, pending);
    pending = null;
  });
  pushTo(window.webContents, door);
  void load(window);
  return {
    asksFirst: () => !window.isDestroyed() && unsaved(),
    close: () => window.close(),
    show,
    navigate(path) {
      if (loaded) window.webContents.send(navigateChannel, path);
      else pending = path;
      show();
    },
  };
}

function makeWindow(file: string): BrowserWindow {
  return new BrowserWindow({
    ...(keptBounds(file) ?? firstSize),
    minWidth: 1024,
    minHeight: 640,
    show: false,
    title: 'Tidegate',
    backgroundColor: '#0f1216',
    webPreferences: { preload: preloadFile(), sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false },
  });
}

const unsavedChannel = 'tidegate:unsaved';

/** Asks before something unsaved is thrown away; the page says whether there is any. Returns what it said last. */
function askBeforeClosing(window: BrowserWindow): () => boolean {
  let unsaved = false;
  ipcMain.handle(unsavedChannel, (event, active: unknown) => {
    if (event.sender === window.webContents) unsaved = active === true;
  });
  // A page that was loaded again has nothing unsaved.
  window.webContents.on('did-finish-load', () => void (unsaved = false));
  window.on('closed', () => ipcMain.removeHandler(unsavedChannel));
  window.on('close', (event) => {
    if (!unsaved) return;
    event.preventDefault();
    void dialog
      .showMessageBox(window, {
        type: 'question',
        message: 'A plan has changes that are not saved.',
        detail: 'Closing the window throws them away and ends Tidegate here.',
        buttons: ['Stay', 'Close without saving'],
        defaultId: 0,
        cancelId: 0,
      })
      .then(({ response }) => {
        if (response !== 1 || window.isDestroyed()) return;
        unsaved = false;
        window.close();
      });
  });
  return () => unsaved;
}

async function load(window: BrowserWindow): Promise<void> {
  await window.loadFile(join(rendererFolder(), 'index.html'));
}

/** Bounds of the last time, unless that screen is gone. */
function keptBounds(file: string): Bounds | null {
  if (!existsSync(file)) return null;
  const read = Bounds.safeParse(parse(readFileSync(file, 'utf8')));
  if (!read.success) return null;
  const { x, y } = read.data;
  const visible = screen
    .getAllDisplays()
    .some(
      ({ workArea }) => x >= workArea.x - 8 && y >= workArea.y - 8 && x < workArea.x + workArea.width && y < workArea.y + workArea.height,
    );
  return visible ? read.data : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
