import { createAskedStore } from './asked.ts';

/** What the practice fleet can play. */
export const scenarioList = createAskedStore('practice.scenarios', { asksAgain: (change) => change.table === 'reload' });
