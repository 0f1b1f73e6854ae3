import { describe, expect, test } from 'vitest';
import { decide, judge } from '../../main/core/decide/index.ts';
import { contentHash } from '../../main/core/hash.ts';
import { systemActor } from '../../main/core/model/actor.ts';
import type { Decision } from '../../main/core/model/decision.ts';
import type { Json, JsonObject } from '../../main/core/model/json.ts';
import type { VerdictKind } from '../../main/core/model/verdict.ts';
import { readPlan } from '../../main/core/plan/index.ts';
import { recompute, type Recorded } from '../../main/engine/recompute.ts';
import { snapshotJson } from '../../main/engine/snapshot-json.ts';
import { pointsOf, sampleRollout, sampleSnapshot } from '../support/core-samples.ts';
import { plainPlan } from '../support/engine/bench.ts';

/** A rollback on red as a sweep records it. */
function recorded(change: (json: JsonObject) => JsonObject = (json) => json): Recorded {
  const read = readPlan(plainPlan, 'plain.yaml');
  if (!read.ok) throw new Error('the plain plan is not valid');
  const windows = [{ metric: 'errors', points: pointsOf([0.08, 0.08], 500), control: [], failingSince: null, problem: null }];
  const snapshot = sampleSnapshot({ plan: read.plan, windows, rollout: sampleRollout({ planHash: read.hash }) });
  const verdicts = judge(snapshot);
  const { kind, cause, reason, recommendation, steps } = decide(snapshot, verdicts);
  const json = change(snapshotJson(snapshot) as JsonObject);
  const decision: Decision = {
    id: 'dec-1',
    rolloutId: snapshot.rollout.id,
    at: snapshot.now,
    kind,
    cause,
    actor: systemActor,
    reason,
    stage: snapshot.rollout.stage,
    recommendation,
    snapshotHash: contentHash(json),
  };
  const kinds = new Map<string, VerdictKind>(verdicts.map((verdict) => [verdict.gate, verdict.kind]));
  return { decision, snapshot: json, planText: plainPlan, actions: steps, kinds };
}

describe('R3.9 a decision computed again', () => {
  test('R3.9 equals the record in every field', () => {
    const proof = recompute(recorded());
    expect(proof.conclusion).toMatchObject({ kind: 'rollback', cause: 'red' });
    expect(proof.compared).toEqual(['snapshot', 'stage', 'kind', 'cause', 'reason', 'recommendation', 'steps', 'verdict of errors']);
    expect(proof.differences).toEqual([]);
  });

  test('R3.9 holds a press only against what the person saw', () => {
    const kept = recorded();
    const press = { ...kept.decision, kind: 'hold' as const, cause: 'person' as const, reason: 'Waiting for the morning.' };
    const proof = recompute({ ...kept, decision: press, actions: [] });
    expect(proof.compared).toEqual(['snapshot', 'stage', 'verdict of errors']);
    expect(proof.differences).toEqual([]);
  });

  test('R3.9 is possible from a snapshot of a version that knew less', () => {
    const older = recorded(({ signoffs: _signoffs, channelsDone: _done, ...json }) => {
      const { watch: _watch, approvals: _approvals, ...rollout } = json['rollout'] as JsonObject;
      const windows = (json['windows'] as JsonObject[]).map(({ control: _control, ...window }): Json => window);
      return { ...json, rollout, windows };
    });
    expect(recompute(older).differences).toEqual([]);
  });

  test.each([
    ['kind', { decision: { ...recorded().decision, kind: 'wait' as const } }],
    ['cause', { decision: { ...recorded().decision, cause: 'yellow' as const } }],
    ['reason', { decision: { ...recorded().decision, reason: 'All was well.' } }],
    ['stage', { decision: { ...recorded().decision, stage: 2 } }],
    ['steps', { actions: [] }],
    ['verdict of errors', { kinds: new Map<string, VerdictKind>([['errors', 'green']]) }],
  ])('R3.9 names a record whose %s is another', (field, change) => {
    const { differences } = recompute({ ...recorded(), ...change });
    expect(differences.map((one) => one.field)).toEqual([field]);
    expect(differences[0]?.recorded).not.toBe(differences[0]?.recomputed);
  });

  test('R3.9 notices a snapshot that was changed afterwards', () => {
    const changed = recorded();
    const snapshot = { ...(changed.snapshot as JsonObject), now: changed.decision.at + 1 };
    expect(recompute({ ...changed, snapshot }).differences.map((one) => one.field)).toContain('snapshot');
  });
});
