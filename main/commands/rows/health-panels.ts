import type { HealthFilter, HealthPanels, PanelRow } from '../../contract/health.ts';
import { panelVerdict } from '../../core/health/index.ts';
import type { Point, SeriesLabels } from '../../core/model/reading.ts';
import { type Surface, surfaces } from '../../core/model/surface.ts';
import { subjectOf, type Subject } from '../../engine/gather.ts';
import { lastPointOf } from '../../store/readings.ts';
import type { World } from '../world.ts';
import { type IntakeMetric, ownMetrics, type WatchedMetric, watchedMetrics } from './health-metrics.ts';
import { type HealthScope, isActive, orderOf, scopeOfFilter, tellingRollouts } from './health-scope.ts';

/** A panel without its lines over time, and where they come from. */
export interface PanelFacts {
  readonly row: Omit<PanelRow, 'release' | 'previous'>;
  readonly key: string;
  readonly labels: SeriesLabels;
}

/** Sweeps in a row that a reading may miss before it counts as late, as gates count it. */
const missedSweeps = 3;

/** Panels of what rolls out or did lately, with how each stands to its alert lines. Cheap: newest readings only. */
export function planPanels(world: World, scope: HealthScope): PanelFacts[] {
  return tellingRollouts(scope).flatMap((rollout) => {
    const subject = subjectOf(world.deps, rollout);
    return watchedMetrics(world, subject).flatMap((watched) => {
      const facts = planPanel(world, scope, subject, watched);
      return facts === null ? [] : [facts];
    });
  });
}

function planPanel(world: World, scope: HealthScope, subject: Subject, watched: WatchedMetric): PanelFacts | null {
  const { rollout, target } = subject;
  const { metric, key, gates, lines } = watched;
  if (key === null) return null;
  const labels = { release: rollout.version, channel: target.channel, platform: target.surface };
  const newest = lastPointOf(world.deps.store.reader, key, labels);
  if (newest === null && gates.length === 0) return null;
  return {
    key,
    labels,
    row: {
      id: `${rollout.id}/${metric.id}`,
      ...namesOf(scope, rollout.applicationId),
      targetName: target.name,
      surface: target.surface,
      version: rollout.version,
      previousVersion: rollout.previousVersion,
      rolloutId: rollout.id,
      title: metric.title,
      unit: metric.unit,
      direction: gates[0]?.direction ?? 'above',
      lines,
      bounds: watched.bounds,
      verdict: verdictOf(scope.to, subject, watched, newest),
      watched: isActive(rollout) && rollout.startedAt !== null,
      latest: newest?.value ?? null,
      latestAt: newest?.ts ?? null,
    },
  };
}

function namesOf(scope: HealthScope, applicationId: string): { applicationId: string; applicationName: string } {
  return { applicationId, applicationName: scope.applications.find((one) => one.id === applicationId)?.name ?? applicationId };
}

function verdictOf(now: number, { rollout, plan }: Subject, { metric, gates, lines }: WatchedMetric, newest: Point | null) {
  const [first] = gates;
  return panelVerdict({
    newest,
    lines,
    direction: first?.direction ?? 'above',
    minSamples: first?.minSamples ?? 0,
    watched: gates.length > 0 && isActive(rollout) && rollout.startedAt !== null,
    freshMs: missedSweeps * plan.everyMs + metric.lagMs,
    dueSince: rollout.startedAt ?? now,
    now,
  });
}

/** Panels of what applications send about themselves and no plan in sight reads: no alert line, nothing judged. */
async function ownPanels(world: World, scope: HealthScope, usedKeys: ReadonlySet<string>): Promise<PanelFacts[]> {
  const asked = scope.applications.flatMap((one) => ownMetrics(one.id, usedKeys).map((metric) => ({ ...metric, applicationId: one.id })));
  const found = await world.heavy.call('labels', { metricKeys: asked.map((one) => one.key), from: scope.from });
  const wanted = new Set(scope.targets.map((target) => `${target.applicationId}\n${target.surface}`));
  return asked.flatMap(({ key, spec, applicationId }, index) => {
    const order = orderOf(scope.rollouts, applicationId);
    const byPlace = Map.groupBy(found[index] ?? [], (one) => `${one.platform}\n${one.channel}`);
    return [...byPlace.values()].flatMap((list) => {
      const surface = surfaces.find((one) => one === list[0]?.platform) ?? null;
      if (surface !== null && !wanted.has(`${applicationId}\n${surface}`)) return [];
      const facts = ownPanel(world, scope, { key, spec, applicationId, surface }, newestFirst(list, order, scope.version));
      return facts === null ? [] : [facts];
    });
  });
}

function newestFirst(list: readonly SeriesLabels[], order: ReadonlyMap<string, number>, version: string | null): SeriesLabels[] {
  const sorted = list.toSorted((a, b) => (order.get(b.release) ?? 0) - (order.get(a.release) ?? 0));
  const at = version === null ? 0 : sorted.findIndex((one) => one.release === version);
  return at < 0 ? [] : sorted.slice(at);
}

interface OwnSeries {
  readonly key: string;
  readonly spec: IntakeMetric;
  readonly applicationId: string;
  readonly surface: Surface | null;
}

function ownPanel(world: World, scope: HealthScope, own: OwnSeries, [labels, before]: readonly SeriesLabels[]): PanelFacts | null {
  if (labels === undefined) return null;
  const newest = lastPointOf(world.deps.store.reader, own.key, labels);
  return {
    key: own.key,
    labels,
    row: {
      id: `${own.key}/${labels.platform}/${labels.channel}`,
      ...namesOf(scope, own.applicationId),
      targetName: null,
      surface: own.surface,
      version: labels.release,
      previousVersion: before?.release ?? null,
      rolloutId: null,
      title: own.spec.title,
      unit: own.spec.unit,
      direction: own.spec.direction,
      lines: { yellow: null, red: null, emergency: null },
      bounds: '',
      verdict: null,
      watched: false,
      latest: newest?.value ?? null,
      latestAt: newest?.ts ?? null,
    },
  };
}

/** The plan reads the same number from elsewhere, with its line. */
function sameNumber({ row: one }: PanelFacts, { row: other }: PanelFacts): boolean {
  return one.title === other.title && one.applicationId === other.applicationId && one.surface === other.surface;
}

/** Every panel with its release and the one before over time, read on the worker as one moment. */
export async function healthPanels(world: World, input: HealthFilter & { readonly buckets: number }): Promise<HealthPanels> {
  const scope = scopeOfFilter(world, input);
  const planned = planPanels(world, scope);
  const own = await ownPanels(world, scope, new Set(planned.map((one) => one.key)));
  const panels = [...planned, ...own.filter((one) => !planned.some((other) => sameNumber(one, other)))];
  const whole = await draw(world, panels, { from: scope.from, to: scope.to + 1 }, input.buckets);
  const first = whole.flat().reduce((earliest, bucket) => Math.min(earliest, bucket.ts), scope.to);
  // Readings that fill less than half of the time would be a few dots at its end: the axis begins with the first of them.
  const from =
    whole.some((one) => one.length > 0) && first > (scope.from + scope.to) / 2 ? Math.min(first, scope.to - shortestMs) : scope.from;
  const drawn = from === scope.from ? whole : await draw(world, panels, { from, to: scope.to + 1 }, input.buckets);
  return {
    from,
    to: scope.to,
    panels: panels.map(({ row }, index) => ({
      ...row,
      release: [...(drawn[2 * index] ?? [])],
      previous: [...(drawn[2 * index + 1] ?? [])],
    })),
  };
}

/** The shortest time a panel shows, ms. */
const shortestMs = 5 * 60_000;

/** For each panel its release and the one before. */
async function draw(world: World, panels: readonly PanelFacts[], span: { readonly from: number; readonly to: number }, buckets: number) {
  const charts = panels.flatMap(({ key, labels, row }) =>
    [row.version, row.previousVersion].map((release) => ({
      metricKey: release === null ? '' : key,
      labels: { ...labels, release: release ?? '' },
      ...span,
      buckets,
    })),
  );
  return await world.heavy.call('evidence', { charts });
}
