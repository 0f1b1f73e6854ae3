import type { ImportBegin } from '../../contract/history.ts';
import type { HistoryProblem, HistoryRow, RowReader } from '../../core/history/index.ts';
import { mostProblems, readingsReader, type TimeRange } from '../../core/history/index.ts';
import type { SeriesLabels } from '../../core/model/reading.ts';
import { dropImport, getImport, listImports, stageReadings, type StagedReading } from '../../store/history-imports.ts';
import { Refused } from '../problems.ts';
import type { World } from '../world.ts';
import { keyFor, metricNamed, type Place } from './place.ts';

/** What an import needs while it loads. Lives in memory: a file has to be sent again after a restart. */
export interface Session {
  readonly begun: ImportBegin;
  readonly place: Place | null;
  readonly reader: RowReader | null;
  /** Pieces of a file of releases, which is read as a whole. */
  readonly texts: string[];
  readonly keys: Map<string, { readonly key: string } | string>;
  parts: number;
  /** Rows handed to the store, to notice when a piece was undone. */
  staged: number;
  overOne: number;
}

/** Imports under way, by store. */
const underWay = new WeakMap<World['deps']['store'], Map<string, Session>>();
/** A file of releases is small; more than this is another kind of file, characters. */
const longestReleases = 5_000_000;
const futureMs = 5 * 60_000;

export function sessionsOf(world: World): Map<string, Session> {
  const known = underWay.get(world.deps.store) ?? new Map<string, Session>();
  underWay.set(world.deps.store, known);
  return known;
}

export function rangeOf(world: World): TimeRange {
  return { earliest: Date.UTC(2000), latest: world.deps.clock.now() + futureMs };
}

export function openSession(world: World, importId: string, begun: ImportBegin, place: Place | null): Session {
  const reader = begun.kind === 'readings' ? readingsReader(begun.format, rangeOf(world)) : null;
  const session: Session = { begun, place, reader, texts: [], keys: new Map(), parts: 0, staged: 0, overOne: 0 };
  sessionsOf(world).set(importId, session);
  return session;
}

export function sessionOf(world: World, importId: string): Session {
  const session = sessionsOf(world).get(importId);
  if (session === undefined) throw new Refused(`Import ${importId} is not under way any more. Nothing of it was kept; begin again.`);
  const stored = getImport(world.deps.store.reader, importId);
  const rows = (stored?.added ?? 0) + (stored?.known ?? 0);
  if (stored?.state === 'loading' && (session.begun.kind === 'range' || rows === session.staged)) return session;
  throw new Refused(`Import ${importId} lost a piece. Remove it and begin again.`);
}

/** Files that a stopped console left behind half loaded, away. */
export function forgetLost(world: World): void {
  const known = sessionsOf(world);
  for (const one of listImports(world.deps.store.reader, ['loading'])) {
    if (one.kind !== 'range' && !known.has(one.id)) dropImport(world.deps.store.writer, one.id);
  }
}

/** Gives an import up: nothing of it is kept. */
export function giveUp(world: World, importId: string): void {
  sessionsOf(world).delete(importId);
  dropImport(world.deps.store.writer, importId);
}

/** Takes the next piece of a file. A problem gives the import up. */
export function takePiece(world: World, importId: string, part: number, text: string): { rows: number; problems: HistoryProblem[] } {
  const session = sessionOf(world, importId);
  if (part !== session.parts)
    throw new Refused(`Piece ${part} of import ${importId} came where piece ${session.parts} was expected. Begin again.`);
  session.parts += 1;
  if (session.begun.kind === 'releases') return takeText(world, importId, session, text);
  if (session.reader === null) throw new Refused(`Import ${importId} is fetched from a source and takes no file.`);
  const { rows, problems } = session.reader.feed(text);
  return takeRows(world, importId, session, rows, problems);
}

function takeText(world: World, importId: string, session: Session, text: string): { rows: number; problems: HistoryProblem[] } {
  session.texts.push(text);
  if (session.texts.reduce((sum, one) => sum + one.length, 0) <= longestReleases) return { rows: 0, problems: [] };
  giveUp(world, importId);
  return { rows: 0, problems: [{ line: null, message: `a file of releases has at most ${longestReleases} characters` }] };
}

export function takeRows(
  world: World,
  importId: string,
  session: Session,
  rows: readonly HistoryRow[],
  found: readonly HistoryProblem[],
): { rows: number; problems: HistoryProblem[] } {
  const problems = [...found];
  const staged: StagedReading[] = [];
  for (const row of rows) {
    const placed = placedRow(world, session, row);
    if (typeof placed === 'string') problems.push({ line: row.line, message: placed });
    else staged.push(placed);
    if (problems.length >= mostProblems) break;
  }
  if (problems.length === 0) {
    const { added, known, wrong } = stageReadings(world.deps.store.writer, importId, staged);
    session.staged += added + known;
    problems.push(...wrong.map(({ index, message }) => ({ line: rows[index]?.line ?? null, message })));
  }
  if (problems.length === 0) return { rows: staged.length, problems: [] };
  giveUp(world, importId);
  const inOrder = problems.toSorted((a, b) => (a.line ?? Number.POSITIVE_INFINITY) - (b.line ?? Number.POSITIVE_INFINITY));
  return { rows: 0, problems: inOrder.slice(0, mostProblems) };
}

function fill(told: string, given: string | null): string {
  return told === '*' ? (given ?? '*') : told;
}

function placedRow(world: World, session: Session, row: HistoryRow): StagedReading | string {
  const { begun, place } = session;
  if (begun.kind !== 'readings' || place === null) return 'this import takes no readings';
  const labels = {
    release: fill(row.labels.release, begun.release),
    channel: fill(row.labels.channel, begun.channel),
    platform: fill(row.labels.platform, begun.platform),
  };
  const id = begun.metric ?? row.metric;
  if (id === null) return 'the row does not say its metric. Add a column metric, or name one for the whole file';
  const found = keyOnce(world, session, place, id, labels);
  if (typeof found === 'string') return found;
  const value = row.value === null ? null : row.value * begun.scale;
  if (value !== null && value > 1 && place.plan.metrics.find((metric) => metric.id === id)?.unit === 'rate') session.overOne += 1;
  return { metricKey: found.key, labels, ts: row.ts, value, samples: row.samples };
}

function keyOnce(world: World, session: Session, place: Place, id: string, labels: SeriesLabels): { readonly key: string } | string {
  const at = JSON.stringify([id, labels.release, labels.channel, labels.platform]);
  const known = session.keys.get(at);
  if (known !== undefined) return known;
  const metric = metricNamed(place.plan, id);
  const found = typeof metric === 'string' ? metric : keyFor(world, place, metric, labels);
  session.keys.set(at, found);
  return found;
}
