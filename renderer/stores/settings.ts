import { createAskedStore } from './asked.ts';

/** Settings of this console; asked again when anything says that they changed. */
export const settingsStore = createAskedStore('system.settings', {
  asksAgain: (change) => change.table === 'reload',
});
