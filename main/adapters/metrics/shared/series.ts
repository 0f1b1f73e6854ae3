import type { Reading } from '../../../core/model/reading.ts';
import { AdapterError } from '../../errors.ts';

/** Name of the point a reading stands for: its labels and its time. */
export function pointKey(reading: Reading): string {
  return [reading.labels.release, reading.labels.channel, reading.labels.platform, reading.ts].join('\n');
}

/**
 * The readings, each point once. Two values for the same release, channel, platform and time would overwrite each other
 * in silence, so that is an error; `advice` says how to make them one.
 */
export function distinct(readings: readonly Reading[], advice: string): readonly Reading[] {
  const seen = new Map<string, Reading>();
  for (const reading of readings) {
    const other = seen.get(pointKey(reading));
    if (other !== undefined) {
      const { release, channel, platform } = reading.labels;
      throw new AdapterError(
        'invalid',
        `Two values have the labels release ${release}, channel ${channel}, platform ${platform} (${other.value} and ${reading.value}). ${advice}`,
      );
    }
    seen.set(pointKey(reading), reading);
  }
  return readings;
}
