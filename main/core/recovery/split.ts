import { durationInWords } from '../words.ts';

/** Moments of a bad release in the order in which they can happen. */
export const recoveryMoments = ['introduced', 'detectable', 'detected', 'decided', 'acted', 'contained', 'recovered'] as const;
export type RecoveryMoment = (typeof recoveryMoments)[number];

/** What the record holds about a bad release. Times in ms UTC, values in the unit of their gate. */
export interface RecoveryRecord {
  /** When the incident before this one of the same release ended; nothing older belongs to this one. */
  readonly notBefore: number | null;
  readonly openedAt: number;
  readonly closedAt: number | null;
  readonly shares: readonly { readonly ts: number; readonly percent: number | null }[];
  /** Frozen readings of the gates that were red, each with its bound and the value that was judged. */
  readonly bad: readonly { readonly red: number; readonly value: number; readonly points: readonly (readonly [number, number])[] }[];
  /** Spans of the gates that can act. */
  readonly spans: readonly { readonly gate: string; readonly kind: string; readonly from: number }[];
  readonly decisions: readonly { readonly at: number; readonly kind: string; readonly recommendation: boolean }[];
  readonly actions: readonly {
    readonly targetId: string;
    readonly operation: string;
    readonly state: string;
    readonly createdAt: number;
    readonly sentAt: number | null;
    readonly finishedAt: number | null;
  }[];
}

export interface RecoveryStep {
  readonly moment: RecoveryMoment;
  /** Null while it has not happened, or when the record does not say. */
  readonly at: number | null;
  /** Time since the last moment before it that is known, ms; null for the first and for unknown ones. */
  readonly tookMs: number | null;
  /** Where the time comes from, or why there is none. */
  readonly says: string;
}

/** Operations that take a release away from users. */
const takesBack = ['rollback', 'halt', 'unpublish'];
/** An incident is opened within the decision that causes it; a press may be stamped a moment earlier, ms. */
const sameMomentMs = 60_000;

function earliest(times: readonly number[]): number | null {
  return times.length === 0 ? null : Math.min(...times);
}

function firstBadReading(record: RecoveryRecord, from: number): number | null {
  const over = record.bad.flatMap(({ red, value, points }) =>
    points.filter(([ts, point]) => ts >= from && ts <= record.openedAt && (value >= red ? point >= red : point <= red)).map(([ts]) => ts),
  );
  return earliest(over);
}

function firstRed(record: RecoveryRecord, from: number): number | null {
  const reds = record.spans.filter((span) => span.kind === 'red' || span.kind === 'emergency');
  return earliest(reds.map((span) => span.from).filter((at) => at >= from && at <= record.openedAt + sameMomentMs));
}

function firstDecision(record: RecoveryRecord, from: number): number | null {
  const acts = record.decisions.filter(({ kind, recommendation }) => !recommendation && (kind === 'rollback' || kind === 'pause'));
  return earliest(acts.map(({ at }) => at).filter((at) => at >= from && at <= (record.closedAt ?? at)));
}

/** The newest try on each target counts: a refused one that was repeated with success does not hold the release uncontained. */
function takenBack(record: RecoveryRecord, from: number): { readonly acted: number | null; readonly contained: number | null } {
  const actions = record.actions.filter((action) => takesBack.includes(action.operation) && action.createdAt >= from);
  const newest = new Map<string, (typeof actions)[number]>();
  for (const action of actions) {
    const other = newest.get(action.targetId);
    if (other === undefined || action.createdAt >= other.createdAt) newest.set(action.targetId, action);
  }
  const last = [...newest.values()];
  const ends = last.flatMap((action) => (action.state === 'confirmed' && action.finishedAt !== null ? [action.finishedAt] : []));
  const sent = actions.flatMap((action) => (action.sentAt === null ? [] : [action.sentAt]));
  return { acted: earliest(sent), contained: last.length > 0 && ends.length === last.length ? Math.max(...ends) : null };
}

/** When every gate that had been red was green again after `from`. */
function greenAgain(record: RecoveryRecord, from: number): number | null {
  const bad = new Set(record.spans.filter((span) => span.kind === 'red' || span.kind === 'emergency').map((span) => span.gate));
  if (bad.size === 0) return null;
  const greens = [...bad].map((gate) =>
    earliest(record.spans.filter((span) => span.gate === gate && span.kind === 'green' && span.from >= from).map((span) => span.from)),
  );
  const known = greens.flatMap((at) => (at === null ? [] : [at]));
  return known.length === bad.size ? Math.max(...known) : null;
}

const known: Readonly<Record<RecoveryMoment, string>> = {
  introduced: 'The first users had the release.',
  detectable: 'The first reading beyond the red bound.',
  detected: 'The first red verdict.',
  decided: 'The decision to take it back or pause it.',
  acted: 'The first call was sent to a platform.',
  contained: 'The last platform confirmed it by reading back.',
  recovered: 'Every gate that had been red was green again.',
};

const unknown: Readonly<Record<RecoveryMoment, string>> = {
  introduced: 'No share was recorded.',
  detectable: 'No frozen reading lies beyond a red bound.',
  detected: 'No gate was red; a person saw it.',
  decided: 'Nobody has decided to take it back yet.',
  acted: 'No call that takes it back has been sent.',
  contained: 'Not every platform has confirmed it.',
  recovered: 'Nothing was measured after it was contained.',
};

function wordsOf(moment: RecoveryMoment, at: number | null, recorded: number | null, measured: boolean): string {
  if (at === null) return recorded === null ? unknown[moment] : 'It came after a later step had been taken.';
  return moment === 'recovered' && !measured ? 'A person closed the incident; nothing was measured.' : known[moment];
}

/**
 * Splits a recovery into introduced, detectable, detected, decided, acted, contained and recovered, from the record alone.
 * A moment that the record does not hold stays null; the time to the next known one then spans it.
 */
export function recoverySplit(record: RecoveryRecord): readonly RecoveryStep[] {
  const shown = earliest(record.shares.filter(({ percent }) => percent !== null && percent > 0).map(({ ts }) => ts));
  const introduced = shown === null ? null : Math.max(shown, record.notBefore ?? shown);
  const from = introduced ?? record.notBefore ?? 0;
  const detected = firstRed(record, from);
  const bad = firstBadReading(record, from);
  const detectable = bad !== null && detected !== null ? Math.min(bad, detected) : bad;
  const decided = firstDecision(record, Math.max(from, Math.min(detected ?? record.openedAt, record.openedAt) - sameMomentMs));
  const { acted, contained } = takenBack(record, decided ?? record.openedAt);
  const green = contained === null ? null : greenAgain(record, contained);
  const closed = contained !== null && record.closedAt !== null && record.closedAt >= contained ? record.closedAt : null;
  return stepsOf({ introduced, detectable, detected, decided, acted, contained, recovered: green ?? closed }, green !== null);
}

/** What came after a later moment did not lead to it: a red verdict after a person had decided detected nothing. */
function stepsOf(times: Readonly<Record<RecoveryMoment, number | null>>, measured: boolean): readonly RecoveryStep[] {
  let before: number | null = null;
  return recoveryMoments.map((moment, index) => {
    const later = recoveryMoments.slice(index + 1).flatMap((one) => times[one] ?? []);
    const recorded = times[moment];
    const at = recorded !== null && later.every((one) => one >= recorded) ? recorded : null;
    const tookMs: number | null = at === null || before === null ? null : Math.max(0, at - before);
    if (at !== null) before = at;
    return { moment, at, tookMs, says: wordsOf(moment, at, recorded, measured) };
  });
}

/** From the first user who had it until it was recovered, or contained when recovery is not known, ms; null while neither is. */
export function recoveryTime(steps: readonly RecoveryStep[]): number | null {
  const at = (moment: RecoveryMoment) => steps.find((step) => step.moment === moment)?.at ?? null;
  const start = at('introduced');
  const end = at('recovered') ?? at('contained');
  return start === null || end === null ? null : Math.max(0, end - start);
}

/** `detected 12 s`, one line for each moment. */
export function recoveryLines(steps: readonly RecoveryStep[]): readonly string[] {
  return steps.map(({ moment, at, tookMs, says }) => {
    const when = at === null ? 'not known' : new Date(at).toISOString();
    return `${moment.padEnd(10)}  ${when.padEnd(24)}  ${(tookMs === null ? '' : `+${durationInWords(tookMs)}`).padEnd(12)}  ${says}`;
  });
}
