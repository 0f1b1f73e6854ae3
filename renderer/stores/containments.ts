import type { Change } from '../../main/contract/events.ts';
import { createAskedStore } from './asked.ts';

interface Release {
  readonly applicationId: string;
  readonly version: string;
}

/** Whether a change may have moved where a release stands. Writes and decisions name no release, so each of them asks again. */
function moves(change: Change, { applicationId, version }: Release): boolean {
  if (change.table === 'rollouts') return change.row.applicationId === applicationId && change.row.version === version;
  return change.table === 'actions' || change.table === 'decisions' || change.table === 'reload';
}

/** Where taking one release back stands, target by target; from the store alone, so it opens without a network. */
export const containmentStore = createAskedStore('rollouts.containment', { asksAgain: moves });

/** Releases that are being taken back, until every target is contained or accepted. */
export const openContainmentStore = createAskedStore('rollouts.containments', {
  asksAgain: ({ table }) => table === 'rollouts' || table === 'actions' || table === 'decisions' || table === 'reload',
});

/** Who has a release on all targets of its application together. */
export const exposureStore = createAskedStore('rollouts.exposure', { asksAgain: moves });

/** The three ways back; each platform is read when it is asked. */
export const waysBackStore = createAskedStore('rollouts.waysBack');

/** Health endpoints of an application. */
export const endpointStore = createAskedStore('fleet.endpoints', { asksAgain: (change) => change.table === 'reload' });

/** What the health endpoints said when they were last asked about a release. */
export const endpointAnswerStore = createAskedStore('rollouts.endpointAnswers', {
  asksAgain: (change, { applicationId }) =>
    change.table === 'reload' ||
    (change.table === 'audit' && change.row.action === 'release.endpointsAsked' && change.row.applicationId === applicationId),
});

/** Whether a release about to be started could be taken back on each target. */
export const wayBackBeforeStore = createAskedStore('rollouts.wayBackBefore');
