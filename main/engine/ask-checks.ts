import type { CheckResult } from '../core/model/check.ts';
import type { CheckMoment, CheckSpec } from '../core/model/plan.ts';
import { saveCheck, checksOf } from '../store/checks.ts';
import { transaction } from '../store/open.ts';
import { record } from './audit.ts';
import type { EngineDeps } from './deps.ts';
import type { Subject } from './gather.ts';
import { noteHealth } from './poll-platforms.ts';
import { sourceNamed } from './poll-metrics.ts';
import { problemOf } from './problems.ts';

/** Seconds are too eager for a service that runs scans; an unanswered check is asked again after this, ms. */
const askAgainAfterMs = 30_000;

/** Checks of a moment that have no answer yet, or only "could not be asked" some time ago. */
export function checksToAsk(deps: EngineDeps, subject: Subject, moment: CheckMoment): CheckSpec[] {
  const results = checksOf(deps.store.reader, subject.rollout.id);
  const now = deps.clock.now();
  return subject.plan.checks.filter((check) => {
    if (!check.moments.includes(moment)) return false;
    const result = results.find((one) => one.check === check.id && one.moment === moment && one.stage === subject.rollout.stage);
    if (result === undefined) return true;
    return result.passed === null && now - result.at >= Math.min(askAgainAfterMs, subject.plan.everyMs * 5);
  });
}

/** Asks external checks (R1.4, R1.8) and keeps their answers. One that cannot be asked is kept as unknown, never as passed. */
export async function askChecks(deps: EngineDeps, subject: Subject, moment: CheckMoment): Promise<void> {
  await Promise.all(checksToAsk(deps, subject, moment).map((check) => askCheck(deps, subject, check, moment)));
}

async function askCheck(deps: EngineDeps, subject: Subject, check: CheckSpec, moment: CheckMoment): Promise<void> {
  const { rollout, target, plan } = subject;
  const base = { check: check.id, moment, stage: rollout.stage };
  const connection = sourceNamed(deps, check.source);
  if (connection === null || connection.kind !== 'check') {
    keep(deps, subject, {
      ...base,
      passed: null,
      summary: `There is no check connection named ${check.source}. Add it in Connections.`,
      items: [],
      at: deps.clock.now(),
    });
    return;
  }
  try {
    const answer = await deps.desk.ask(connection, {
      application: rollout.applicationId,
      release: rollout.version,
      channel: target.channel,
      moment,
      stage: plan.stages[rollout.stage]?.name ?? null,
    });
    noteHealth(deps, connection.id, null);
    keep(deps, subject, { ...base, ...answer, at: deps.clock.now() });
  } catch (error) {
    const problem = problemOf(error);
    noteHealth(deps, connection.id, problem);
    keep(deps, subject, { ...base, passed: null, summary: problem.message, items: [], at: deps.clock.now() });
  }
}

function keep(deps: EngineDeps, subject: Subject, result: CheckResult): void {
  transaction(deps.store.writer, () => {
    saveCheck(deps.store.writer, subject.rollout.id, result);
    if (result.passed === null) return;
    record(deps, subject, {
      action: result.passed ? 'check.passed' : 'check.failed',
      trigger: 'check',
      reason: `${result.check}: ${result.summary}`,
      after: { ...result, items: result.items.map((item) => ({ ...item })) },
    });
  });
  deps.changed({ table: 'rollouts', id: subject.rollout.id });
}
