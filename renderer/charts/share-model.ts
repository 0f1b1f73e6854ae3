import type { Timeline } from '../../main/contract/rollouts.ts';
import type { GateRow, NextRow, RolloutRow, StageRow } from '../../main/contract/shapes.ts';

export interface SharePoint {
  readonly ts: number;
  /** Confirmed share. */
  readonly share: number | null;
  /** Share that is announced but not done yet. */
  readonly coming: number | null;
}

export interface ShareModel {
  readonly from: number;
  readonly now: number;
  /** Right end of the axis; a little after now while the rollout is open. */
  readonly to: number;
  readonly points: readonly SharePoint[];
  readonly marks: readonly {
    readonly ts: number;
    readonly label: string;
    readonly text: string;
    readonly tone: 'plain' | 'warning' | 'danger';
  }[];
}

const labels: Readonly<Record<string, string>> = {
  start: 'started',
  advance: 'advanced',
  hold: 'held',
  pause: 'paused',
  resume: 'resumed',
  rollback: 'rollback',
  complete: 'complete',
  cancel: 'cancelled',
  acceptDrift: 'drift accepted',
  restoreDrift: 'drift restored',
  approve: 'approved',
  automation: 'automation',
  retry: 'tried again',
  settle: 'settled by hand',
};

function toneOf(kind: string): ShareModel['marks'][number]['tone'] {
  if (kind === 'rollback' || kind === 'red' || kind === 'emergency') return 'danger';
  return kind === 'hold' || kind === 'pause' || kind === 'yellow' ? 'warning' : 'plain';
}

/** The share that the announced act leads to; null when what comes next does not move it. */
export function announcedShare(next: NextRow, stages: readonly StageRow[], stage: number): number | null {
  if (next.kind === 'rollback') return 0;
  if (next.recommendation) return null;
  if (next.kind === 'advance' || next.kind === 'start' || next.cause === 'bake') return stages[stage + 1]?.percent ?? null;
  return null;
}

/** Everything the share chart draws, from rows and the clock. */
export function shareModel(timeline: Timeline, rollout: RolloutRow, clock: number): ShareModel {
  const open = rollout.endedAt === null;
  const now = open ? Math.max(clock, timeline.from) : timeline.to;
  const span = Math.max(now - timeline.from, 60_000);
  const to = open ? now + span * 0.12 : Math.max(timeline.to, timeline.from + 60_000);
  const last = timeline.share.at(-1);
  const points: SharePoint[] = [
    { ts: timeline.from, share: timeline.share[0]?.ts === timeline.from ? (timeline.share[0]?.percent ?? null) : 0, coming: null },
  ];
  for (const step of timeline.share)
    if (step.ts > timeline.from && step.ts <= now) points.push({ ts: step.ts, share: step.percent, coming: null });
  const current = last?.percent ?? 0;
  const announced = open && rollout.next.at !== null ? announcedShare(rollout.next, rollout.stages, rollout.stage) : null;
  points.push({ ts: now, share: current, coming: announced === null ? null : current });
  const at = rollout.next.at;
  if (announced !== null && at !== null && at < to) {
    points.push({ ts: Math.max(at, now), share: null, coming: announced }, { ts: to, share: null, coming: announced });
  } else if (announced !== null) points.push({ ts: to, share: null, coming: current });
  const marks = timeline.events.map(({ ts, kind, text }) => ({ ts, label: labels[kind] ?? text, text, tone: toneOf(kind) }));
  return { from: timeline.from, now, to, points, marks };
}

/** Marks whose labels have room, `least` px apart, later ones winning; the rest keep only their line. */
export function labelled(marks: ShareModel['marks'], x: (ts: number) => number, least: number): ReadonlySet<number> {
  const kept = new Set<number>();
  let edge = Number.POSITIVE_INFINITY;
  for (let index = marks.length - 1; index >= 0; index -= 1) {
    const mark = marks[index];
    if (!mark) continue;
    const at = x(mark.ts);
    if (edge - at < least) continue;
    kept.add(index);
    edge = at;
  }
  return kept;
}

/** A verdict stands until another replaces it: the last span of each gate of an open rollout goes on to now. */
export function extendToNow(spans: Timeline['spans'], now: number): Timeline['spans'] {
  const last = new Map<string, number>();
  for (const [index, span] of spans.entries()) last.set(span.gate, index);
  return spans.map((span, index) => (last.get(span.gate) === index && span.to < now ? { ...span, to: now } : span));
}

/** Strips in the order of the gates table; a gate that was never judged has none. */
export function stripsOf(
  spans: Timeline['spans'],
  gates: readonly GateRow[],
): { readonly gate: string; readonly title: string; readonly spans: Timeline['spans'] }[] {
  return gates
    .map((gate) => ({ gate: gate.gate, title: gate.title, spans: spans.filter((span) => span.gate === gate.gate) }))
    .filter((strip) => strip.spans.length > 0);
}
