import type { Direction, StageSpec } from '../model/plan.ts';
import type { Watch } from '../model/rollout.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Verdict, VerdictKind } from '../model/verdict.ts';
import { worstOf } from '../gates/worst.ts';

const bad: readonly VerdictKind[] = ['emergency', 'red', 'yellow'];

/**
 * What the present stage adds up to after this sweep: the unbroken green time, the time yellow added, and the worst value of each gate.
 * Only observed time counts, so blindness pauses a streak and a verdict for the worse ends it.
 */
export function watchOf(snapshot: Snapshot, acting: readonly Verdict[], observedMs: number): Watch {
  const { rollout, plan } = snapshot;
  const { watch } = rollout;
  const kind = worstOf(acting)?.kind ?? null;
  const stage = plan.stages[rollout.stage] ?? null;
  const added = stage?.onYellow.action === 'extend' && kind === 'yellow' && !watch.yellow ? stage.onYellow.extendMs : 0;
  return {
    streakMs: streakOf(watch, kind, observedMs - rollout.observedMs),
    extraBakeMs: watch.extraBakeMs + added,
    // Blind or thin in between does not end an episode of yellow.
    yellow: kind === 'yellow' || (watch.yellow && kind !== 'green'),
    paused: watch.paused && kind !== 'green',
    peaks: peaksOf(snapshot, watch.peaks, acting),
  };
}

function streakOf(watch: Watch, kind: VerdictKind | null, addedMs: number): number {
  if (kind !== null && bad.includes(kind)) return 0;
  return kind === 'green' ? watch.streakMs + addedMs : watch.streakMs;
}

function peaksOf({ plan, rollout }: Snapshot, peaks: Watch['peaks'], acting: readonly Verdict[]): Watch['peaks'] {
  const gates = plan.stages[rollout.stage]?.gates ?? [];
  const next: Record<string, number> = { ...peaks };
  for (const verdict of acting) {
    const gate = gates.find((one) => one.id === verdict.gate);
    if (gate === undefined || verdict.value === null) continue;
    next[verdict.gate] = worse(next[verdict.gate], verdict.value, gate.direction);
  }
  return next;
}

function worse(a: number | undefined, b: number, direction: Direction): number {
  if (a === undefined) return b;
  return direction === 'above' ? Math.max(a, b) : Math.min(a, b);
}

/** Bake time a stage needs by what was seen in it, ms (R2.3): the accelerated one while every named gate stayed at its best. */
export function bakeOf(stage: StageSpec, watch: Watch): { readonly bakeMs: number; readonly accelerated: boolean } {
  const { accelerated } = stage;
  if (accelerated === null || watch.extraBakeMs > 0) return { bakeMs: stage.bakeMs + watch.extraBakeMs, accelerated: false };
  const clean = accelerated.gates.every((id) => {
    const peak = watch.peaks[id];
    const direction = stage.gates.find((gate) => gate.id === id)?.direction ?? 'above';
    return peak !== undefined && (direction === 'above' ? peak <= accelerated.atMost : peak >= accelerated.atMost);
  });
  return clean ? { bakeMs: accelerated.bakeMs, accelerated: true } : { bakeMs: stage.bakeMs, accelerated: false };
}
