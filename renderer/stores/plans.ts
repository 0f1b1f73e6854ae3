import { createAskedStore } from './asked.ts';

export const planList = createAskedStore('plans.list', { asksAgain: (change) => change.table === 'reload' });

export const planDetail = createAskedStore('plans.get', { asksAgain: (change) => change.table === 'reload' });

export const planVersions = createAskedStore('plans.versions', { asksAgain: (change) => change.table === 'reload' });

/** What each stage could see with the traffic of the last day; asked for a text without problems. */
export const planSensitivity = createAskedStore('plans.sensitivity');

/** Texts never change under their hash, so they are asked once. */
export const planText = createAskedStore('plans.version');
