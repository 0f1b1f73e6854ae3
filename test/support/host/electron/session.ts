import { EventEmitter } from 'node:events';
import { record } from './recorder.ts';

/** Permissions and headers are Chromium's own business here; that a handler was set is recorded. */
export class Session extends EventEmitter {
  readonly webRequest = {
    onHeadersReceived: () => record('session.webRequest.onHeadersReceived'),
    onBeforeRequest: () => record('session.webRequest.onBeforeRequest'),
    onBeforeSendHeaders: () => record('session.webRequest.onBeforeSendHeaders'),
  };

  setPermissionRequestHandler(): void {
    record('session.setPermissionRequestHandler');
  }

  setPermissionCheckHandler(): void {
    record('session.setPermissionCheckHandler');
  }

  setDevicePermissionHandler(): void {
    record('session.setDevicePermissionHandler');
  }

  async clearStorageData(): Promise<void> {
    record('session.clearStorageData');
  }
}

export const session = { defaultSession: new Session(), fromPartition: () => new Session() };
