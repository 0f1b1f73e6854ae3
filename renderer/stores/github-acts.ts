import type { Change } from '../../main/contract/events.ts';
import { createAskedStore } from './asked.ts';

interface Release {
  readonly applicationId: string;
  readonly version: string;
}

/** Whether a change is about a release and may move what GitHub would say: it was taken back, or something was done there. */
function concerns(change: Change, { applicationId, version }: Release, acts: string): boolean {
  if (change.table === 'reload') return change.what === 'restore';
  if (change.table === 'rollouts') return change.row.applicationId === applicationId && change.row.version === version;
  if (change.table !== 'audit' || !change.row.action.startsWith(acts) || change.row.action.endsWith('Asked')) return false;
  return change.row.applicationId === applicationId && change.row.version === version;
}

/** The revert of a release on GitHub: what it would do, or what is there. */
export const revertStore = createAskedStore('github.revertPlan', {
  asksAgain: (change, input) => concerns(change, input, 'release.revert'),
});

/** Where issuing the last good desktop version again stands. */
export const reissueStore = createAskedStore('github.reissuePlan', {
  asksAgain: (change, input) => concerns(change, input, 'release.reissue'),
});
