import { judge, judgeIn } from '../decide/judge.ts';
import { viewOf } from '../decide/look.ts';
import { pauseOnRed, rollBackOnRed } from '../decide/protect.ts';
import type { BacktestStop, GateAlarm, OwnReplay } from '../model/backtest.ts';
import type { GateSpec } from '../model/plan.ts';
import type { Verdict } from '../model/verdict.ts';
import { type Ground, looksIn, metricsOf, type Segment, segmentsOf, snapshotAt } from './ground.ts';
import { heldIn } from './held.ts';
import { suspicionOf } from './refine.ts';
import { suspectSpans } from './suspects.ts';

/** Longest stretch looked at in one go, so that the readings behind an early alarm need not all be read, ms. */
const stretchMs = 6 * 3_600_000;

/** When a gate spoke first, and when it would have taken the release back. */
interface Voice {
  readonly gate: GateSpec;
  readonly alarm: GateAlarm | null;
  readonly stop: { readonly at: number; readonly segment: Segment } | null;
}

/**
 * What a plan would have made of one past release: its gates judged by the very functions of a sweep, at every look while users had the
 * release. Looks at which no gate can be red are passed over; `suspectSpans` and `suspicionOf` prove which.
 */
export function replay(ground: Ground): OwnReplay {
  const segments = segmentsOf(ground);
  const voices = gateIdsOf(ground, segments).map((id) => voiceOf(ground, segments, id));
  const stop = stopOf(ground, voices);
  const until = stop?.at ?? ground.end;
  return {
    stop,
    paused: pauseOf(ground, segments, voices, until),
    alarms: voices.flatMap(({ alarm }) => (alarm === null ? [] : [alarm])).toSorted((a, b) => a.at - b.at),
    held: heldIn(ground, segments, until),
    paceMs: ground.plan.everyMs,
    read: [...ground.readings.own.values()].some((series) => series.blocks.length > 0),
  };
}

/** Gates of the stages that were reached, in the order of the plan. */
function gateIdsOf({ plan }: Ground, segments: readonly Segment[]): string[] {
  return [...new Set(segments.flatMap(({ stage }) => plan.stages[stage]?.gates.map((gate) => gate.id) ?? []))];
}

function voiceOf(ground: Ground, segments: readonly Segment[], id: string): Voice {
  let alarm: GateAlarm | null = null;
  let named: GateSpec | null = null;
  for (const segment of segments) {
    const gate = ground.plan.stages[segment.stage]?.gates.find((one) => one.id === id);
    if (gate === undefined) continue;
    named ??= gate;
    for (const { now, verdict } of redLooks(ground, segment, gate)) {
      alarm ??= { gate: id, title: gate.title, at: now, kind: verdict.kind, reason: verdict.reason, shadow: gate.shadow };
      if (verdict.kind === 'emergency' || verdict.onRed === 'rollback') return { gate, alarm, stop: { at: now, segment } };
    }
  }
  if (named === null) throw new Error(`No stage has a gate ${id}.`);
  return { gate: named, alarm, stop: null };
}

/** Looks at which a gate is red or worse, oldest first. */
function* redLooks(ground: Ground, segment: Segment, gate: GateSpec): Generator<{ readonly now: number; readonly verdict: Verdict }> {
  const metrics = metricsOf(ground.plan, gate);
  for (const span of suspectSpans(ground, segment, gate, 'red')) {
    for (let from = span.from; from <= span.to; from += stretchMs) {
      const stretch = { from, to: Math.min(span.to, from + stretchMs - 1) };
      const suspect = suspicionOf(ground, segment, gate, 'red', stretch);
      for (const now of looksIn(ground, stretch.from, stretch.to)) {
        if (now <= segment.from || !suspect(now)) continue;
        const verdict = judgeIn(snapshotAt(ground, segment, now, metrics), gate);
        if (verdict.kind === 'red' || verdict.kind === 'emergency') yield { now, verdict };
      }
    }
  }
}

/** The first look at which a sweep would have taken the release back, in the words of its own rule. */
function stopOf(ground: Ground, voices: readonly Voice[]): BacktestStop | null {
  const acting = voices.filter((voice) => !voice.gate.shadow && voice.stop !== null);
  const [first] = acting.toSorted((a, b) => (a.stop?.at ?? 0) - (b.stop?.at ?? 0));
  if (first?.stop === null || first?.stop === undefined) return null;
  const { at, segment } = first.stop;
  const snapshot = snapshotAt(ground, segment, at, null);
  const verdicts = judge(snapshot);
  const said = rollBackOnRed(viewOf(snapshot, verdicts));
  const worst =
    verdicts.find((one) => !one.shadow && one.kind === 'emergency') ??
    verdicts.find((one) => !one.shadow && one.kind === 'red' && one.onRed === 'rollback');
  if (said === null || worst === undefined) throw new Error(`Gate ${first.gate.id} was red alone and not among the others.`);
  return {
    at,
    percent: segment.percent,
    stage: segment.stage,
    gate: worst.gate,
    title: worst.title,
    kind: worst.kind,
    reason: said.reason,
    recommendation: said.recommendation,
    through: null,
  };
}

function pauseOf(ground: Ground, segments: readonly Segment[], voices: readonly Voice[], until: number): OwnReplay['paused'] {
  const [first] = voices
    .flatMap(({ gate, alarm }) => (alarm === null || gate.shadow || alarm.kind !== 'red' || alarm.at >= until ? [] : [alarm]))
    .toSorted((a, b) => a.at - b.at);
  const segment = segments.find((one) => first !== undefined && first.at > one.from && first.at <= one.to);
  if (first === undefined || segment === undefined) return null;
  const snapshot = snapshotAt(ground, segment, first.at, null);
  const said = pauseOnRed(viewOf(snapshot, judge(snapshot)));
  return said === null ? null : { at: first.at, gate: first.gate, title: first.title, reason: said.reason };
}
