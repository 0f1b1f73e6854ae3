import { createAskedStore } from './asked.ts';

/** Whether the practice network is up, as the fleet says. */
export const practiceState = createAskedStore('practice.state', {
  asksAgain: (change) => change.table === 'reload' || change.table === 'status',
});

/** What the practice fleet can play. */
export const scenarioList = createAskedStore('practice.scenarios', { asksAgain: (change) => change.table === 'reload' });
