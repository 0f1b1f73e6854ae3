export { ageOf, type ClusterAge, clusterAges, firstHeard } from './clusters.ts';
export { type CompareInput, compareMetric, type CompareOutcome, compareOutcomes, type CompareSide, type Comparison } from './compare.ts';
export { type ErrorText, type Fingerprint, fingerprintOf, restFingerprint } from './fingerprint.ts';
export { hintOf } from './hint.ts';
export { type HealthLook, type Overall, type OverallKind, overallKinds, overallOf } from './overall.ts';
export { type AlertLines, type PanelInput, panelVerdict } from './panel.ts';
export { scrub } from './scrub.ts';
