import { join } from 'node:path';
import { app, dialog, ipcMain, Menu, powerMonitor } from 'electron';
import { type OpenConsole, openConsole } from '../console-host.ts';
import { openIpcDoor } from '../doors/ipc.ts';
import { backup } from '../store/backup.ts';
import { desktopWorkspace, fileLog, userName, workspaceFolder } from '../workspace.ts';
import { linkPath, protocolName } from './links.ts';
import { menuTemplate } from './menu.ts';
import { createNotifier } from './notifier.ts';
import { servePdf } from './pdf.ts';
import { lockDownSession, trustsPage } from './security.ts';
import { createFleetTray } from './tray.ts';
import { startUpdates } from './updates.ts';
import { desktopVault } from './vault.ts';
import { type MainWindow, openMainWindow } from './window.ts';

/** The desktop console: window, tray, menu, deep links and notifications around the same console the browser gets. */
export function runDesktop(): void {
  let window: MainWindow | null = null;
  let pending = linkPath(process.argv);
  const go = (path: string): void => {
    if (window === null) pending = path;
    else window.navigate(path);
  };
  app.setAppUserModelId('dev.tidegate.app');
  app.setAsDefaultProtocolClient(protocolName);
  app.on('second-instance', (_event, argv) => go(linkPath(argv) ?? '/'));
  app.on('open-url', (event, url) => {
    event.preventDefault();
    go(linkPath([url]) ?? '/');
  });
  void app.whenReady().then(async () => {
    try {
      const opened = await openParts(go);
      window = opened.window;
      if (pending !== null) window.navigate(pending);
    } catch (error) {
      dialog.showErrorBox('Tidegate could not start', error instanceof Error ? error.message : String(error));
      app.exit(1);
    }
  });
}

async function openParts(go: (path: string) => void): Promise<{ window: MainWindow }> {
  lockDownSession();
  const former = join(app.getPath('userData'), 'workspace');
  const { folder, notice } = desktopWorkspace(former, workspaceFolder(undefined), process.env['TIDEGATE_WORKSPACE']);
  const log = fileLog(folder);
  if (notice !== null) {
    log.info({ folder }, notice);
    process.stdout.write(`${notice}\n`);
  }
  const notifier = createNotifier(go);
  let running: OpenConsole | null = null;
  const updates = startUpdates(log, (version) => backUpBefore(running, version));
  const opened = await openConsole({
    folder,
    vault: desktopVault(folder),
    log,
    role: 'admin',
    actor: userName(),
    port: 0,
    host: '127.0.0.1',
    names: [],
    showNotice: notifier.show,
    settingsChanged: (settings) => updates.follow(settings.updateChannel),
  });
  running = opened;
  openIpcDoor({ door: opened.running.door, ipcMain, role: 'admin', trusts: trustsPage });
  servePdf();
  const window = openMainWindow(opened.running.door, folder);
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(go)));
  const tray = createFleetTray(opened.running.door, () => window.show());
  watchPower(opened);
  app.on('activate', () => window.show());
  app.on('window-all-closed', () => app.quit());
  stopOnQuit(opened, window, tray.destroy);
  return { window };
}

/** A checked backup of the workspace as the present version knows it, before a new one opens it. */
async function backUpBefore(opened: OpenConsole | null, version: string): Promise<void> {
  if (opened === null) throw new Error('No workspace is open yet.');
  const { store, world } = opened.running;
  const check = (file: string): Promise<readonly string[]> => world.heavy.call('checkCopy', { file });
  await backup(store(), { reason: `before update to ${version}`, now: world.deps.clock.now(), check });
}

/** After a sleep nothing that was seen before counts: the engine notices the gap itself, so it only has to look at once. */
function watchPower(opened: OpenConsole): void {
  powerMonitor.on('resume', () => opened.running.engine.wake());
}

/** Quitting waits for calls in flight, so that no write is left without its read-back. */
function stopOnQuit(opened: OpenConsole, window: MainWindow, before: () => void): void {
  let stopped = false;
  app.on('before-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    // Asked before anything stops: whoever stays goes on working. Once the window is closed, quitting begins again.
    if (window.asksFirst()) {
      window.close();
      return;
    }
    before();
    void opened.stop().finally(() => {
      stopped = true;
      app.quit();
    });
  });
}
