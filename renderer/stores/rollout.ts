import type { Change } from '../../main/contract/events.ts';
import type { RolloutDetail } from '../../main/contract/rollouts.ts';
import type { RolloutRow } from '../../main/contract/shapes.ts';
import { createAskedStore, replaceById } from './asked.ts';

function applyRow(detail: RolloutDetail, row: RolloutRow): RolloutDetail {
  const sameRelease = row.applicationId === detail.rollout.applicationId && row.version === detail.rollout.version;
  if (!sameRelease) return detail;
  return { ...detail, rollout: row.id === detail.rollout.id ? row : detail.rollout, lanes: replaceById(detail.lanes, row) };
}

/** Folds one pushed change into an open rollout. Exported for tests. */
export function applyToDetail(detail: RolloutDetail, change: Change): RolloutDetail {
  if (change.table === 'rollouts') return applyRow(detail, change.row);
  if (change.table === 'actions' && change.row.rolloutId === detail.rollout.id) {
    return { ...detail, actions: replaceById(detail.actions, change.row) };
  }
  if (change.table === 'decisions' && change.row.rolloutId === detail.rollout.id) {
    return { ...detail, decisions: replaceById(detail.decisions, change.row) };
  }
  return detail;
}

function concerns(change: Change, rolloutId: string): boolean {
  return (change.table === 'rollouts' && change.row.id === rolloutId) || change.table === 'reload';
}

/** One rollout. A row does not carry the gates, so each change of it asks for them. */
export const detailStore = createAskedStore('rollouts.get', {
  apply: applyToDetail,
  asksAgain: (change, { rolloutId }) => concerns(change, rolloutId),
});

/** Share, verdict strips and events over time. */
export const timelineStore = createAskedStore('rollouts.timeline', { asksAgain: (change, { rolloutId }) => concerns(change, rolloutId) });

/** One gate's readings; the caller moves the range on. */
export const seriesStore = createAskedStore('rollouts.series');

/** What a recorded decision was computed from. */
export const decisionStore = createAskedStore('rollouts.decision');
