import type { RolloutRow } from '../../contract/shapes.ts';
import { baselineOf, decide, judge } from '../../core/decide/index.ts';
import { worstOf } from '../../core/gates/index.ts';
import { redLine } from '../../core/gates/index.ts';
import type { Conclusion } from '../../core/model/decision.ts';
import { activeStates, type Rollout } from '../../core/model/rollout.ts';
import type { Verdict } from '../../core/model/verdict.ts';
import { usersAt } from '../../engine/audit.ts';
import { targetAdapter } from '../../engine/desk.ts';
import { gather, openActions, subjectOf, type Subject } from '../../engine/gather.ts';
import { wayBackFrom } from '../../engine/way-back.ts';
import { actionsOf } from '../../store/actions.ts';
import { listApplications } from '../../store/applications.ts';
import { getConnection } from '../../store/connections.ts';
import { sharesOf } from '../../store/rollouts.ts';
import { getTargetRead } from '../../store/target-states.ts';
import { latestVerdicts } from '../../store/verdicts.ts';
import type { World } from '../world.ts';
import { driftRow } from './drift-row.ts';
import { recentPoints } from './gate-rows.ts';
import { stageRow } from './stage-row.ts';
import { elapsed } from './words.ts';

/** A lane as screens and the CLI show it. */
export function rolloutRow(world: World, rollout: Rollout): RolloutRow {
  const subject = subjectOf(world.deps, rollout);
  const { target, plan } = subject;
  const reader = world.deps.store.reader;
  const verdicts = latestVerdicts(reader, rollout.id);
  const worst = worstOf(verdicts);
  const percent = percentOf(rollout);
  const read = getTargetRead(reader, target.id);
  return {
    ...placeOf(world, subject),
    id: rollout.id,
    version: rollout.version,
    previousVersion: rollout.previousVersion,
    planName: plan.name,
    planHash: rollout.planHash,
    stages: plan.stages.map(stageRow),
    stage: rollout.stage,
    state: rollout.state,
    percent,
    population: target.population,
    usersOnIt: usersOnIt(world, subject, percent),
    stageEnteredAt: rollout.stageEnteredAt,
    observedMs: rollout.observedMs,
    verdict: worst?.kind ?? 'pending',
    verdictText: worst?.reason ?? 'Not judged yet.',
    verdictNote: noteOf(world, subject, worst),
    drift: driftRow(world, subject),
    wayBack: wayBackRow(world, subject),
    blindSince: worst?.kind === 'blind' ? (worst.observedAt ?? rollout.startedAt) : (read?.failingSince ?? null),
    next: nextOf(world, subject),
    spark: sparkOf(world, subject, worst),
    failedActions: openActions(world.deps, rollout.id).filter((action) => action.state === 'failed').length,
    automation: automationOf(subject),
    heldReason: rollout.heldReason,
    createdAt: rollout.createdAt,
    startedAt: rollout.startedAt,
    endedAt: rollout.endedAt,
  };
}

/** Where a lane is: application, target and platform. */
function placeOf(world: World, { rollout, target }: Subject) {
  const reader = world.deps.store.reader;
  const connection = getConnection(reader, target.connectionId);
  return {
    applicationId: rollout.applicationId,
    applicationName: listApplications(reader).find((one) => one.id === rollout.applicationId)?.name ?? rollout.applicationId,
    targetId: target.id,
    targetName: target.name,
    surface: target.surface,
    platform: connection?.adapter ?? 'removed',
    platformLabel: connection === null ? 'removed' : targetAdapter(connection).label,
    channel: target.channel,
  };
}

/** Share of users that are offered this version, percent; null when it is not known. */
export function percentOf(rollout: Rollout): number | null {
  if (rollout.stage < 0 || rollout.state === 'rolledBack' || rollout.state === 'cancelled') return 0;
  return rollout.expected?.percent ?? null;
}

/** Copies on desktops and phones stay when a release is taken back, so at most as many as were ever offered it still have it. */
export function usersOnIt(world: World, { rollout, target }: Subject, percent: number | null): number | null {
  const stays = (target.surface === 'desktop' || target.surface === 'mobile') && rollout.stage >= 0;
  if (!stays || rollout.state === 'completed') return usersAt(target.population, percent);
  const widest = sharesOf(world.deps.store.reader, rollout.id).reduce((most, share) => Math.max(most, share.percent ?? 0), percent ?? 0);
  return usersAt(target.population, widest);
}

function automationOf(subject: Subject): RolloutRow['automation'] {
  const { rollout, plan } = subject;
  const stage = plan.stages[Math.max(rollout.stage, 0)];
  const planned = stage?.automation ?? { promote: false, rollback: false };
  const override = rollout.automationOverride;
  return { promote: planned.promote && (override?.promote ?? true), rollback: planned.rollback && (override?.rollback ?? true) };
}

function noteOf(world: World, subject: Subject, worst: Verdict | null): string {
  if (worst === null) return '';
  if (worst.kind === 'blind') {
    const since = worst.observedAt ?? subject.rollout.startedAt;
    return since === null ? '' : elapsed(world.deps.clock.now() - since);
  }
  if (worst.kind !== 'thin' || worst.samples === null) return '';
  const gate = subject.plan.stages[Math.max(subject.rollout.stage, 0)]?.gates.find((one) => one.id === worst.gate);
  return gate === undefined ? '' : `${Math.round(worst.samples)}/${gate.minSamples}`;
}

function wayBackRow(world: World, subject: Subject): RolloutRow['wayBack'] {
  const {
    exists,
    says,
    to = null,
  } = wayBackFrom(world.deps, subject, getTargetRead(world.deps.store.reader, subject.target.id)?.state ?? null);
  return { exists, says, to };
}

/** What the last sweep concluded; computed afresh when this process has not swept it yet. */
export function conclusionOf(world: World, subject: Subject): Conclusion {
  const known = world.engine.latest.get(subject.rollout.id);
  if (known !== undefined) return known.conclusion;
  const snapshot = gather(world.deps, subject);
  return decide(snapshot, judge(snapshot));
}

function nextOf(world: World, subject: Subject): RolloutRow['next'] {
  const { rollout } = subject;
  if (!activeStates.includes(rollout.state)) return ended(world, subject);
  const conclusion = conclusionOf(world, subject);
  const moves =
    conclusion.kind === 'advance' || conclusion.kind === 'rollback' || conclusion.kind === 'complete' || conclusion.kind === 'start';
  const automation = automationOf(subject);
  return {
    sentence: rollout.state === 'rollingBack' ? goingBack(subject) : conclusion.next,
    detail: rollout.state === 'rollingBack' ? (waitOf(world, rollout) ?? conclusion.reason) : conclusion.reason,
    at: conclusion.nextAt,
    kind: conclusion.kind,
    cause: conclusion.cause,
    recommendation: conclusion.recommendation,
    stoppable: rollout.state === 'running' && (moves || conclusion.nextAt !== null) && (automation.promote || automation.rollback),
  };
}

/** Why a rollback that was decided has not gone through yet; null when nothing is in its way. */
function waitOf(world: World, rollout: Rollout): string | null {
  const waiting = openActions(world.deps, rollout.id).find((action) => action.operation.op === 'rollback' && action.state !== 'failed');
  return waiting?.problem?.message ?? null;
}

function goingBack({ rollout, target }: Subject): string {
  return target.surface === 'flag' ? 'switching off' : `rolling back to ${rollout.previousVersion ?? 'the version before'}`;
}

function ended(world: World, subject: Subject): RolloutRow['next'] {
  const { rollout } = subject;
  const sentences: Partial<Record<Rollout['state'], string>> = {
    completed: 'complete',
    rolledBack: subject.target.surface === 'flag' ? 'switched off' : `back on ${rollout.previousVersion ?? 'the version before'}`,
    cancelled: 'cancelled',
  };
  const left = rollout.state === 'rolledBack' ? usersOnIt(world, subject, 0) : 0;
  const detail = left
    ? `Up to ${left.toLocaleString('en')} installed copies keep ${rollout.version} until a higher version is out.`
    : (rollout.heldReason ?? '');
  const sentence = secondBest(world, rollout) ?? sentences[rollout.state] ?? rollout.state;
  return { sentence, detail, at: null, kind: 'wait', cause: 'green', recommendation: false, stoppable: false };
}

/** How a release was contained where its rollback was refused; null when it was rolled back as it should be. */
function secondBest(world: World, rollout: Rollout): string | null {
  if (rollout.state !== 'rolledBack') return null;
  const done = actionsOf(world.deps.store.reader, { rolloutId: rollout.id }).find((action) => action.state === 'confirmed');
  if (done?.operation.op === 'halt') return 'halted: nobody new gets it';
  return done?.operation.op === 'unpublish' ? 'taken out of sight' : null;
}

function sparkOf(world: World, subject: Subject, worst: Verdict | null): RolloutRow['spark'] {
  const gates = subject.plan.stages[Math.max(subject.rollout.stage, 0)]?.gates ?? [];
  const gate = gates.find((one) => one.id === worst?.gate) ?? gates[0];
  const metric = subject.plan.metrics.find((one) => one.id === gate?.metric);
  if (gate === undefined || metric === undefined) return null;
  return {
    gate: gate.id,
    title: gate.title,
    points: recentPoints(world, subject, metric),
    bound: redLine(gate, baselineOf(subject.rollout, gate.metric)),
  };
}
