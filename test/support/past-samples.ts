import type { PastRollout } from '../../main/core/model/past-rollout.ts';
import { minute, now } from './core-samples.ts';

/** A release that went to everybody in three stages of an hour and stayed. */
export function samplePast(over: Partial<PastRollout> = {}): PastRollout {
  const startedAt = over.startedAt ?? now - 180 * minute;
  const endedAt = over.endedAt === undefined ? startedAt + 180 * minute : over.endedAt;
  return {
    id: 'past-1',
    source: 'imported',
    applicationId: 'harbor',
    version: '4.8.0',
    previousVersion: '4.7.3',
    targetId: null,
    targetName: 'Harbor web',
    channel: 'stable',
    surface: 'web',
    population: 40_000,
    planName: 'sample',
    planHash: null,
    stages: [10, 50, 100].map((percent, stage) => ({
      stage,
      percent,
      from: startedAt + stage * 60 * minute,
      to: stage === 2 ? endedAt : startedAt + (stage + 1) * 60 * minute,
    })),
    startedAt,
    endedAt,
    outcome: 'completed',
    decidedAt: endedAt,
    reason: 'Completed',
    ...over,
  };
}
