import { systemActor } from '../../main/core/model/actor.ts';
import type { Decision } from '../../main/core/model/decision.ts';
import type { Incident } from '../../main/core/model/incident.ts';
import type { Rollout } from '../../main/core/model/rollout.ts';
import { freshWatch } from '../../main/core/model/rollout.ts';
import { verdictKinds } from '../../main/core/model/verdict.ts';
import { insertAction } from '../../main/store/actions.ts';
import { saveApplication } from '../../main/store/applications.ts';
import { saveConnection } from '../../main/store/connections.ts';
import { insertDecision } from '../../main/store/decisions.ts';
import { appendIncidentEntry, pinEntry } from '../../main/store/incident-entries.ts';
import { insertIncident } from '../../main/store/incidents.ts';
import { type Store, transaction } from '../../main/store/open.ts';
import { keepPlan } from '../../main/store/plans.ts';
import { insertRollout } from '../../main/store/rollouts.ts';
import { saveTarget } from '../../main/store/targets.ts';
import { judgedDecision } from './fill-incident.ts';
import { gates, incidentPlan, planText } from './incident-plan.ts';

const minute = 60_000;
const hour = 60 * minute;
const week = 7 * 24 * hour;
/** Lines of the timeline by where they come from; a write has two. */
const many = { verdicts: 2000, decisions: 1500, actions: 500, notes: 500 };
export const lines = many.verdicts + many.decisions + many.actions * 2 + many.notes;
export const incidentId = 'inc_bench';
const anna = { kind: 'person', name: 'Anna', role: 'operator' } as const;

function points(index: number, from: number, count: number, stepMs: number): [number, number][] {
  return Array.from({ length: count }, (_, step) => [
    from + step * stepMs,
    0.02 + 0.01 * Math.sin(step / (7 + index)) + (step / count) ** 8 * 0.05,
  ]);
}

function evidence(openedAt: number): Incident['evidence'] {
  const ids = Array.from({ length: gates }, (_, index) => `route-${index}`);
  return {
    series: ids.map((gate, index) => ({
      gate,
      title: `Error rate of route ${index}`,
      unit: 'rate',
      red: 0.05,
      metric: `errors-${index}`,
      points: points(index, openedAt - 6 * hour, 240, 90_000),
      week: points(index, openedAt - week, 336, 30 * minute),
    })),
    verdicts: ids.map((gate, index) => ({
      gate,
      title: `Error rate of route ${index}`,
      kind: 'red',
      value: 0.071,
      samples: 4000,
      baseline: 0.02,
      reason: '7.1 % of 4,000 requests failed, red from 5 %',
      observedAt: openedAt,
      nextChangeAt: null,
      shadow: false,
      interval: null,
      onRed: 'rollback',
    })),
    usersAffected: 12_400,
    sharePercent: 10,
    targets: ['web'],
  };
}

function makeRollout(store: Store, openedAt: number): Rollout {
  const { writer } = store;
  const read = incidentPlan;
  saveApplication(writer, { id: 'harbor', name: 'Harbor' });
  saveConnection(writer, { id: 'hosting', kind: 'platform', adapter: 'firebase-hosting', name: 'Hosting', settings: {} });
  saveTarget(writer, {
    id: 'web',
    applicationId: 'harbor',
    connectionId: 'hosting',
    surface: 'web',
    channel: 'live',
    name: 'web',
    settings: {},
    population: 124_000,
  });
  keepPlan(writer, { hash: read.hash, name: read.plan.name, text: planText, plan: read.plan, at: openedAt });
  const rollout: Rollout = {
    id: 'ro_bench',
    applicationId: 'harbor',
    version: '4.8.0',
    previousVersion: '4.7.3',
    targetId: 'web',
    planName: read.plan.name,
    planHash: read.hash,
    state: 'rolledBack',
    stage: 0,
    stageEnteredAt: openedAt - week,
    observedMs: week,
    lastSweepAt: openedAt,
    gapSince: null,
    expected: null,
    baselines: [],
    automationOverride: null,
    approvedStage: -1,
    approvals: [],
    watch: freshWatch,
    heldReason: null,
    createdAt: openedAt - week,
    startedAt: openedAt - week,
    endedAt: openedAt + hour,
  };
  insertRollout(writer, rollout);
  return rollout;
}

/** Spread over the week before and the hours after the opening. */
function spread(openedAt: number, index: number, count: number): number {
  return Math.round(openedAt - week + ((index + 0.5) / count) * (week + 4 * hour));
}

/** The first ones wrote something; the others are kept with their readings, at times at which no span is. */
function decisionAt(store: Store, rollout: Rollout, openedAt: number, index: number): Decision {
  const at = spread(openedAt, Math.floor((index * many.verdicts) / many.decisions), many.verdicts) + 3 * minute;
  if (index >= many.actions) return judgedDecision(store, rollout, `dec_${index}`, at);
  const reason = `Hold: error rate ${(2 + (index % 30) / 10).toFixed(1)} % of 4,000 requests, yellow from 2 %`;
  const plain = { actor: systemActor, stage: 0, recommendation: false, snapshotHash: null } as const;
  return { id: `dec_${index}`, rolloutId: rollout.id, at, kind: 'hold', cause: 'yellow', reason, ...plain };
}

function fill(store: Store, rollout: Rollout, openedAt: number): void {
  const { writer } = store;
  for (let index = 0; index < many.verdicts; index += 1) {
    const at = spread(openedAt, index, many.verdicts);
    const kind = verdictKinds[(Math.floor(index / gates) % 3) + 1] ?? 'green';
    const sql = 'INSERT INTO verdict_span (rollout_id, gate, from_ts, to_ts, kind) VALUES (?, ?, ?, ?, ?)';
    writer.run(sql, rollout.id, `route-${index % gates}`, at, at + minute, kind);
  }
  for (let index = 0; index < many.decisions; index += 1) insertDecision(writer, decisionAt(store, rollout, openedAt, index));
  for (let index = 0; index < many.actions; index += 1) {
    const at = spread(openedAt, index, many.actions);
    insertAction(writer, {
      id: `act_${index}`,
      key: `dec_${index}/0`,
      decisionId: `dec_${index}`,
      rolloutId: rollout.id,
      targetId: 'web',
      operation: { op: 'expose', version: rollout.version, percent: 10 },
      state: 'confirmed',
      attempts: 1,
      dueAt: at,
      fence: 'f',
      before: null,
      after: null,
      problem: null,
      createdAt: at,
      sentAt: at + 300,
      finishedAt: at + 2000,
    });
  }
  for (let index = 0; index < many.notes; index += 1) {
    const text = `Looked at route ${index % gates}. **Nothing new** beside the retry in \`pay/settle\`.`;
    const at = openedAt + index * 20_000;
    const entry = appendIncidentEntry(writer, { incidentId, at, kind: 'note', actor: anna, body: { text } });
    if (index % 100 === 0) pinEntry(writer, { incidentId, entry: `entry:${entry.id}`, at, actor: anna });
  }
}

/** An incident with a week of 20 frozen series and 5,000 lines in its timeline. Answers its rollout. */
export function makeIncident(store: Store, openedAt: number): Rollout {
  return transaction(store.writer, () => {
    const rollout = makeRollout(store, openedAt);
    insertIncident(store.writer, {
      id: incidentId,
      applicationId: rollout.applicationId,
      version: rollout.version,
      severity: 'P1',
      severitySince: openedAt,
      title: 'Error rate of route 0 on web',
      openedAt,
      openedBy: systemActor,
      reason: '',
      acknowledgedAt: openedAt + minute,
      acknowledgedBy: anna,
      closedAt: null,
      evidence: evidence(openedAt),
    });
    fill(store, rollout, openedAt);
    return rollout;
  });
}
