import { createAskedStore } from './asked.ts';

export const settings = createAskedStore('system.settings', { asksAgain: (change) => change.table === 'reload' });

export const backups = createAskedStore('system.backups', { asksAgain: (change) => change.table === 'reload' });

export const scenarios = createAskedStore('practice.scenarios', { asksAgain: (change) => change.table === 'reload' });
