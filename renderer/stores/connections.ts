import { createAskedStore, replaceById } from './asked.ts';

/** Every adapter that can be connected, with the fields its form is drawn from. */
export const adapters = createAskedStore('connections.adapters');

export const connectionList = createAskedStore('connections.list', {
  apply: (rows, change) => (change.table === 'connections' ? replaceById(rows, change.row) : rows),
  asksAgain: (change) => change.table === 'reload',
});
