/** A range on the axis of what it is about: a rate 0–1, a metric's unit, or a relative change. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}
