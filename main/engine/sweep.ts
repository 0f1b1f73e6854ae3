import { decide, judge } from '../core/decide/index.ts';
import { systemActor } from '../core/model/actor.ts';
import type { Conclusion } from '../core/model/decision.ts';
import type { Rollout } from '../core/model/rollout.ts';
import type { Snapshot } from '../core/model/snapshot.ts';
import type { Verdict } from '../core/model/verdict.ts';
import { worstOf } from '../core/gates/index.ts';
import { keepSnapshot } from '../store/snapshots.ts';
import { transaction } from '../store/open.ts';
import { updateRollout } from '../store/rollouts.ts';
import { recordVerdicts } from '../store/verdicts.ts';
import type { EngineDeps } from './deps.ts';
import { gather, type Subject } from './gather.ts';
import { openIncident } from './incidents.ts';
import { cancelUnstarted, recordWish } from './intend.ts';
import { snapshotJson } from './snapshot-json.ts';
import { tell } from './notify.ts';
import { unwritten } from './unwritten.ts';
import { triggerOf, usersAt } from './audit.ts';

/** What the last sweep of each rollout said, to tell news from repetition and to answer "what next" without asking again. */
export type Latest = Map<
  string,
  { readonly conclusion: Conclusion; readonly verdicts: readonly Verdict[]; readonly stage: number; readonly at: number }
>;

/** One sweep of one rollout: snapshot → verdicts → decision → record (design promise 1). Returns true when there are writes to make. */
export function sweep(deps: EngineDeps, subject: Subject, latest: Latest): boolean {
  const snapshot = gather(deps, subject);
  const verdicts = judge(snapshot);
  const conclusion = decide(snapshot, verdicts);
  const before = latest.get(subject.rollout.id);
  const news =
    before === undefined ||
    before.stage !== subject.rollout.stage ||
    before.conclusion.kind !== conclusion.kind ||
    before.conclusion.cause !== conclusion.cause ||
    before.conclusion.recommendation !== conclusion.recommendation;
  transaction(deps.store.writer, () => {
    recordVerdicts(deps.store.writer, subject.rollout.id, snapshot.now, verdicts, subject.plan.everyMs * 3);
    updateRollout(deps.store.writer, subject.rollout.id, afterSweep(snapshot, conclusion));
    const change = unwritten(subject.rollout, conclusion, subject.plan.dryRun, snapshot.now);
    if (news || change !== null || acts(conclusion)) carryOut(deps, subject, snapshot, verdicts, conclusion);
    if (change !== null) updateRollout(deps.store.writer, subject.rollout.id, change);
  });
  // Only what was recorded is old news: after a full disk the next sweep tells it again.
  latest.set(subject.rollout.id, { conclusion, verdicts, stage: subject.rollout.stage, at: snapshot.now });
  deps.changed({ table: 'rollouts', id: subject.rollout.id });
  return conclusion.steps.length > 0;
}

function acts(conclusion: Conclusion): boolean {
  return conclusion.steps.length > 0 || (conclusion.kind === 'complete' && !conclusion.recommendation);
}

function afterSweep(snapshot: Snapshot, conclusion: Conclusion): Partial<Rollout> {
  const { rollout, now } = snapshot;
  const base = { observedMs: conclusion.observedMs, watch: conclusion.watch, lastSweepAt: now };
  if (conclusion.cause === 'gap') return { ...base, gapSince: rollout.gapSince ?? now };
  const readAt = snapshot.platform.readAt;
  if (rollout.gapSince !== null && readAt !== null && readAt > rollout.gapSince) return { ...base, gapSince: null };
  return base;
}

function carryOut(deps: EngineDeps, subject: Subject, snapshot: Snapshot, verdicts: readonly Verdict[], conclusion: Conclusion): void {
  const hash = keepSnapshot(deps.store.writer, snapshotJson(snapshot), snapshot.now);
  recordWish(deps, subject, {
    kind: conclusion.kind,
    cause: conclusion.cause,
    actor: systemActor,
    trigger: triggerOf(conclusion.cause),
    reason: conclusion.reason,
    recommendation: conclusion.recommendation,
    snapshotHash: hash,
    steps: conclusion.steps,
  });
  if (conclusion.kind === 'rollback' && subject.plan.dryRun) tellDryRun(deps, subject, conclusion);
  else if (conclusion.kind === 'rollback') announceRollback(deps, subject, snapshot, verdicts, conclusion);
  if (conclusion.cause === 'drift') {
    tell(deps, subject, 'warning', `${subject.rollout.version} drifted on ${subject.target.name}`, conclusion.reason, 'drift');
  }
  if (conclusion.kind === 'complete' && !conclusion.recommendation) finish(deps, subject, conclusion);
}

function announceRollback(
  deps: EngineDeps,
  subject: Subject,
  snapshot: Snapshot,
  verdicts: readonly Verdict[],
  conclusion: Conclusion,
): void {
  const { rollout, target } = subject;
  const users = usersAt(target.population, rollout.expected?.percent ?? null);
  const emergency = conclusion.cause === 'emergency';
  const worst = worstOf(verdicts);
  const title = `${worst?.title ?? 'Check'} on ${target.name}`;
  openIncident(deps, subject, snapshot, verdicts, { severity: emergency ? 'P0' : 'P1', title, press: null, acknowledged: false });
  const doing = conclusion.recommendation ? 'Rollback recommended, waiting for a person' : 'Rolling back';
  tell(
    deps,
    subject,
    emergency ? 'critical' : 'error',
    `${doing}: ${rollout.version} on ${target.name}`,
    `${conclusion.reason}${users === null ? '' : ` About ${users} users have it.`}`,
    `rollback:${conclusion.recommendation}`,
  );
  if (!conclusion.recommendation && subject.plan.rollbackScope === 'release') {
    cancelUnstarted(deps, subject, systemActor, `The release was taken back: ${conclusion.reason}`);
  }
}

/** Nobody is paged for a rollback that is not made. */
function tellDryRun(deps: EngineDeps, subject: Subject, conclusion: Conclusion): void {
  tell(deps, subject, 'info', `Dry run: ${subject.rollout.version} would be taken back`, conclusion.reason, 'dry-run');
}

function finish(deps: EngineDeps, subject: Subject, conclusion: Conclusion): void {
  updateRollout(deps.store.writer, subject.rollout.id, { state: 'completed', endedAt: deps.clock.now() });
  tell(deps, subject, 'info', `${subject.rollout.version} complete on ${subject.target.name}`, conclusion.reason, 'complete');
}
