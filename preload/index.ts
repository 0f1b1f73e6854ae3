import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import type { Bridge, CallResult } from '../main/contract/bridge.ts';
import type { AnswerOf, CallName, InputOf } from '../main/contract/index.ts';
import type { Push } from '../main/contract/events.ts';

function listen<T>(channel: string, listener: (value: T) => void): () => void {
  const hear = (_event: IpcRendererEvent, value: T): void => listener(value);
  ipcRenderer.on(channel, hear);
  return () => void ipcRenderer.off(channel, hear);
}

async function call<N extends CallName>(name: N, input: InputOf<N>, key?: string): Promise<CallResult<AnswerOf<N>>> {
  return (await ipcRenderer.invoke('tidegate:call', key === undefined ? { name, input } : { name, input, key })) as CallResult<AnswerOf<N>>;
}

/** The only object the page gets: no channel name and no Electron object passes through it. */
const bridge = {
  call,
  onPush: (listener) => listen<Push>('tidegate:push', listener),
  onNavigate: (listener) => listen<string>('tidegate:navigate', listener),
  pdf: async (html) => (await ipcRenderer.invoke('tidegate:pdf', html)) as string,
  unsaved: (active) => void ipcRenderer.invoke('tidegate:unsaved', active),
} satisfies Bridge;

contextBridge.exposeInMainWorld('tidegate', bridge);
