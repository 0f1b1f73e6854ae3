export { binomialAtLeast } from './binomial.ts';
export {
  type CanaryLabel,
  canaryLabels,
  type CanaryMetricOptions,
  type CanaryMetricResult,
  classifyCanaryMetric,
} from './canary-metric.ts';
export { type CanaryGroupScore, type CanaryScore, type CanaryScoreOptions, scoreCanary, type ScoredMetric } from './canary-score.ts';
export { commonLanguageEffect, meanRatio } from './effect-size.ts';
export {
  type EvidenceClock,
  evidenceClock,
  type EvidenceClockInput,
  type EvidenceWish,
  samplesNeeded,
} from './evidence-clock.ts';
export type { Interval } from './interval.ts';
export { mannWhitney, type RankTest, type RankTestOptions } from './mann-whitney.ts';
export { normalCdf, normalQuantile, normalSurvival, twoSidedQuantile } from './normal.ts';
export { type AssignmentHealth, assignmentHealth, chiSquareSurvival, type SampleRatioOptions } from './sample-ratio.ts';
export { eventsToRed, type EvidenceKind, type MeanView, type RateView, smallestMeanFault, smallestRateFault } from './sensitivity.ts';
export { type SeparationOptions, standsApart } from './separation.ts';
export {
  type Arm,
  sequentialDifference,
  type SequentialEstimate,
  sequentialHalfWidth,
  type SequentialInterval,
  sequentialInterval,
  sequentialLift,
  type SequentialOptions,
  sequentialRho,
} from './sequential.ts';
export { samplesToClear, wilsonInterval } from './wilson.ts';
