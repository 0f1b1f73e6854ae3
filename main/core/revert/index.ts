export type { RevertFile, RevertPlan, RevertPull } from './model.ts';
export { revertBody, revertBranch, revertInWords, type RevertStory, revertTitle } from './words.ts';
