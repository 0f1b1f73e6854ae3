import type { AdapterProblem } from '../core/model/connection.ts';
import { answerTo, isLapsed, questionsAt, type CheckQuestion } from '../core/decide/index.ts';
import type { CheckResult } from '../core/model/check.ts';
import type { CheckMoment } from '../core/model/plan.ts';
import { checksOf, saveCheck } from '../store/checks.ts';
import { transaction } from '../store/open.ts';
import { record } from './audit.ts';
import type { EngineDeps } from './deps.ts';
import type { Subject } from './gather.ts';
import { noteHealth } from './poll-platforms.ts';
import { sourceNamed } from './poll-metrics.ts';
import { problemOf } from './problems.ts';

/** Seconds are too eager for a service that runs scans; an unanswered check is asked again after this at first, ms. */
const firstWaitMs = 30_000;
const longestWaitMs = 5 * 60_000;
/** A service that names a later time than this is believed no further, ms. */
const longestRefusalMs = 60 * 60_000;

/** Questions under way, by store: an answer may take longer than the time between two turns. */
const underWay = new WeakMap<EngineDeps['store'], Set<string>>();

/**
 * What is asked now before the next step: checks without an answer, those that could not be answered and waited long enough,
 * and those whose answer no longer holds.
 */
export function checksToAsk(deps: EngineDeps, subject: Subject, moment: CheckMoment): CheckQuestion[] {
  const results = checksOf(deps.store.reader, subject.rollout.id);
  const now = deps.clock.now();
  const stage = subject.plan.stages[subject.rollout.stage]?.name ?? null;
  return questionsAt(subject.plan, moment, stage).filter((question) => {
    const result = answerTo(results, question, subject.rollout.stage);
    if (result === null || now < result.at) return true;
    if (result.passed === null) return now >= (result.againAt ?? result.at + firstWaitMs);
    return isLapsed(result, question.check, now);
  });
}

/** Asks external checks (R1.4, R1.8) and keeps their answers. One that cannot be asked is kept as unknown, never as passed. */
export async function askChecks(deps: EngineDeps, subject: Subject, moment: CheckMoment): Promise<void> {
  await Promise.all(checksToAsk(deps, subject, moment).map((question) => askOnce(deps, subject, question)));
}

async function askOnce(deps: EngineDeps, subject: Subject, question: CheckQuestion): Promise<void> {
  const open = underWay.get(deps.store) ?? new Set<string>();
  underWay.set(deps.store, open);
  const key = [subject.rollout.id, question.check.id, question.moment, subject.rollout.stage].join(' ');
  if (open.has(key)) return;
  open.add(key);
  try {
    await askCheck(deps, subject, question);
  } finally {
    open.delete(key);
  }
}

async function askCheck(deps: EngineDeps, subject: Subject, question: CheckQuestion): Promise<void> {
  const { check, moment } = question;
  const { rollout, target, plan } = subject;
  const connection = sourceNamed(deps, check.source);
  if (connection === null || connection.kind !== 'check') {
    keepUnknown(deps, subject, question, `There is no check connection named ${check.source}. Add it in Connections.`);
    return;
  }
  const request = {
    application: rollout.applicationId,
    release: rollout.version,
    previousRelease: rollout.previousVersion,
    channel: target.channel,
    target: target.name,
    surface: target.surface,
    moment,
    stage: plan.stages[rollout.stage]?.name ?? null,
  };
  try {
    const answer = await deps.desk.ask(connection, request, check.settings);
    noteHealth(deps, connection.id, null);
    if (answer.passed === null) keepUnknown(deps, subject, question, answer.summary, answer.items);
    else keep(deps, subject, { check: check.id, moment, stage: rollout.stage, ...answer, at: deps.clock.now() });
  } catch (error) {
    const problem = problemOf(error);
    noteHealth(deps, connection.id, problem);
    keepUnknown(deps, subject, question, problem.message, [], problem);
  }
}

/** Waits twice as long each time: as long again as the check has gone without an answer, or what the service asked for. */
function keepUnknown(
  deps: EngineDeps,
  subject: Subject,
  { check, moment }: CheckQuestion,
  summary: string,
  items: CheckResult['items'] = [],
  problem: AdapterProblem | null = null,
): void {
  const { rollout, plan } = subject;
  const now = deps.clock.now();
  const before = checksOf(deps.store.reader, rollout.id).find(
    (one) => one.check === check.id && one.moment === moment && one.stage === rollout.stage,
  );
  const since = Math.min(before?.unknownSince ?? now, now);
  const shortestMs = Math.min(firstWaitMs, plan.everyMs * 5);
  const waitMs = Math.min(Math.max(now - since, shortestMs), longestWaitMs);
  const refusedUntil = Math.min(problem?.retryAt ?? now, now + longestRefusalMs);
  keep(deps, subject, {
    check: check.id,
    moment,
    stage: rollout.stage,
    passed: null,
    summary,
    items,
    at: now,
    unknownSince: since,
    againAt: Math.max(now + waitMs, refusedUntil),
  });
}

function keep(deps: EngineDeps, subject: Subject, result: CheckResult): void {
  transaction(deps.store.writer, () => {
    saveCheck(deps.store.writer, subject.rollout.id, result);
    if (result.passed === null) return;
    record(deps, subject, {
      action: result.passed ? 'check.passed' : 'check.failed',
      trigger: 'check',
      reason: `The check “${result.check}” ${result.passed ? 'passed' : 'failed'}: ${result.summary}`,
      after: {
        check: result.check,
        moment: result.moment,
        stage: result.stage,
        passed: result.passed,
        summary: result.summary,
        items: result.items.map((item) => ({ ...item })),
        at: result.at,
      },
    });
  });
  deps.changed({ table: 'rollouts', id: subject.rollout.id });
}
