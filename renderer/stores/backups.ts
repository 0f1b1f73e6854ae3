import { createAskedStore } from './asked.ts';

/** Backups of this workspace, newest first. */
export const backupList = createAskedStore('system.backups', { asksAgain: (change) => change.table === 'reload' });
