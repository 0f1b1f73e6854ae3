import { decide, judge } from '../core/decide/index.ts';
import { contentHash } from '../core/hash.ts';
import type { Action } from '../core/model/action.ts';
import type { Conclusion, Decision, IntendedStep } from '../core/model/decision.ts';
import type { Json } from '../core/model/json.ts';
import type { Snapshot } from '../core/model/snapshot.ts';
import type { Verdict, VerdictKind } from '../core/model/verdict.ts';
import { snapshotOf } from './snapshot-json.ts';

/** What was kept of a decision besides the decision itself. */
export interface Recorded {
  readonly decision: Decision;
  readonly snapshot: Json;
  /** Hash that the snapshot was found to have; left out, it is computed. */
  readonly hash?: string;
  readonly planText: string;
  /** Writes it set off, in their order. */
  readonly actions: readonly Pick<Action, 'rolloutId' | 'targetId' | 'operation'>[];
  /** What each gate said in the very same sweep, as far as that is kept. */
  readonly kinds: ReadonlyMap<string, VerdictKind>;
}

/** A field in which the computation and the record do not agree. */
export interface Difference {
  readonly field: string;
  readonly recorded: string;
  readonly recomputed: string;
}

export interface Recomputed {
  readonly snapshot: Snapshot;
  readonly verdicts: readonly Verdict[];
  readonly conclusion: Conclusion;
  /** Fields that were compared. */
  readonly compared: readonly string[];
  readonly differences: readonly Difference[];
}

/**
 * Computes a decision of a sweep again from what was kept, by the functions of the sweep, and holds every recorded field against it:
 * hash of the snapshot, kind, cause, reason, recommendation, stage, steps, and what each gate said. Of a person's press only the snapshot,
 * the stage and the gates are compared.
 */
export function recompute({ decision, snapshot: json, hash, planText, actions, kinds }: Recorded): Recomputed {
  const snapshot = snapshotOf(json, planText);
  const verdicts = judge(snapshot);
  const conclusion = decide(snapshot, verdicts);
  const pairs: readonly Difference[] = [
    pair('snapshot', decision.snapshotHash ?? '', hash ?? contentHash(json)),
    pair('stage', String(decision.stage), String(snapshot.rollout.stage)),
    // What a person pressed was concluded by nobody: only what they saw can be held against the record.
    ...(decision.cause === 'person' ? [] : concluded(decision, conclusion, actions)),
    ...verdicts.flatMap((verdict) => {
      const kind = kinds.get(verdict.gate);
      return kind === undefined ? [] : [pair(`verdict of ${verdict.gate}`, kind, verdict.kind)];
    }),
  ];
  return {
    snapshot,
    verdicts,
    conclusion,
    compared: pairs.map(({ field }) => field),
    differences: pairs.filter(({ recorded, recomputed }) => recorded !== recomputed),
  };
}

function concluded(decision: Decision, conclusion: Conclusion, actions: Recorded['actions']): Difference[] {
  return [
    pair('kind', decision.kind, conclusion.kind),
    pair('cause', decision.cause, conclusion.cause),
    pair('reason', decision.reason, conclusion.reason),
    pair('recommendation', String(decision.recommendation), String(conclusion.recommendation)),
    pair('steps', stepsInWords(actions), stepsInWords(conclusion.steps)),
  ];
}

function pair(field: string, recorded: string, recomputed: string): Difference {
  return { field, recorded, recomputed };
}

function stepsInWords(steps: readonly Pick<IntendedStep, 'rolloutId' | 'targetId' | 'operation'>[]): string {
  if (steps.length === 0) return 'none';
  return steps
    .map(({ rolloutId, targetId, operation }) => `${rolloutId} ${targetId} ${contentHash({ ...operation }).slice(0, 16)}`)
    .join(', ');
}
