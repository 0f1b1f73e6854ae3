import { EventEmitter } from 'node:events';
import { hostVariables } from '../protocol.ts';
import { record } from './recorder.ts';

interface ItemOptions {
  readonly id?: string;
  readonly label?: string;
  readonly click?: () => void;
  readonly submenu?: readonly ItemOptions[] | Menu;
}

export class MenuItem {
  readonly id: string | undefined;
  readonly label: string | undefined;
  readonly click: () => void;
  readonly submenu: Menu | undefined;

  constructor(options: ItemOptions) {
    this.id = options.id;
    this.label = options.label;
    this.click = options.click ?? (() => undefined);
    this.submenu =
      options.submenu === undefined || options.submenu instanceof Menu ? options.submenu : Menu.buildFromTemplate(options.submenu);
  }
}

export class Menu {
  static #application: Menu | null = null;

  static setApplicationMenu(menu: Menu | null): void {
    Menu.#application = menu;
  }

  static getApplicationMenu(): Menu | null {
    return Menu.#application;
  }

  static buildFromTemplate(template: readonly ItemOptions[]): Menu {
    const menu = new Menu();
    for (const options of template) menu.append(new MenuItem(options));
    return menu;
  }

  readonly items: MenuItem[] = [];

  append(item: MenuItem): void {
    this.items.push(item);
  }

  popup(): void {
    record('Menu.popup');
  }

  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : (item.submenu?.getMenuItemById(id) ?? null);
      if (found) return found;
    }
    return null;
  }
}

interface Image {
  readonly path: string;
  isEmpty(): boolean;
}

export const nativeImage = {
  createFromPath: (path: string): Image => ({ path, isEmpty: () => path === '' }),
  createFromDataURL: (url: string): Image => ({ path: url.slice(0, 40), isEmpty: () => false }),
  createEmpty: (): Image => ({ path: '', isEmpty: () => true }),
};

export class Tray extends EventEmitter {
  static readonly all: Tray[] = [];
  image: string;
  toolTip = '';
  menu: Menu | null = null;
  destroyed = false;

  constructor(image: Image | string) {
    super();
    this.image = pathOf(image);
    Tray.all.push(this);
    record('Tray.new', this.image);
  }

  setImage(image: Image | string): void {
    this.image = pathOf(image);
    record('Tray.setImage', this.image);
  }

  setToolTip(text: string): void {
    this.toolTip = text;
    record('Tray.setToolTip', text);
  }

  setContextMenu(menu: Menu | null): void {
    this.menu = menu;
  }

  setTitle(title: string): void {
    record('Tray.setTitle', title);
  }

  isDestroyed(): boolean {
    return this.destroyed;
  }

  destroy(): void {
    this.destroyed = true;
  }
}

function pathOf(image: Image | string): string {
  return typeof image === 'string' ? image : image.path;
}

interface NotificationOptions {
  readonly title?: string;
  readonly body?: string;
}

export class Notification extends EventEmitter {
  static readonly all: Notification[] = [];

  static isSupported(): boolean {
    return true;
  }

  readonly options: NotificationOptions;

  constructor(options: NotificationOptions = {}) {
    super();
    this.options = options;
  }

  show(): void {
    Notification.all.push(this);
    record('Notification.show', this.options);
    this.emit('show');
  }

  close(): void {
    this.emit('close');
  }
}

export const shell = {
  async openExternal(url: string): Promise<void> {
    record('shell.openExternal', url);
  },
  async openPath(path: string): Promise<string> {
    record('shell.openPath', path);
    return '';
  },
  showItemInFolder(path: string): void {
    record('shell.showItemInFolder', path);
  },
  beep(): void {
    record('shell.beep');
  },
};

/** A spec puts the answers of the person into `answers` before the app asks; without one every dialog is cancelled. */
export const dialog = {
  answers: new Array<unknown>(),
  async showMessageBox(...args: unknown[]): Promise<unknown> {
    record('dialog.showMessageBox', ...args);
    return dialog.answers.shift() ?? { response: 0, checkboxChecked: false };
  },
  async showOpenDialog(...args: unknown[]): Promise<unknown> {
    record('dialog.showOpenDialog', ...args);
    return dialog.answers.shift() ?? { canceled: true, filePaths: [] };
  },
  async showSaveDialog(...args: unknown[]): Promise<unknown> {
    record('dialog.showSaveDialog', ...args);
    return dialog.answers.shift() ?? { canceled: true, filePath: '' };
  },
  /** Shown before a crash at start as a rule, so that it also goes to the spec's log. */
  showErrorBox(title: string, content: string): void {
    record('dialog.showErrorBox', title, content);
    process.stderr.write(`${title}: ${content}\n`);
  },
};

const seal = 'sealed:';

/** Reversible on purpose: what is proved is that secrets pass through the keyring, not that the keyring is good. */
export const safeStorage = {
  isEncryptionAvailable: (): boolean => process.env[hostVariables.noKeyring] !== '1',
  getSelectedStorageBackend: (): string => 'basic_text',
  encryptString: (text: string): Buffer => Buffer.from(`${seal}${Buffer.from(text).toString('base64')}`),
  decryptString(bytes: Buffer): string {
    const text = bytes.toString();
    if (!text.startsWith(seal)) throw new Error('Error while decrypting the ciphertext provided to safeStorage.decryptString.');
    return Buffer.from(text.slice(seal.length), 'base64').toString();
  },
};

const display = {
  id: 1,
  scaleFactor: 1,
  bounds: { x: 0, y: 0, width: 1920, height: 1080 },
  workArea: { x: 0, y: 0, width: 1920, height: 1040 },
};

export const screen = Object.assign(new EventEmitter(), {
  getPrimaryDisplay: () => display,
  getAllDisplays: () => [display],
  getDisplayMatching: () => display,
});

export const powerMonitor = Object.assign(new EventEmitter(), { getSystemIdleTime: () => 0, isOnBatteryPower: () => false });
export const nativeTheme = Object.assign(new EventEmitter(), { shouldUseDarkColors: false, themeSource: 'system' });
export const powerSaveBlocker = { start: () => 1, stop: () => undefined, isStarted: () => false };
export const crashReporter = { start: () => record('crashReporter.start') };

let clipboardText = '';

export const clipboard = {
  writeText(text: string): void {
    clipboardText = text;
    record('clipboard.writeText', text);
  },
  readText: (): string => clipboardText,
};

export const net = { isOnline: () => true };

/** electron-updater asks for the native updater only on macOS. */
export const autoUpdater = Object.assign(new EventEmitter(), {
  setFeedURL: () => undefined,
  checkForUpdates: () => undefined,
  quitAndInstall: () => record('autoUpdater.quitAndInstall'),
});
