import { readPlan } from '../../core/plan/index.ts';
import type { MetricSpec, Plan } from '../../core/model/plan.ts';
import type { SeriesLabels } from '../../core/model/reading.ts';
import { metricKeyOf } from '../../engine/poll-metrics.ts';
import { listApplications } from '../../store/applications.ts';
import { planTextOf } from '../plan-files.ts';
import { NotFound, Refused } from '../problems.ts';
import type { World } from '../world.ts';

/** Where readings belong: the plan whose metrics they are, and the application. */
export interface Place {
  readonly plan: Plan;
  readonly planHash: string;
  readonly applicationId: string;
}

const labelNames = ['release', 'channel', 'platform'] as const;

/** Throws in words when plan or application are not there. */
export async function placeOf(world: World, wanted: { readonly plan: string; readonly applicationId: string }): Promise<Place> {
  knownApplication(world, wanted.applicationId);
  const file = await planTextOf(world, wanted.plan);
  const read = readPlan(file.text, file.file);
  if (!read.ok) throw new Refused(`${file.file} has problems, so its metrics cannot be used. Run: plan check ${file.file}`);
  return { plan: read.plan, planHash: read.hash, applicationId: wanted.applicationId };
}

export function knownApplication(world: World, id: string): void {
  const known = listApplications(world.deps.store.reader).map((one) => one.id);
  if (!known.includes(id))
    throw new NotFound(`There is no application ${id}. ${known.length === 0 ? 'Add one first' : `Known: ${known.join(', ')}`}.`);
}

/** Metrics whose readings a source gives; a score is made of others and has none of its own. */
export function measured(plan: Plan): MetricSpec[] {
  return plan.metrics.filter((metric) => metric.source !== 'score');
}

/** The metric with this id, or why it cannot take readings. */
export function metricNamed(plan: Plan, id: string): MetricSpec | string {
  const found = plan.metrics.find((metric) => metric.id === id);
  const known = measured(plan).map((metric) => metric.id);
  if (found === undefined) return `plan ${plan.name} has no metric ${JSON.stringify(id)}. Its metrics: ${known.join(', ')}`;
  return known.includes(id) ? found : `metric ${id} is a score made of others. Import what it is made of`;
}

/** Labels the question itself names, so that a reading without them cannot be placed. */
export function askedLabels(metric: MetricSpec): readonly (keyof SeriesLabels)[] {
  const text = JSON.stringify(metric.query).replaceAll(' ', '');
  return labelNames.filter((name) => text.includes(`{{${name}}}`));
}

/** The key under which live readings of this metric and these labels are stored, or why there is none. */
export function keyFor(world: World, place: Place, metric: MetricSpec, labels: SeriesLabels): { readonly key: string } | string {
  const open = askedLabels(metric).filter((name) => labels[name] === '*');
  if (open.length > 0)
    return `metric ${metric.id} is asked for by ${open.join(' and ')}, so each reading must say its ${open.join(' and ')}`;
  const key = metricKeyOf(world.deps, place.planHash, metric, { application: place.applicationId, ...labels });
  return key === null
    ? `metric ${metric.id} comes from ${metric.source}, which is not connected or not set up. Add a metric connection with that name first`
    : { key };
}
