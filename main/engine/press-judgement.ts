import { keepsBound, missingApprovals } from '../core/decide/index.ts';
import { mayActAs } from '../core/model/actor.ts';
import type { Decision } from '../core/model/decision.ts';
import type { CheckMoment, MetricSpec } from '../core/model/plan.ts';
import { activeStates, type Baseline, stateInWords } from '../core/model/rollout.ts';
import type { SignoffResult } from '../core/model/signoff.ts';
import { transaction } from '../store/open.ts';
import { updateRollout } from '../store/rollouts.ts';
import { saveSignoff } from '../store/signoffs.ts';
import { record } from './audit.ts';
import { baselinesOf, metricsWithBaseline } from './baselines.ts';
import type { EngineDeps } from './deps.ts';
import type { Subject } from './gather.ts';
import { type Press, PressRefused, recordPress, subjectById } from './press.ts';

/** One yes to entering the next stage; with the last one needed the engine goes on by itself. */
export function approve(deps: EngineDeps, rolloutId: string, press: Press): Decision {
  const subject = subjectById(deps, rolloutId);
  const { rollout, plan } = subject;
  const next = plan.stages[rollout.stage + 1];
  refuseEnded(subject);
  if (next === undefined || !next.approval) throw new PressRefused('refused', 'The next step of this rollout asks for no approval.');
  if (missingApprovals(rollout, next).length === 0) throw new PressRefused('refused', `${next.name} is approved already.`);
  const stage = rollout.stage + 1;
  if (rollout.approvals.some((one) => one.stage === stage && one.name === press.actor.name))
    throw new PressRefused('refused', `${press.actor.name} approved ${next.name} already; it needs somebody else too.`);
  if (!next.approvals.some(({ role }) => mayActAs(press.actor.role, role)))
    throw new PressRefused('refused', `${next.name} needs the approval of ${next.approvals.map(({ role }) => role).join(' or ')}.`);
  const approval = { stage, name: press.actor.name, role: press.actor.role, at: deps.clock.now() };
  return transaction(deps.store.writer, () => {
    updateRollout(deps.store.writer, rolloutId, { approvals: [...rollout.approvals, approval] });
    return recordPress(deps, subject, press, 'approve', []);
  });
}

/** What a person answers to a go/no-go item. */
export interface SignoffAnswer {
  readonly signoff: string;
  readonly go: boolean;
  readonly value: number | null;
  readonly note: string;
}

/** A go or no-go for the present stage (R3.8, R4.5). A typed value decides by itself whether it is a go. */
export function signOff(deps: EngineDeps, rolloutId: string, answer: SignoffAnswer, press: Press): Decision {
  const subject = subjectById(deps, rolloutId);
  refuseEnded(subject);
  const { rollout, plan } = subject;
  const spec = plan.signoffs.find((one) => one.id === answer.signoff);
  if (spec === undefined)
    throw new PressRefused(
      'notFound',
      `This plan has no signoff ${answer.signoff}. It has: ${plan.signoffs.map((one) => one.id).join(', ') || 'none'}.`,
    );
  if (!mayActAs(press.actor.role, spec.role)) throw new PressRefused('refused', `${spec.title} is signed off by ${spec.role}s.`);
  if (spec.gate !== null) throw new PressRefused('refused', `${spec.title} fills itself in from gate ${spec.gate}.`);
  if (spec.evidence && answer.note === '') throw new PressRefused('refused', `${spec.title} asks for a note about the evidence.`);
  if (spec.value === null && answer.value !== null)
    throw new PressRefused('refused', `${spec.title} asks for no number. Put it into the note.`);
  if (spec.value !== null && answer.value === null)
    throw new PressRefused('refused', `${spec.title} asks for a number${spec.value.unit === '' ? '' : ` (${spec.value.unit})`}.`);
  const moment: CheckMoment = rollout.stage < 0 ? 'beforeStart' : 'afterStage';
  const go = answer.go && (answer.value === null || keepsBound(plan, spec.id, answer.value));
  const result: SignoffResult = { ...answer, go, moment, stage: rollout.stage, actor: press.actor, at: deps.clock.now() };
  return transaction(deps.store.writer, () => {
    saveSignoff(deps.store.writer, rolloutId, result);
    const value = answer.value === null ? '' : ` (${answer.value}${spec.value?.unit ? ` ${spec.value.unit}` : ''})`;
    return recordPress(
      deps,
      subject,
      { ...press, reason: `${spec.title}: ${go ? 'go' : 'no-go'}${value}. ${press.reason}` },
      'signoff',
      [],
    );
  });
}

/**
 * Takes baselines again, of one metric or of all, with the reason kept (R3.3). Nothing changes when one cannot be taken.
 * `stored` runs in the transaction that stores them, so that the answer of a press is kept with it or not at all (R2.7).
 */
export async function recapture(
  deps: EngineDeps,
  rolloutId: string,
  metric: string | null,
  press: Press,
  stored: (decision: Decision) => void = () => undefined,
): Promise<Decision> {
  const before = subjectById(deps, rolloutId);
  refuseEnded(before);
  const metrics = metricsWithBaseline(before).filter((one) => metric === null || one.id === metric);
  if (metrics.length === 0)
    throw new PressRefused(
      'refused',
      metric === null ? 'No gate of this plan uses a baseline.' : `No gate compares ${metric} with a baseline.`,
    );
  const taken = await Promise.all(metrics.map((one) => taking(deps, before, one)));
  const subject = subjectById(deps, rolloutId);
  refuseEnded(subject);
  const kept = subject.rollout.baselines.filter((one) => !metrics.some(({ id }) => id === one.metric));
  const baselines = [...kept, ...taken.flat()];
  return transaction(deps.store.writer, () => {
    updateRollout(deps.store.writer, rolloutId, { baselines });
    record(deps, subject, {
      actor: press.actor,
      action: 'baseline.recaptured',
      trigger: press.trigger,
      reason: press.reason,
      before: subject.rollout.baselines.map((one) => ({ ...one })),
      after: baselines.map((one) => ({ ...one })),
    });
    const decision = recordPress(deps, subject, press, 'recapture', []);
    stored(decision);
    return decision;
  });
}

async function taking(deps: EngineDeps, subject: Subject, metric: MetricSpec): Promise<Baseline[]> {
  const found = await baselinesOf(deps, subject, metric);
  if (found.length > 0) return found;
  throw new PressRefused('refused', `Nothing was read of ${metric.title} in the time its baseline is taken from, so the old one stays.`);
}

function refuseEnded({ rollout }: Subject): void {
  if (!activeStates.includes(rollout.state)) throw new PressRefused('refused', `This rollout is ${stateInWords(rollout.state)}.`);
}
