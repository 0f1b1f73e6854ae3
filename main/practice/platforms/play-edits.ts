import { nextNumber, type World } from '../state.ts';
import { refuse } from './google-errors.ts';
import type { PlayApplication, PlayEdit } from './play-state.ts';

const editLifeMs = 3_600_000;

/** Spoils every open edit, as any commit or any change in the console does. */
export function invalidateEdits(app: PlayApplication, except: PlayEdit | null = null): void {
  for (const edit of app.edits) {
    if (edit !== except && edit.state === 'open') edit.state = 'invalid';
  }
}

/** Opens an edit on a copy of all tracks. An account has one open edit per application: the one before is spoilt silently. */
export function openEdit(world: World, app: PlayApplication, account: string): PlayEdit {
  for (const edit of app.edits) {
    if (edit.account === account && edit.state === 'open') edit.state = 'invalid';
  }
  const id = String(nextNumber(world)).padStart(20, '0735');
  const edit: PlayEdit = { id, account, expiresAt: world.now() + editLifeMs, state: 'open', tracks: structuredClone(app.tracks) };
  app.edits.push(edit);
  if (app.edits.length > 50) app.edits.splice(0, app.edits.length - 50);
  return edit;
}

/** An edit that can still be used, or the refusal that says why not. */
export function usableEdit(world: World, app: PlayApplication, id: string, account: string): PlayEdit {
  const edit = app.edits.find((candidate) => candidate.id === id && candidate.account === account);
  if (edit === undefined) refuse('NOT_FOUND', `No edit with id ${id} was found.`);
  if (edit.state === 'committed') refuse('FAILED_PRECONDITION', 'This Edit has already been successfully committed.');
  if (edit.state !== 'open') refuse('FAILED_PRECONDITION', 'This Edit has been deleted.');
  if (edit.expiresAt <= world.now()) refuse('FAILED_PRECONDITION', 'This edit has expired, please create a new Edit.');
  return edit;
}
