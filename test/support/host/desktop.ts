import type * as Electron from 'electron';
import type { DesktopCall } from './electron/recorder.ts';

/** What both hosts offer: the stand-in, and Playwright's Electron application. */
export interface HostApplication {
  evaluate<R, A>(run: (electron: typeof Electron, argument: A) => R | Promise<R>, argument: A): Promise<R>;
}

interface Observed {
  readonly calls: DesktopCall[];
  readonly trays: { toolTip: string; image: string; destroyed: boolean; emit(name: string): boolean }[];
  readonly notifications: { options: { title?: string; body?: string }; emit(name: string, ...args: unknown[]): boolean }[];
}

type WithStandIn = typeof Electron & { standIn: Observed };

/** The desktop around the app: what it was asked to do, and what it does to the app. */
export class Desktop {
  readonly #app: HostApplication;
  /** False on real Electron, where tray, notifications and system calls cannot be looked at. */
  readonly observable: boolean;

  constructor(app: HostApplication, observable: boolean) {
    this.#app = app;
    this.observable = observable;
  }

  /** Everything the app asked the desktop to do, such as `shell.openExternal` or `Tray.setToolTip`, oldest first. */
  async calls(name?: string): Promise<DesktopCall[]> {
    const all = await this.#app.evaluate((electron) => (electron as WithStandIn).standIn.calls, null);
    return name === undefined ? all : all.filter((call) => call.name === name);
  }

  async tray(): Promise<{ toolTip: string; image: string } | null> {
    return await this.#app.evaluate((electron) => {
      const tray = (electron as WithStandIn).standIn.trays.findLast((one) => !one.destroyed);
      return tray ? { toolTip: tray.toolTip, image: tray.image } : null;
    }, null);
  }

  async clickTray(): Promise<void> {
    await this.#app.evaluate((electron) => void (electron as WithStandIn).standIn.trays.at(-1)?.emit('click'), null);
  }

  async notifications(): Promise<{ title?: string; body?: string }[]> {
    return await this.#app.evaluate((electron) => (electron as WithStandIn).standIn.notifications.map((one) => one.options), null);
  }

  /** Clicks a notification, or its action button with that index. */
  async clickNotification(index: number, action?: number): Promise<void> {
    await this.#app.evaluate(
      (electron, chosen) => {
        const notification = (electron as WithStandIn).standIn.notifications.at(chosen.index);
        if (!notification) throw new Error(`There is no notification ${chosen.index}`);
        if (chosen.action === undefined) notification.emit('click');
        else notification.emit('action', {}, chosen.action);
      },
      { index, ...(action === undefined ? {} : { action }) },
    );
  }

  /** Labels of the application menu, top level first, such as `Go > Audit`. */
  async menuLabels(): Promise<string[]> {
    return await this.#app.evaluate((electron) => {
      const items = electron.Menu.getApplicationMenu()?.items ?? [];
      return items.flatMap((item) => [item.label, ...(item.submenu?.items ?? []).map((inner) => `${item.label} > ${inner.label}`)]);
    }, null);
  }

  async clickMenu(id: string): Promise<void> {
    await this.#app.evaluate((electron, name) => {
      const item = electron.Menu.getApplicationMenu()?.getMenuItemById(name);
      if (!item) throw new Error(`There is no menu item ${name}`);
      Reflect.apply(item.click, item, []);
    }, id);
  }

  /** Answers the next dialog, such as `{ canceled: false, filePaths: [...] }`. */
  async answerDialog(answer: unknown): Promise<void> {
    await this.#app.evaluate((electron, given) => {
      (electron as unknown as { dialog: { answers: unknown[] } }).dialog.answers.push(given);
    }, answer);
  }

  async suspend(): Promise<void> {
    await this.#app.evaluate((electron) => void electron.powerMonitor.emit('suspend'), null);
  }

  async resume(): Promise<void> {
    await this.#app.evaluate((electron) => void electron.powerMonitor.emit('resume'), null);
  }

  /** A second start of the app with these arguments. */
  async secondInstance(args: readonly string[]): Promise<void> {
    await this.#app.evaluate(
      (electron, argv) => void electron.app.emit('second-instance', {}, ['tidegate', ...argv], '/', null),
      [...args],
    );
  }

  /** A deep link as macOS delivers it; other systems use `secondInstance`. */
  async openUrl(url: string): Promise<void> {
    await this.#app.evaluate((electron, link) => void electron.app.emit('open-url', { preventDefault: () => undefined }, link), url);
  }
}
