import type { Change } from '../../main/contract/events.ts';
import type { HomeView } from '../../main/contract/fleet.ts';
import type { RolloutRow } from '../../main/contract/shapes.ts';
import { activeStates } from '../../main/core/model/rollout.ts';
import { releaseKey } from '../../main/core/model/release.ts';
import { verdictKinds } from '../../main/core/model/verdict.ts';
import { createAskedStore, replaceById } from './asked.ts';

function applyRollout(view: HomeView, row: RolloutRow): HomeView {
  if (activeStates.includes(row.state)) return { ...view, rolling: replaceById(view.rolling, row) };
  return { ...view, rolling: replaceById(view.rolling, row, false), recent: replaceById(view.recent, row, false) };
}

/** Folds one pushed change into Home. Exported for tests. */
export function applyToHome(view: HomeView, change: Change): HomeView {
  if (change.table === 'rollouts') return applyRollout(view, change.row);
  if (change.table === 'needs') return { ...view, needs: change.rows };
  if (change.table === 'status') return { ...view, status: change.row };
  return view;
}

/** Home. A rollout that ends may leave or stay with its release: only the engine knows, so it is asked. */
export const homeStore = createAskedStore('fleet.home', {
  apply: applyToHome,
  asksAgain: (change) => change.table === 'reload' || (change.table === 'rollouts' && !activeStates.includes(change.row.state)),
});

const everything = {};

export function useHome() {
  return homeStore.use(everything);
}

export const applicationStore = createAskedStore('fleet.applications', {
  asksAgain: (change) => change.table === 'reload' || change.table === 'connections',
});

/** One card of Home: a release and its lanes. */
export interface ReleaseGroup {
  readonly key: string;
  readonly applicationId: string;
  readonly applicationName: string;
  readonly version: string;
  readonly startedAt: number;
  readonly lanes: readonly RolloutRow[];
}

/** Smaller is more urgent: what is going back, then drift among the verdicts, then the verdicts from worst to best. */
function urgency(row: RolloutRow): number {
  if (row.endedAt !== null) return verdictKinds.length;
  if (row.state === 'rollingBack') return -1;
  if (row.drift !== null) return verdictKinds.indexOf('yellow') - 0.5;
  return verdictKinds.indexOf(row.verdict);
}

const surfaceOrder = ['flag', 'web', 'desktop', 'mobile'] as const;

function byPlace(a: RolloutRow, b: RolloutRow): number {
  return surfaceOrder.indexOf(a.surface) - surfaceOrder.indexOf(b.surface) || a.targetName.localeCompare(b.targetName);
}

/**
 * Lanes gathered by release, the most urgent release first; lanes keep a fixed order, so nothing jumps inside a card.
 * A lane that has ended stays with its release while another lane of it is still rolling: its users are on it all the same.
 */
export function groupReleases(rolling: readonly RolloutRow[], recent: readonly RolloutRow[] = []): ReleaseGroup[] {
  const groups = new Map<string, RolloutRow[]>();
  const open = new Set(rolling.map(releaseKey));
  const ids = new Set(rolling.map((row) => row.id));
  for (const row of [...rolling, ...recent.filter((old) => open.has(releaseKey(old)) && !ids.has(old.id))]) {
    const key = releaseKey(row);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const releases = [...groups].map(([key, lanes]) => toGroup(key, lanes)).filter((group) => group !== null);
  const rank = (group: ReleaseGroup) => Math.min(...group.lanes.map(urgency));
  return releases.toSorted((a, b) => rank(a) - rank(b) || b.startedAt - a.startedAt);
}

function toGroup(key: string, lanes: readonly RolloutRow[]): ReleaseGroup | null {
  const first = lanes[0];
  if (!first) return null;
  const startedAt = Math.min(...lanes.map((lane) => lane.startedAt ?? lane.createdAt));
  const { applicationId, applicationName, version } = first;
  return { key, applicationId, applicationName, version, startedAt, lanes: lanes.toSorted(byPlace) };
}

/** Users on a release and their share over the targets whose population is known, percent 0–100. */
export function reachOf(lanes: readonly RolloutRow[]): { readonly users: number | null; readonly percent: number | null } {
  // A flag's users are users of the app on its other targets: counted once.
  const onlyFlags = lanes.every((lane) => lane.surface === 'flag');
  const known = lanes.filter((lane) => lane.usersOnIt !== null && (onlyFlags || lane.surface !== 'flag'));
  if (known.length === 0) return { users: null, percent: null };
  const users = known.reduce((sum, lane) => sum + (lane.usersOnIt ?? 0), 0);
  const population = known.reduce((sum, lane) => sum + (lane.population ?? 0), 0);
  return { users, percent: population > 0 ? (100 * users) / population : null };
}

/** Lanes whose next decision has a time, soonest first. */
export function nextDecisions(rows: readonly RolloutRow[]): RolloutRow[] {
  return rows.filter((row) => row.next.at !== null).toSorted((a, b) => (a.next.at ?? 0) - (b.next.at ?? 0));
}
