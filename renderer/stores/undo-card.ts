import { createAskedStore } from './asked.ts';

/** What taking a release back would do, read from the platforms when it is opened. */
export const undoCardStore = createAskedStore('rollouts.undoCard');
