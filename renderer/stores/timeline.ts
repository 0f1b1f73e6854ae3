import { create } from 'zustand';
import type { CallProblem } from '../../main/contract/bridge.ts';
import type { Change } from '../../main/contract/events.ts';
import type { TimelinePage, TimelineRow } from '../../main/contract/incidents.ts';
import type { TimelineKind } from '../../main/core/model/incident-entry.ts';
import { ask, onAskAgain, onChange } from './feed.ts';

/** Rows are held by pages of this size; which row is where is counted from the oldest, so that news moves nothing. */
export const pageSize = 100;
/** Changes come in bursts: one fresh answer per burst is enough, ms. */
const burstMs = 500;

export interface TimelineState {
  readonly incidentId: string | null;
  /** All when null. */
  readonly kinds: readonly TimelineKind[] | null;
  readonly total: number;
  readonly counts: TimelinePage['counts'] | null;
  /** By number of the page; those nobody has looked at are not here. */
  readonly pages: Readonly<Record<number, readonly TimelineRow[]>>;
  readonly pinned: readonly TimelineRow[];
  readonly problem: CallProblem | null;
}

const nothing: TimelineState = { incidentId: null, kinds: null, total: 0, counts: null, pages: {}, pinned: [], problem: null };

export const useTimeline = create<TimelineState>()(() => nothing);

/** Raised with each new question, so that late answers to older ones are dropped. */
let question = 0;
let watched = 0;
let timer: number | undefined;
let underWay = new Set<number>();
/** Pages in sight, asked again first after a change. */
let inSight: readonly number[] = [];

async function load(page: number): Promise<void> {
  const asked = question;
  const { incidentId, kinds } = useTimeline.getState();
  if (incidentId === null || underWay.has(page)) return;
  underWay.add(page);
  const input = { incidentId, kinds: kinds === null ? null : [...kinds], offset: page * pageSize, limit: pageSize };
  const result = await ask('incidents.timeline', input);
  if (asked !== question) return;
  underWay.delete(page);
  if (!result.ok) {
    useTimeline.setState({ problem: result.problem });
    return;
  }
  const { rows, total, counts, pinned } = result.answer;
  useTimeline.setState((state) => ({ problem: null, total, counts, pinned, pages: { ...state.pages, [page]: rows } }));
}

function lastPage(total: number): number {
  return Math.max(0, Math.ceil(total / pageSize) - 1);
}

/** Opens a timeline with its newest page and keeps it current; returns the function that closes it. */
export function openTimeline(incidentId: string, kinds: readonly TimelineKind[] | null): () => void {
  watched += 1;
  const before = useTimeline.getState();
  const same = before.incidentId === incidentId;
  question += 1;
  underWay = new Set();
  inSight = [];
  useTimeline.setState({ ...nothing, incidentId, kinds, ...(same ? { counts: before.counts, pinned: before.pinned } : {}) });
  void loadNewest();
  return () => {
    watched -= 1;
  };
}

/** The first answer tells how many there are; the newest page follows it when there is more than one. */
async function loadNewest(): Promise<void> {
  const asked = question;
  await load(0);
  const { total } = useTimeline.getState();
  if (asked === question && total > pageSize) await load(lastPage(total));
}

/** Says which rows are in sight, counted from the oldest; pages not held yet are asked. */
export function lookAt(first: number, last: number): void {
  const { pages, total } = useTimeline.getState();
  if (total === 0) return;
  const from = Math.floor(Math.max(0, first) / pageSize);
  const to = Math.floor(Math.min(total - 1, Math.max(0, last)) / pageSize);
  inSight = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
  for (const page of inSight) if (pages[page] === undefined) void load(page);
}

/** The row at a place counted from the oldest; undefined while it is not here yet. */
export function rowAt(pages: TimelineState['pages'], place: number): TimelineRow | undefined {
  return pages[Math.floor(place / pageSize)]?.[place % pageSize];
}

/** Asks again for what is in sight and for what came last; pages out of sight are asked when they are looked at. */
export async function renewTimeline(): Promise<void> {
  window.clearTimeout(timer);
  timer = undefined;
  const asked = question;
  underWay = new Set();
  await Promise.all(inSight.map(load));
  const { total, pages } = useTimeline.getState();
  if (asked !== question) return;
  const kept = new Set([...inSight, lastPage(total)]);
  useTimeline.setState({ pages: Object.fromEntries(Object.entries(pages).filter(([page]) => kept.has(Number(page)))) });
  if (!inSight.includes(lastPage(total))) await load(lastPage(total));
}

function concerns(change: Change): boolean {
  if (change.table === 'incidents') return change.row.id === useTimeline.getState().incidentId;
  return change.table === 'decisions' || change.table === 'actions' || change.table === 'reload';
}

// The store lives as long as the window, so these two are never taken back.
onChange((change) => {
  if (watched > 0 && timer === undefined && concerns(change)) timer = window.setTimeout(() => void renewTimeline(), burstMs);
});
onAskAgain(() => {
  if (watched > 0) void renewTimeline();
});
