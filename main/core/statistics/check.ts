/** A probability strictly between 0 and 1; throws a RangeError that names the argument. */
export function requireProbability(name: string, value: number): void {
  if (!(value > 0 && value < 1))
    throw new RangeError(`${name} must lie between 0 and 1 (both excluded), not ${value}. Give a share such as 0.95.`);
}

/** A finite number of at least `least`; throws a RangeError that names the argument. */
export function requireAtLeast(name: string, value: number, least: number): void {
  if (!(Number.isFinite(value) && value >= least)) throw new RangeError(`${name} must be a number of at least ${least}, not ${value}.`);
}

/** Bad events out of observations: neither negative, never more events than observations. */
export function requireEvents(events: number, samples: number): void {
  requireAtLeast('samples', samples, 0);
  requireAtLeast('events', events, 0);
  if (events > samples)
    throw new RangeError(`events (${events}) must not exceed samples (${samples}). Check that both count the same window.`);
}
