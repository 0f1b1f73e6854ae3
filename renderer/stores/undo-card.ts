import type { Change } from '../../main/contract/events.ts';
import { createAskedStore } from './asked.ts';

/** Where each rollout stood when it was last heard of. */
const stood = new Map<string, string>();

/** Whether the release reached or left a target: its platform is read again then, not after each of the many looks in between. */
function reachesOrLeaves(change: Change, release: { readonly applicationId: string; readonly version: string }): boolean {
  if (change.table !== 'rollouts') return change.table === 'reload';
  const { id, applicationId, version, stage, state } = change.row;
  if (applicationId !== release.applicationId || version !== release.version) return false;
  const before = stood.get(id);
  stood.set(id, `${stage} ${state}`);
  return before !== `${stage} ${state}`;
}

/** What taking a release back would do, read from the platforms when it is opened. */
export const undoCardStore = createAskedStore('rollouts.undoCard', { asksAgain: reachesOrLeaves });
