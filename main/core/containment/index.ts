export { type Advice, adviceOf } from './advice.ts';
export { bySpeed, type Measured, measuredFrom } from './measured.ts';
export { type CardPress, cardPresses, type PressCard, quietCard, writingCard } from './press-card.ts';
export { actInWords, left, nextBest, type Rung, rungsOf } from './rungs.ts';
export { type Accepted, isSettled, type Standing, type StandingKind, standingOf, standings } from './standing.ts';
export { exposed, wayBackOf } from './way-back.ts';
export { measuredInWords, type Way, type WayLine, type WayName, waysBack, waysOf } from './ways.ts';
