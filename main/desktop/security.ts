import { pathToFileURL } from 'node:url';
import { app, session, shell } from 'electron';
import { rendererFolder } from '../paths.ts';

/** Whether an address is our own page: the file we built, and nothing else. */
export function trustsPage(url: string): boolean {
  return url.startsWith(`${pathToFileURL(rendererFolder()).href}/`);
}

/** No permission is ever granted, no window opens, and no page but ours is navigated to. */
export function lockDownSession(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.defaultSession.setPermissionCheckHandler(() => false);
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event, url) => {
      if (!trustsPage(url)) event.preventDefault();
    });
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      if (URL.canParse(url) && new URL(url).protocol === 'https:') void shell.openExternal(url);
      return { action: 'deny' };
    });
  });
}
