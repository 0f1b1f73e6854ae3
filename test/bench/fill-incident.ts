import { decide, judge } from '../../main/core/decide/index.ts';
import type { Decision } from '../../main/core/model/decision.ts';
import type { Rollout } from '../../main/core/model/rollout.ts';
import type { Snapshot } from '../../main/core/model/snapshot.ts';
import { systemActor } from '../../main/core/model/actor.ts';
import { plainAudit } from '../../main/core/model/audit.ts';
import { intakeKey } from '../../main/engine/poll-metrics.ts';
import { snapshotJson } from '../../main/engine/snapshot-json.ts';
import { appendAudit } from '../../main/store/audit.ts';
import type { Store } from '../../main/store/open.ts';
import { appendReadings } from '../../main/store/readings.ts';
import { closeBuckets } from '../../main/store/rollups.ts';
import { keepSnapshot } from '../../main/store/snapshots.ts';
import { gates, incidentPlan } from './incident-plan.ts';

const everyMs = 15_000;
const windowPoints = 20;

/** Between 2 and 4 %, never the same two times: yellow all the while, and no easier to pack than what is measured. */
function rate(index: number, step: number): number {
  const noise = Math.abs(Math.sin(index * 12.9898 + step * 78.233) * 43_758.5453) % 1;
  return Math.round((0.022 + 0.01 * noise) * 1_000_000) / 1_000_000;
}

/** What twenty polls in a row brought for each route, every 15 s, for as long as the incident looks back. */
export function fillReadings(store: Store, rollout: Rollout, from: number, to: number): number {
  let stored = 0;
  for (let index = 0; index < gates; index += 1) {
    const labels = { release: rollout.version, channel: 'live', platform: 'web' } as const;
    const readings = Array.from({ length: Math.floor((to - from) / everyMs) }, (_, step) => ({
      labels,
      ts: from + step * everyMs,
      value: rate(index, step),
      samples: 400 + ((index * 31 + step * 17) % 200),
    }));
    stored += appendReadings(store.writer, intakeKey(rollout.applicationId, `route-${index}`), readings);
  }
  closeBuckets(store.writer, to);
  return stored;
}

function snapshotAt(rollout: Rollout, at: number): Snapshot {
  const points = (index: number) =>
    Array.from({ length: windowPoints }, (_, step) => ({
      ts: at - (windowPoints - 1 - step) * everyMs,
      value: rate(index, Math.floor(at / everyMs) + step),
      samples: 400 + ((index * 31 + step * 17) % 200),
    }));
  const expected = { version: rollout.version, percent: 10, status: 'rolling' } as const;
  return {
    now: at,
    rollout: { ...rollout, state: 'running', lastSweepAt: at - everyMs, expected, endedAt: null },
    plan: incidentPlan.plan,
    target: { id: 'web', name: 'web', surface: 'web', population: 124_000 },
    windows: Array.from({ length: gates }, (_, index) => ({
      metric: `route-${index}`,
      points: points(index),
      control: [],
      failingSince: null,
      problem: null,
    })),
    checks: [],
    signoffs: [],
    channelsDone: [],
    platform: {
      state: { ...expected, fallbackVersion: rollout.previousVersion, fence: 'f', releases: [] },
      readAt: at - everyMs,
      failingSince: null,
      problem: null,
    },
    actions: [],
    siblings: [],
  };
}

/** A decision with what it was computed from and its entry in the log, as a sweep leaves it. */
export function judgedDecision(store: Store, rollout: Rollout, id: string, at: number): Decision {
  const snapshot = snapshotAt(rollout, at);
  const { kind, cause, reason, recommendation } = decide(snapshot, judge(snapshot));
  const snapshotHash = keepSnapshot(store.writer, snapshotJson(snapshot), at);
  const { applicationId, version, targetId } = rollout;
  const named = { applicationId, targetId, channel: 'live', rolloutId: rollout.id, version, snapshotHash, idempotencyKey: id };
  appendAudit(store.writer, { at, actor: systemActor, ...plainAudit, action: `rollout.${kind}`, trigger: 'sweep', reason, ...named });
  return { id, rolloutId: rollout.id, at, kind, cause, actor: systemActor, reason, stage: rollout.stage, recommendation, snapshotHash };
}
