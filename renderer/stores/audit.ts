import { create } from 'zustand';
import type { CallProblem } from '../../main/contract/bridge.ts';
import type { AuditRow } from '../../main/contract/shapes.ts';
import { ask, onAskAgain, onChange } from './feed.ts';

/** What the list is narrowed to. Times in ms UTC, both ends included. */
export interface AuditFilter {
  readonly text: string;
  readonly applicationId: string | null;
  readonly targetId: string | null;
  readonly action: string | null;
  readonly actor: string | null;
  readonly trigger: string | null;
  readonly from: number | null;
  readonly to: number | null;
}

export interface AuditState {
  readonly filter: AuditFilter;
  /** Newest first, without holes. */
  readonly rows: readonly AuditRow[];
  /** Entries that fit the filter, loaded or not. */
  readonly total: number;
  /** More fit than `total` says. */
  readonly more: boolean;
  readonly loading: boolean;
  readonly problem: CallProblem | null;
  /** Entries written since, which only the store can match against the words searched for. */
  readonly newer: number;
}

export const everything: AuditFilter = {
  text: '',
  applicationId: null,
  targetId: null,
  action: null,
  actor: null,
  trigger: null,
  from: null,
  to: null,
};
const pageSize = 100;

function emptyState(filter: AuditFilter): AuditState {
  return { filter, rows: [], total: 0, more: false, loading: true, problem: null, newer: 0 };
}

export const useAudit = create<AuditState>()(() => emptyState(everything));

/** Raised with each new filter, so that a late answer to an older question is dropped. */
let question = 0;
let watched = 0;

async function loadPage(before: number | null): Promise<void> {
  const asked = question;
  const { filter } = useAudit.getState();
  useAudit.setState({ loading: true, problem: null });
  const result = await ask('audit.list', { ...filter, before, limit: pageSize });
  if (asked !== question) return;
  if (!result.ok) {
    useAudit.setState({ loading: false, problem: result.problem });
    return;
  }
  const { rows, total, more } = result.answer;
  useAudit.setState((state) => ({ ...(before === null ? withFirstPage(state, rows, total) : withOlderPage(state, rows, total)), more }));
  // The last page of more than were counted: only now is their number known.
  if (more && rows.length < pageSize) useAudit.setState((state) => ({ more: false, total: state.rows.length }));
}

/** Keeps rows that were pushed while the first page was under way. */
export function withFirstPage(state: AuditState, page: readonly AuditRow[], total: number): AuditState {
  const newest = page[0]?.seq ?? -1;
  const pushed = state.rows.filter((row) => row.seq > newest);
  return { ...state, rows: [...pushed, ...page], total: total + pushed.length, loading: false };
}

function withOlderPage(state: AuditState, page: readonly AuditRow[], total: number): AuditState {
  const oldest = state.rows.at(-1)?.seq ?? Number.POSITIVE_INFINITY;
  return {
    ...state,
    rows: [...state.rows, ...page.filter((row) => row.seq < oldest)],
    total: Math.max(total, state.total),
    loading: false,
  };
}

/** Asks from the newest entry again, with `filter` or the present one. */
export function reloadAudit(filter: AuditFilter = useAudit.getState().filter): Promise<void> {
  question += 1;
  useAudit.setState(emptyState(filter));
  return loadPage(null);
}

/** Loads the page after the oldest entry held; does nothing when all are held or a page is under way. */
export async function loadOlderAudit(): Promise<void> {
  const { rows, total, more, loading, problem } = useAudit.getState();
  if (loading || problem || (rows.length >= total && !more)) return;
  await loadPage(rows.at(-1)?.seq ?? null);
}

/** Tries the page that failed again. */
export function retryAudit(): Promise<void> {
  return loadPage(useAudit.getState().rows.at(-1)?.seq ?? null);
}

/** Whether `row` belongs to the filtered fields and time range; the words are not looked at. */
export function inRange(filter: AuditFilter, row: AuditRow): boolean {
  if (filter.applicationId !== null && row.applicationId !== filter.applicationId) return false;
  if (filter.targetId !== null && row.targetId !== filter.targetId) return false;
  if (filter.action !== null && row.action !== filter.action) return false;
  if (filter.actor !== null && row.actor.name.toLowerCase() !== filter.actor.toLowerCase()) return false;
  if (filter.trigger !== null && row.trigger !== filter.trigger) return false;
  if (filter.from !== null && row.at < filter.from) return false;
  return filter.to === null || row.at <= filter.to;
}

/** The state after `row` was written: in front, or counted as newer when only the store can tell. */
export function withEntry(state: AuditState, row: AuditRow): AuditState {
  if (!inRange(state.filter, row) || row.seq <= (state.rows[0]?.seq ?? -1)) return state;
  if (state.filter.text !== '') return { ...state, newer: state.newer + 1 };
  return { ...state, rows: [row, ...state.rows], total: state.total + 1 };
}

/** Opens the list and keeps it current; returns the function that closes it. */
export function openAudit(filter: AuditFilter): () => void {
  watched += 1;
  void reloadAudit(filter);
  return () => {
    watched -= 1;
  };
}

// The store lives as long as the window, so these two are never taken back.
onChange((change) => {
  if (watched > 0 && change.table === 'audit') useAudit.setState((state) => withEntry(state, change.row));
});
onAskAgain(() => {
  if (watched > 0) void reloadAudit();
});
