import type { ExportCursor } from '../../contract/history.ts';
import { type NamedReading, type ReadingFormat, readingsWriter } from '../../core/history/index.ts';
import type { MetricSpec } from '../../core/model/plan.ts';
import type { SeriesLabels } from '../../core/model/reading.ts';
import { exactPlaces, pointsAt, releasesWithReadings, seriesUnder } from '../../store/history.ts';
import { listTargets } from '../../store/targets.ts';
import { Refused } from '../problems.ts';
import type { World } from '../world.ts';
import { askedLabels, keyFor, measured, metricNamed, type Place } from './place.ts';

/** Rows of one page. */
const pageRows = 4000;

interface Wanted {
  readonly format: ReadingFormat;
  readonly metrics: readonly string[];
  readonly from: number;
  readonly to: number;
  readonly cursor: ExportCursor | null;
}

interface Series {
  readonly name: string;
  readonly metric: string;
  readonly metricKey: string;
  readonly labels: SeriesLabels;
}

/** One page of an export. Its texts in order make the file; the last one brings no cursor. */
export function exportPage(world: World, place: Place, wanted: Wanted): { text: string; rows: number; cursor: ExportCursor | null } {
  const writer = readingsWriter(wanted.format);
  const at = wanted.cursor ?? { part: 0, series: '', ts: wanted.from - 1 };
  const part = writer.parts[at.part];
  if (part === undefined) throw new Refused('This export has no such part. Begin it again.');
  const { readings, next } = world.deps.store.reader.consistent(() => pageOf(world, seriesOf(world, place, wanted.metrics), at, wanted));
  const head = at.series === '' ? part.head : '';
  const cursor = next ?? (at.part + 1 < writer.parts.length ? { part: at.part + 1, series: '', ts: wanted.from - 1 } : null);
  return { text: head + part.rows(readings) + (cursor === null ? writer.end : ''), rows: at.part === 0 ? readings.length : 0, cursor };
}

function pageOf(
  world: World,
  all: readonly Series[],
  at: ExportCursor,
  wanted: Wanted,
): { readings: NamedReading[]; next: ExportCursor | null } {
  const readings: NamedReading[] = [];
  for (const series of all) {
    if (series.name < at.series) continue;
    const after = series.name === at.series ? at.ts : wanted.from - 1;
    const left = pageRows - readings.length;
    const points = pointsAt(
      world.deps.store.reader,
      exactPlaces(world.deps.store.reader, series.metricKey, series.labels),
      after,
      wanted.to,
      left,
    );
    for (const point of points) readings.push({ metric: series.metric, labels: series.labels, ...point });
    const last = points.at(-1);
    if (last !== undefined && points.length === left) return { readings, next: { part: at.part, series: series.name, ts: last.ts } };
  }
  return { readings, next: null };
}

/** Every series of these metrics, all when none is named, in an order that stays. */
function seriesOf(world: World, place: Place, names: readonly string[]): Series[] {
  const metrics = names.length === 0 ? measured(place.plan) : names.map((id) => metricOrThrow(place, id));
  const byKey = new Map<string, string>();
  for (const metric of metrics) for (const key of keysOf(world, place, metric)) byKey.set(key, metric.id);
  return seriesUnder(world.deps.store.reader, [...byKey.keys()])
    .map(({ metricKey, labels }) => {
      const metric = byKey.get(metricKey) ?? '';
      return { name: JSON.stringify([metric, metricKey, labels.release, labels.channel, labels.platform]), metric, metricKey, labels };
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function metricOrThrow(place: Place, id: string): MetricSpec {
  const metric = metricNamed(place.plan, id);
  if (typeof metric === 'string') throw new Refused(metric);
  return metric;
}

/** Every key a metric can have: one, unless its question names release, channel or platform. */
function keysOf(world: World, place: Place, metric: MetricSpec): string[] {
  const asked = askedLabels(metric);
  const targets = listTargets(world.deps.store.reader, place.applicationId);
  const releases = asked.includes('release') ? releasesWithReadings(world.deps.store.reader) : ['*'];
  const places = asked.includes('channel') || asked.includes('platform') ? targets : [null];
  const keys = releases.flatMap((release) =>
    places.map((target) => keyFor(world, place, metric, { release, channel: target?.channel ?? '*', platform: target?.surface ?? '*' })),
  );
  return [...new Set(keys.flatMap((found) => (typeof found === 'string' ? [] : [found.key])))];
}
