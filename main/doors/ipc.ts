import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron';
import { z } from 'zod';
import type { CallResult } from '../contract/bridge.ts';
import type { ConsoleDoor } from '../commands/index.ts';
import type { Role } from '../core/model/actor.ts';

export const callChannel = 'tidegate:call';
export const pushChannel = 'tidegate:push';
export const navigateChannel = 'tidegate:navigate';

const Message = z.object({ name: z.string().max(100), input: z.unknown(), key: z.string().max(200).optional() });

export interface IpcDoorOptions {
  readonly door: ConsoleDoor;
  readonly ipcMain: Pick<IpcMain, 'handle' | 'removeHandler'>;
  readonly role: Role;
  /** Whether a frame with this address is our own page. */
  readonly trusts: (url: string) => boolean;
}

/** The window's door: one channel for every call; sender and shape are checked before anything else. */
export function openIpcDoor(options: IpcDoorOptions): () => void {
  options.ipcMain.handle(callChannel, async (event: IpcMainInvokeEvent, raw: unknown): Promise<CallResult<unknown>> => {
    const url = event.senderFrame?.url ?? '';
    if (!options.trusts(url)) return { ok: false, problem: { code: 'refused', message: 'This page may not talk to Tidegate.' } };
    const message = Message.safeParse(raw);
    if (!message.success) return { ok: false, problem: { code: 'input', message: 'A call is {name, input, key}.' } };
    const { name, input, key } = message.data;
    return await options.door.call(name, input, { role: options.role, trigger: 'manual' }, key ?? null);
  });
  return () => options.ipcMain.removeHandler(callChannel);
}

/** Sends every push to a window until it is gone. */
export function pushTo(contents: Pick<WebContents, 'send' | 'isDestroyed' | 'once'>, door: ConsoleDoor): void {
  const unsubscribe = door.subscribe((push) => {
    if (!contents.isDestroyed()) contents.send(pushChannel, push);
  });
  contents.once('destroyed', unsubscribe);
}
