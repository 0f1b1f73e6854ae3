// Stand-in for Electron's main-process module, for the forked Node that runs the built main.
// Windows live in the test process as pages of a real Chromium, reached over process.send.
import { runInThisContext } from 'node:vm';
import type { ToMain } from '../protocol.ts';
import { app, preventable } from './app.ts';
import {
  autoUpdater,
  clipboard,
  crashReporter,
  dialog,
  Menu,
  MenuItem,
  nativeImage,
  nativeTheme,
  net,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  safeStorage,
  screen,
  shell,
  Tray,
} from './desktop.ts';
import { ipcMain } from './ipc.ts';
import { calls } from './recorder.ts';
import { session } from './session.ts';
import { BrowserWindow } from './window.ts';
import { post, settle } from './wire.ts';

const standIn = { calls, trays: Tray.all, notifications: Notification.all };

const electron = {
  app,
  autoUpdater,
  BrowserWindow,
  clipboard,
  crashReporter,
  dialog,
  ipcMain,
  Menu,
  MenuItem,
  nativeImage,
  nativeTheme,
  net,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  safeStorage,
  screen,
  session,
  shell,
  standIn,
  Tray,
};

type Message<K extends ToMain['kind']> = Extract<ToMain, { kind: K }>;

function windowOf(id: number): BrowserWindow {
  const window = BrowserWindow.fromId(id);
  if (!window) throw new Error('The window is gone');
  return window;
}

function eventFrom(window: BrowserWindow, url: string): object {
  return {
    sender: window.webContents,
    senderFrame: { url, routingId: 1, processId: 1, parent: null },
    frameId: 1,
    processId: 1,
    reply: (channel: string, ...args: unknown[]) => window.webContents.send(channel, ...args),
  };
}

async function invoke(message: Message<'invoke'>): Promise<unknown> {
  const window = windowOf(message.window);
  const handler = window.webContents.ipc.handlers.get(message.channel) ?? ipcMain.handlers.get(message.channel);
  if (!handler) throw new Error(`No handler registered for '${message.channel}'`);
  return structuredClone(await handler(eventFrom(window, message.url), ...message.args));
}

function send(message: Message<'send'>): void {
  const window = windowOf(message.window);
  const event = eventFrom(window, message.url);
  window.webContents.ipc.emit(message.channel, event, ...message.args);
  ipcMain.emit(message.channel, event, ...message.args);
}

function popup(message: Message<'popup'>): 'allow' | 'deny' {
  const { openHandler } = windowOf(message.window).webContents;
  return openHandler({ url: message.url, frameName: '', features: '', disposition: 'new-window' }).action;
}

/** Whether the app lets its page go to another address. */
function mayNavigate(message: Message<'willNavigate'>): boolean {
  const event = Object.assign(preventable(), { url: message.url });
  windowOf(message.window).webContents.emit('will-navigate', event, message.url);
  return !event.defaultPrevented;
}

function closeByUser(message: Message<'closeByUser'>): boolean {
  const window = windowOf(message.window);
  window.close();
  return window.isDestroyed();
}

async function evaluate(message: Message<'evaluate'>): Promise<unknown> {
  const run: unknown = runInThisContext(`(${message.source})`);
  if (typeof run !== 'function') throw new Error('evaluate takes a function');
  const value: unknown = await Reflect.apply(run, undefined, [electron, message.argument]);
  return value;
}

type Asked = Extract<ToMain, { id: number }>;

function answerTo(message: Exclude<Asked, { kind: 'answer' }>): unknown {
  switch (message.kind) {
    case 'invoke':
      return invoke(message);
    case 'popup':
      return popup(message);
    case 'willNavigate':
      return mayNavigate(message);
    case 'closeByUser':
      return closeByUser(message);
    case 'evaluate':
      return evaluate(message);
  }
}

async function reply(message: Exclude<Asked, { kind: 'answer' }>): Promise<void> {
  try {
    post({ kind: 'reply', id: message.id, value: await answerTo(message) });
  } catch (error) {
    // Electron tells a page the error's name as well.
    const text = message.kind !== 'invoke' && error instanceof Error ? error.message : String(error);
    post({ kind: 'reply', id: message.id, error: text });
  }
}

process.on('message', (message: ToMain) => {
  if (message.kind === 'answer') settle(message.id, message.value, message.error);
  else if (message.kind === 'send') send(message);
  else if (message.kind === 'navigated') windowOf(message.window).webContents.mainFrame.url = message.url;
  else if (message.kind === 'loaded') BrowserWindow.fromId(message.window)?.pageLoaded();
  else void reply(message);
});
process.on('disconnect', () => process.exit(0));

export {
  app,
  autoUpdater,
  BrowserWindow,
  clipboard,
  crashReporter,
  dialog,
  ipcMain,
  Menu,
  MenuItem,
  nativeImage,
  nativeTheme,
  net,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
};
export default electron;
