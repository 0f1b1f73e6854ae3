import type { Snapshot } from '../model/snapshot.ts';
import { listInWords } from '../words.ts';
import { unfinishedOf } from './busy.ts';
import { conclude, type Rule } from './view.ts';

export interface Drift {
  readonly wrote: string;
  readonly says: string;
}

/** Platforms keep shares as fractions, so one read back can differ in its last digits. Percent points. */
const roundingPercent = 0.01;

interface Side {
  readonly version: string | null;
  readonly percent: number | null;
  readonly status: string;
  readonly segments?: readonly string[];
}

function inWords(side: Side): string {
  const share = side.percent === null ? '' : ` at ${Number(side.percent.toFixed(2))} %`;
  const besides = side.segments === undefined || side.segments.length === 0 ? '' : ` and ${segmentWords(side.segments)}`;
  return `${side.version ?? 'nothing'}${share} (${side.status})${besides}`;
}

function segmentWords(names: readonly string[]): string {
  return `${names.length === 1 ? 'segment' : 'segments'} ${listInWords(names)}`;
}

/** Segments switched on for the rollout that the platform knows to be off. One switched on besides is no drift: it is told as a note. */
function segmentsOff(expected: Side, says: Side): string[] {
  const { segments } = says;
  return segments === undefined ? [] : (expected.segments ?? []).filter((name) => !segments.includes(name));
}

/** A store review ends by itself: offered after it is what was asked for before it. */
const offered: readonly string[] = ['inReview', 'rolling', 'live'];

function sameStatus(a: string, b: string): boolean {
  return a === b || (offered.includes(a) && offered.includes(b));
}

function samePercent(a: number | null, b: number | null): boolean {
  return a === null || b === null ? a === b : Math.abs(a - b) <= roundingPercent;
}

/**
 * What the platform says against what was last confirmed there; null when they agree. Not asked before the first stage,
 * during a write, or of a reading made before the stage was entered, which shows the past.
 */
export function driftOf(snapshot: Snapshot): Drift | null {
  const { rollout, platform } = snapshot;
  const { expected } = rollout;
  const says = platform.state;
  if (rollout.state === 'preparing' || expected === null || says === null || platform.readAt === null) return null;
  if (unfinishedOf(snapshot) !== null) return null;
  if (rollout.stageEnteredAt !== null && platform.readAt < rollout.stageEnteredAt) return null;
  const off = segmentsOff(expected, says);
  if (off.length > 0) return { wrote: inWords(expected), says: `${inWords(says)} without ${segmentWords(off)}` };
  const same = expected.version === says.version && sameStatus(expected.status, says.status) && samePercent(expected.percent, says.percent);
  return same ? null : { wrote: inWords(expected), says: inWords(says) };
}

/** Somebody or something changed the target: nothing is written over it until a person says which side is right. */
export const holdOnDrift: Rule = (view) => {
  const { snapshot, worst } = view;
  const drift = driftOf(snapshot);
  if (drift === null) return null;
  const danger =
    worst !== null && (worst.kind === 'red' || worst.kind === 'emergency')
      ? ` ${worst.title} is ${worst.kind} (${worst.reason}): rolling back by hand is recommended.`
      : '';
  return conclude(view, {
    kind: 'hold',
    cause: 'drift',
    reason: `${snapshot.target.name} says ${drift.says}, last written was ${drift.wrote}.${danger}`,
    next: 'needs a person: accept or restore what changed',
  });
};
