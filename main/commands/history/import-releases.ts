import { type HistoryProblem, mostProblems, readReleases, type ReleaseRow } from '../../core/history/index.ts';
import type { PastRollout } from '../../core/model/past-rollout.ts';
import type { Target } from '../../core/model/target.ts';
import { listApplications } from '../../store/applications.ts';
import { noteCounts } from '../../store/history-imports.ts';
import { insertImportedRollout } from '../../store/past-rollouts.ts';
import { listTargets } from '../../store/targets.ts';
import type { World } from '../world.ts';
import { rangeOf, type Session } from './sessions.ts';

type Placed = Omit<PastRollout, 'id'>;

/** Stores the releases of a file as imported ones; with a problem it stores none. */
export function storeReleases(world: World, importId: string, session: Session): HistoryProblem[] {
  const { begun } = session;
  if (begun.kind !== 'releases') return [];
  const read = readReleases(begun.format, session.texts.join(''), rangeOf(world));
  const problems = [...read.problems];
  const placed: Placed[] = [];
  for (const row of read.releases) {
    const one = placedRelease(world, row, begun.applicationId);
    if (typeof one === 'string') problems.push({ line: row.line, message: one });
    else placed.push(one);
  }
  if (problems.length > 0) return problems.slice(0, mostProblems);
  const stored = placed.filter((one) => insertImportedRollout(world.deps.store.writer, importId, { ...one, id: world.deps.newId('past') }));
  noteCounts(world.deps.store.writer, importId, { added: stored.length, known: placed.length - stored.length, differing: 0 });
  return [];
}

function placedRelease(world: World, row: ReleaseRow, given: string | null): Placed | string {
  const applicationId = row.application ?? given;
  if (applicationId === null) return 'the release does not say its application. Add a column application, or name one for the whole file';
  const known = listApplications(world.deps.store.reader).map((one) => one.id);
  if (!known.includes(applicationId)) return `there is no application ${JSON.stringify(applicationId)}. Known: ${known.join(', ')}`;
  const targets = listTargets(world.deps.store.reader, applicationId);
  const target = targetOf(row, targets);
  if (target === null && (row.surface === null || row.channel === null))
    return `target ${JSON.stringify(row.target ?? '')} is not one of ${applicationId}: ${targets.map((one) => one.id).join(', ')}. Name one of them, or give surface and channel`;
  return {
    source: 'imported',
    applicationId,
    version: row.version,
    previousVersion: row.previousVersion,
    targetId: target?.id ?? null,
    targetName: target?.name ?? row.target ?? `${row.surface} ${row.channel}`,
    channel: row.channel ?? target?.channel ?? '',
    surface: row.surface ?? target?.surface ?? 'web',
    population: target?.population ?? null,
    planName: row.plan,
    planHash: null,
    stages: row.stages,
    startedAt: row.stages[0]?.from ?? 0,
    endedAt: row.stages.at(-1)?.to ?? row.decidedAt,
    outcome: row.outcome,
    decidedAt: row.decidedAt,
    reason: row.reason,
  };
}

function targetOf(row: ReleaseRow, targets: readonly Target[]): Target | null {
  if (row.target !== null) return targets.find((one) => one.id === row.target) ?? targets.find((one) => one.name === row.target) ?? null;
  const fitting = targets.filter((one) => one.surface === row.surface && one.channel === row.channel);
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}
