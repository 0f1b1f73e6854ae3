import { create } from 'zustand';
import type { CallProblem, CallResult } from '../../main/contract/bridge.ts';
import type { AnswerOf } from '../../main/contract/index.ts';
import type { RecoveryRow } from '../../main/contract/safety.ts';
import { createAskedStore } from './asked.ts';
import { ask } from './feed.ts';
import { newKey } from './press.ts';

/** Whether the workspace is in recovery, and what was saved. */
export const recoveryStore = createAskedStore('safety.recovery', { asksAgain: (change) => change.table === 'reload' });

/** What nothing needs any more. */
export const orphanStore = createAskedStore('safety.orphans', { asksAgain: (change) => change.table === 'reload' });

/** How long things are kept, and what would go. */
export const retentionStore = createAskedStore('safety.retention', { asksAgain: (change) => change.table === 'reload' });

const everything = {};

export function useRecovery(): RecoveryRow | null {
  return recoveryStore.use(everything).answer?.recovery ?? null;
}

interface ExportState {
  readonly running: boolean;
  /** Bytes that have arrived, of how many. */
  readonly done: number;
  readonly total: number;
  readonly problem: CallProblem | null;
  /** The last file; null before the first. */
  readonly last: { readonly name: string; readonly sha256: string; readonly bytes: number } | null;
}

export const useWorkspaceExport = create<ExportState>()(() => ({ running: false, done: 0, total: 0, problem: null, last: null }));

type Save = (name: string, parts: readonly Uint8Array<ArrayBuffer>[]) => void;

/** Fetches the whole workspace, without its secrets, part by part and saves it as one file; a second press does nothing. */
export async function exportWorkspace(save: Save): Promise<void> {
  if (useWorkspaceExport.getState().running) return;
  useWorkspaceExport.setState({ running: true, done: 0, total: 0, problem: null, last: null });
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let exportId: string | null = null;
  let offset = 0;
  for (;;) {
    const result = await ask('safety.exportWorkspace', { exportId, offset });
    if (!result.ok) return useWorkspaceExport.setState({ running: false, problem: result.problem });
    const part: AnswerOf<'safety.exportWorkspace'> = result.answer;
    parts.push(bytesOf(part.data));
    ({ exportId, done: offset } = part);
    useWorkspaceExport.setState({ done: part.done, total: part.total });
    if (!part.finished) continue;
    save(part.name, parts);
    return useWorkspaceExport.setState({ running: false, last: { name: part.name, sha256: part.sha256, bytes: part.total } });
  }
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

/** Bytes of a part: in base64 it fits into what the door takes. */
const partBytes = 384 * 1024;

interface ImportState {
  readonly running: boolean;
  readonly done: number;
  readonly total: number;
  readonly problem: CallProblem | null;
  /** Folder of the workspace that was taken in last; null before the first. */
  readonly folder: string | null;
}

export const useWorkspaceImport = create<ImportState>()(() => ({ running: false, done: 0, total: 0, problem: null, folder: null }));

/** Sends an exported workspace part by part; it becomes a workspace of its own beside this one. Answers whether it did. */
export async function importWorkspace(file: Blob, reason: string): Promise<boolean> {
  if (useWorkspaceImport.getState().running) return false;
  useWorkspaceImport.setState({ running: true, done: 0, total: file.size, problem: null, folder: null });
  let importId: string | null = null;
  for (let offset = 0; ; offset += partBytes) {
    const last = offset + partBytes >= file.size;
    const data = base64Of(new Uint8Array(await file.slice(offset, offset + partBytes).arrayBuffer()));
    const result: CallResult<AnswerOf<'safety.importWorkspace'>> = await ask(
      'safety.importWorkspace',
      { importId, offset, data, last, reason },
      newKey(),
    );
    if (!result.ok) {
      useWorkspaceImport.setState({ running: false, problem: result.problem });
      return false;
    }
    ({ importId } = result.answer);
    useWorkspaceImport.setState({ done: Math.min(offset + partBytes, file.size) });
    if (!last) continue;
    useWorkspaceImport.setState({ running: false, folder: result.answer.folder });
    return true;
  }
}

function base64Of(bytes: Uint8Array): string {
  let letters = '';
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return btoa(letters);
}
