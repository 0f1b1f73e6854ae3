export { formatValue } from './format.ts';
export { type GateInput, judgeGate, linesOf, redLine } from './judge.ts';
export { hasInterval, intervalLine, type IntervalPoint } from './interval-line.ts';
export { compositeKinds, gateKindsList, gateRule, leavesOf, refersTo } from './list.ts';
export { scorePoints } from './score.ts';
export { aggregate, baselineValue } from './window.ts';
export { boundsInWords } from './words.ts';
export { worstOf } from './worst.ts';
