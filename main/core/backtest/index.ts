export type { Ground, PastReadings } from './ground.ts';
export { type GateNumber, type GateNumbers, gateNumbers } from './numbers.ts';
export { type OverrideKey, overrideKeys } from './override-keys.ts';
export { type Override, overridden } from './override.ts';
export { endOf, paced } from './pace.ts';
export { replay } from './replay.ts';
export { reportOf } from './report.ts';
export type { Replayed } from './scope.ts';
export { type Block, blocksOf, type SeriesHistory, seriesOf } from './series.ts';
