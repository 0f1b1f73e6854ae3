// A tiny app that uses what the console uses of Electron, so that the stand-in host can be tested without the console.
import { join } from 'node:path';
import { app, BrowserWindow, ipcMain, Menu, nativeImage, Notification, powerMonitor, safeStorage, shell, Tray } from 'electron';

const seen = [];

if (process.env.SAMPLE_CRASH === '1') throw new Error('the sample crashes at start');
if (!app.requestSingleInstanceLock()) app.quit();

app.on('second-instance', (_event, argv) => seen.push(`second ${argv.at(-1)}`));
app.on('open-url', (event, url) => {
  event.preventDefault();
  seen.push(`open ${url}`);
});
app.on('web-contents-created', (_event, contents) => {
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    void shell.openExternal(url);
    return { action: 'deny' };
  });
});
powerMonitor.on('suspend', () => seen.push('suspend'));
powerMonitor.on('resume', () => seen.push('resume'));

ipcMain.handle('echo', (event, value) => ({ value, from: event.senderFrame.url.split('/').at(-1) }));
ipcMain.handle('fail', () => {
  throw new TypeError('no such thing');
});
ipcMain.handle('seen', () => seen);
ipcMain.handle('seal', (_event, text) => safeStorage.decryptString(safeStorage.encryptString(text)));

await app.whenReady();
const window = new BrowserWindow({
  width: 900,
  height: 500,
  show: false,
  webPreferences: { preload: join(import.meta.dirname, 'preload.cjs'), sandbox: true, contextIsolation: true },
});
window.once('ready-to-show', () => window.show());
ipcMain.on('count', () => {
  for (let number = 1; number <= 50; number++) window.webContents.send('number', number);
});
Menu.setApplicationMenu(Menu.buildFromTemplate([{ label: 'Go', submenu: [{ id: 'go', label: 'Audit', click: () => seen.push('menu') }] }]));
const tray = new Tray(nativeImage.createFromPath('grey.png'));
tray.setToolTip('calm');
tray.on('click', () => seen.push('tray'));
const notification = new Notification({ title: 'Held', body: 'Error rate 2 %' });
notification.on('click', () => seen.push('notification'));
notification.on('action', (_event, index) => seen.push(`action ${index}`));
notification.show();
app.on('window-all-closed', () => app.quit());
await window.loadFile(join(import.meta.dirname, 'index.html'));
