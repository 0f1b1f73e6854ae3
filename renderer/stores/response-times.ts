import { createAskedStore } from './asked.ts';

/** Within which time somebody has to acknowledge an incident, by severity. */
export const responseTimesStore = createAskedStore('incidents.responseTimes', { asksAgain: (change) => change.table === 'reload' });
