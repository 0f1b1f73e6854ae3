import { create } from 'zustand';
import type { CallProblem, CallResult } from '../../main/contract/bridge.ts';
import type { BundleRow } from '../../main/contract/bundles.ts';
import type { AnswerOf } from '../../main/contract/index.ts';
import { createAskedStore } from './asked.ts';
import { ask } from './feed.ts';
import { newKey } from './press.ts';

export const messageTemplates = createAskedStore('messages.templates', { asksAgain: (change) => change.table === 'reload' });

export const messageReceivers = createAskedStore('messages.receivers', {
  asksAgain: (change) => change.table === 'connections' || change.table === 'reload',
});

/** Messages of an incident, oldest first. */
export const messagesSaid = createAskedStore('incidents.timeline', {
  asksAgain: (change) => change.table === 'incidents' || change.table === 'reload',
});

export const postmortemStore = createAskedStore('postmortems.get', {
  asksAgain: (change) => ['incidents', 'actions', 'decisions', 'reload'].includes(change.table),
});

export const bundleList = createAskedStore('bundles.list', { asksAgain: (change) => change.table === 'reload' });

/** Bytes of a file that one call carries. */
const pieceBytes = 144_000;

interface FileState {
  readonly running: 'export' | 'open' | null;
  /** Part of the file that is over, 0-1. */
  readonly done: number;
  readonly problem: CallProblem | null;
}

/** The one bundle that is on its way, in or out. */
export const useBundleFile = create<FileState>()(() => ({ running: null, done: 0, problem: null }));

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (sign) => sign.codePointAt(0) ?? 0);
}

/** Fetches the bundle of an incident piece by piece and hands it over to be saved. */
export async function exportBundle(
  incidentId: string,
  save: (name: string, parts: readonly Uint8Array<ArrayBuffer>[]) => void,
): Promise<void> {
  if (useBundleFile.getState().running !== null) return;
  useBundleFile.setState({ running: 'export', done: 0, problem: null });
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let exportId: string | null = null;
  for (;;) {
    const result: CallResult<AnswerOf<'bundles.export'>> = await ask('bundles.export', { incidentId, exportId });
    if (!result.ok) return useBundleFile.setState({ running: null, problem: result.problem });
    const { piece, done, total, finished, name } = result.answer;
    pieces.push(bytesOf(piece));
    ({ exportId } = result.answer);
    useBundleFile.setState({ done: done / total });
    if (!finished) continue;
    save(name, pieces);
    return useBundleFile.setState({ running: null });
  }
}

function base64Of(bytes: Uint8Array): string {
  const signs: string[] = [];
  for (let at = 0; at < bytes.length; at += 8192) signs.push(String.fromCodePoint(...bytes.subarray(at, at + 8192)));
  return btoa(signs.join(''));
}

/** Sends a file piece by piece; answers the bundle it became, or null with the problem in the store. */
export async function openBundle(file: File): Promise<BundleRow | null> {
  if (useBundleFile.getState().running !== null) return null;
  useBundleFile.setState({ running: 'open', done: 0, problem: null });
  const result = await sent(file);
  useBundleFile.setState({ running: null, problem: result.ok ? null : result.problem });
  if (!result.ok) return null;
  bundleList.askAgain();
  return result.answer;
}

async function sent(file: File): Promise<CallResult<BundleRow>> {
  const begun = await ask('bundles.begin', { name: file.name, bytes: Math.max(1, file.size) }, newKey());
  if (!begun.ok) return begun;
  const { uploadId } = begun.answer;
  for (let part = 0; part * pieceBytes < file.size; part += 1) {
    const bytes = await file.slice(part * pieceBytes, (part + 1) * pieceBytes).arrayBuffer();
    const taken = await ask('bundles.append', { uploadId, part, piece: base64Of(new Uint8Array(bytes)) }, newKey());
    if (!taken.ok) return taken;
    useBundleFile.setState({ done: taken.answer.bytes / file.size });
  }
  return await ask('bundles.finish', { uploadId }, newKey());
}
