import { contentHash } from '../core/hash.ts';
import { type ConsoleQuestion, consoleQuestion, consoleSource, incidentSeverities } from '../core/plan/index.ts';
import type { MetricSpec } from '../core/model/plan.ts';
import { meanRecovery, openIncidents, rollbacksSince } from '../store/facts.ts';
import { appendReadings } from '../store/readings.ts';
import type { EngineDeps } from './deps.ts';
import type { Subject } from './gather.ts';

/** Key of the series of a fact about one application. */
export function consoleKey(applicationId: string, metric: MetricSpec): string {
  return contentHash({ console: applicationId, query: metric.query }).slice(0, 16);
}

/** Answers the metrics whose source is Tidegate's own record (R1.5, R1.10), as readings like any other. */
export function readConsoleFacts(deps: EngineDeps, due: readonly Subject[]): void {
  const done = new Set<string>();
  for (const { plan, rollout } of due) {
    for (const metric of plan.metrics.filter((one) => one.source === consoleSource)) {
      const key = consoleKey(rollout.applicationId, metric);
      const question = consoleQuestion(metric.query);
      if (typeof question === 'string' || done.has(key)) continue;
      done.add(key);
      const ts = deps.clock.now();
      const labels = { release: '*', channel: '*', platform: '*' };
      appendReadings(deps.store.writer, key, [{ labels, ts, ...answerOf(deps, rollout.applicationId, question, ts) }]);
    }
  }
}

function answerOf(
  deps: EngineDeps,
  applicationId: string,
  question: ConsoleQuestion,
  now: number,
): { value: number; samples: number | null } {
  const { reader } = deps.store;
  const severities = incidentSeverities.slice(0, incidentSeverities.indexOf(question.severity) + 1);
  switch (question.fact) {
    case 'mttr':
      return { value: meanRecovery(reader, applicationId, severities, now - question.overMs), samples: null };
    case 'rollbacks':
      return { value: rollbacksSince(reader, applicationId, now - question.overMs), samples: null };
    case 'openIncidents':
      return { value: openIncidents(reader, applicationId, severities), samples: null };
  }
}
