import { createAskedStore } from './asked.ts';

/** What a press would do, read from its platform when its dialog opens; asked again when the rollout moves on meanwhile. */
export const pressCardStore = createAskedStore('rollouts.pressCard', {
  asksAgain: (change, { rolloutId }) => change.table === 'rollouts' && change.row.id === rolloutId,
});
