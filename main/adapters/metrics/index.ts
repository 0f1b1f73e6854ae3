import { httpJson } from './http-json.ts';
import type { MetricAdapter } from './port.ts';
import { prometheus } from './prometheus.ts';

/** Every source of numbers Tidegate polls: one file and one line each. The event intake is pushed and needs none. */
export const metrics = [prometheus, httpJson] as const;

/** The adapter with this id. Throws on an unknown one. */
export function metricById(id: string): MetricAdapter<unknown, unknown> {
  const found = metrics.find((adapter) => adapter.id === id);
  if (found === undefined) throw new Error(`There is no metric adapter ${id}. Known: ${metrics.map((adapter) => adapter.id).join(', ')}.`);
  return found;
}
