import type { Target } from '../core/model/target.ts';
import { getConnection, healthOfConnection, saveHealth } from '../store/connections.ts';
import { transaction } from '../store/open.ts';
import { getTargetRead, saveTargetRead, type TargetRead } from '../store/target-states.ts';
import type { EngineDeps } from './deps.ts';
import type { OpenPlatform } from './desk.ts';
import { problemOf } from './problems.ts';
import type { AdapterProblem } from '../core/model/connection.ts';
import { AdapterError } from '../adapters/errors.ts';

/** The adapter of a target, bound to it. Throws `AdapterError` when its connection is gone or not valid. */
export function platformOf(deps: EngineDeps, target: Target): OpenPlatform {
  const connection = getConnection(deps.store.reader, target.connectionId);
  if (connection === null)
    throw new AdapterError('notFound', `The connection of target ${target.name} was removed. Choose another in Connections.`);
  return deps.desk.platform(connection, target);
}

/** Reads what the platform says about a target and keeps it; a failure keeps the last answer and notes since when it is silent. */
export async function pollPlatform(deps: EngineDeps, target: Target): Promise<TargetRead> {
  const askedAt = deps.clock.now();
  try {
    const state = await platformOf(deps, target).read();
    const newer = getTargetRead(deps.store.reader, target.id);
    // A slow answer shows the platform as it was when asked: it must not hide what a write read back meanwhile.
    if (newer?.readAt && newer.readAt > askedAt && newer.readAt <= deps.clock.now()) return newer;
    return keepRead(deps, target, { targetId: target.id, state, readAt: askedAt, failingSince: null, problem: null });
  } catch (error) {
    const before = getTargetRead(deps.store.reader, target.id);
    const problem = problemOf(error);
    return keepRead(deps, target, {
      targetId: target.id,
      state: before?.state ?? null,
      readAt: before?.readAt ?? null,
      failingSince: before?.failingSince ?? deps.clock.now(),
      problem,
    });
  }
}

/** Stores a read of a platform together with the health of its connection. */
export function keepRead(deps: EngineDeps, target: Target, read: TargetRead): TargetRead {
  transaction(deps.store.writer, () => {
    saveTargetRead(deps.store.writer, read);
    noteHealth(deps, target.connectionId, read.problem);
  });
  return read;
}

/** Notes that a connection answered (`problem` null) or did not; tells screens only when that changed. */
export function noteHealth(deps: EngineDeps, connectionId: string, problem: AdapterProblem | null): void {
  const before = healthOfConnection(deps.store.reader, connectionId);
  const now = deps.clock.now();
  saveHealth(deps.store.writer, {
    connectionId,
    lastOkAt: problem === null ? now : (before?.lastOkAt ?? null),
    failingSince: problem === null ? null : (before?.failingSince ?? now),
    problem,
  });
  if ((before?.problem?.kind ?? null) !== (problem?.kind ?? null)) deps.changed({ table: 'connections', id: connectionId });
}
