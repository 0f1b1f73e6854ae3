import { createAskedStore } from './asked.ts';

/** Webhooks with their use and refusals. */
export const hookStore = createAskedStore('hooks.list', { asksAgain: (change) => change.table === 'reload' });

/** What became of the idempotency keys. */
export const keyStore = createAskedStore('keys.counters', { asksAgain: (change) => change.table === 'audit' || change.table === 'reload' });

/** What was sent to GitHub about a release. */
export const dispatchStore = createAskedStore('dispatches.list', {
  asksAgain: (change, input) =>
    change.table === 'reload' ||
    (change.table === 'audit' && change.row.action.startsWith('dispatch.') && change.row.applicationId === input.applicationId),
});
