import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BrowserWindow, screen } from 'electron';
import { z } from 'zod';
import type { ConsoleDoor } from '../commands/index.ts';
import { navigateChannel, pushTo } from '../doors/ipc.ts';
import { preloadFile, rendererFolder } from '../paths.ts';

const Bounds = z.object({ x: z.number(), y: z.number(), width: z.number().min(640), height: z.number().min(480) });
type Bounds = z.infer<typeof Bounds>;

const firstSize = { width: 1440, height: 900 };

export interface MainWindow {
  show(): void;
  navigate(path: string): void;
}

/** The console's window: sandboxed, its place kept, its page reloaded when it crashes. */
export function openMainWindow(door: ConsoleDoor, folder: string): MainWindow {
  const file = join(folder, 'window.json');
  const window = new BrowserWindow({
    ...(keptBounds(file) ?? firstSize),
    minWidth: 1024,
    minHeight: 640,
    show: false,
    title: 'Tidegate',
    backgroundColor: '#0f1216',
    webPreferences: { preload: preloadFile(), sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false },
  });
  let loaded = false;
  let pending: string | null = null;
  const show = (): void => {
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  };
  window.once('ready-to-show', () => window.show());
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
    show,
    navigate(path) {
      if (loaded) window.webContents.send(navigateChannel, path);
      else pending = path;
      show();
    },
  };
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
