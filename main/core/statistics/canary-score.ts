import type { CanaryLabel } from './canary-metric.ts';

/** A judged metric as the score takes it. */
export interface ScoredMetric {
  readonly label: CanaryLabel;
  readonly critical: boolean;
  readonly groups: readonly string[];
}

export interface CanaryScoreOptions {
  /** Weight of a group, 0–100; groups without one share what is left. */
  readonly weights: Readonly<Record<string, number>>;
  /** The score from which the canary passes, and from which it is marginal, 0–100. */
  readonly pass: number;
  readonly marginal: number;
}

export interface CanaryGroupScore {
  readonly name: string;
  /** Share of its metrics that pass, 0–100; 0 without data. */
  readonly score: number;
  readonly weight: number;
  readonly hasData: boolean;
  readonly metrics: number;
}

export interface CanaryScore {
  /** 0–100, two decimals. */
  readonly score: number;
  readonly verdict: 'pass' | 'marginal' | 'fail';
  readonly groups: readonly CanaryGroupScore[];
  /** Why the score was set to 0 whatever the groups say. */
  readonly failedBy: 'critical' | 'tooLittleData' | null;
}

const tooLittleDataShare = 0.5;

/**
 * Judged metrics made into one score, as in Kayenta's WeightedSumScorer and ThresholdScoreClassifier: a failed critical metric, or half of
 * the metrics without data, makes it 0; a group without data counts as passed.
 */
export function scoreCanary(metrics: readonly ScoredMetric[], { weights, pass, marginal }: CanaryScoreOptions): CanaryScore {
  const groups = groupScores(metrics, weights);
  const failedBy = failureOf(metrics);
  const sum = groups.reduce((total, group) => total + (group.hasData ? group.score : 100) * (group.weight / 100), 0);
  const score = failedBy === null ? Math.round((sum + Number.EPSILON * sum) * 100) / 100 : 0;
  return { score, verdict: score >= pass ? 'pass' : score >= marginal ? 'marginal' : 'fail', groups, failedBy };
}

function failureOf(metrics: readonly ScoredMetric[]): CanaryScore['failedBy'] {
  if (metrics.some(({ critical, label }) => critical && label !== 'pass')) return 'critical';
  const without = metrics.filter(({ label }) => label === 'nodata').length;
  return without >= metrics.length * tooLittleDataShare ? 'tooLittleData' : null;
}

function groupScores(metrics: readonly ScoredMetric[], weights: CanaryScoreOptions['weights']): readonly CanaryGroupScore[] {
  const names = [...new Set(metrics.flatMap(({ groups }) => groups))].toSorted();
  const given = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  const unweighted = names.filter((name) => weights[name] === undefined).length;
  return names.map((name) => {
    const members = metrics.filter(({ groups }) => groups.includes(name));
    const withData = members.filter(({ label }) => label !== 'nodata');
    const passed = withData.filter(({ label }) => label === 'pass').length;
    const score = withData.length === 0 ? 0 : (passed / withData.length) * 100;
    return { name, score, weight: weights[name] ?? (100 - given) / unweighted, hasData: withData.length > 0, metrics: members.length };
  });
}
