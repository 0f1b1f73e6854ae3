import type { ContainmentRow, ContainmentView } from '../../contract/containment.ts';
import { adviceOf, isSettled } from '../../core/containment/index.ts';
import { containmentInWords, type ContainmentLine, type OpenContainment } from '../../engine/containment.ts';
import { exposureOfRelease } from '../../engine/exposure.ts';
import { settlingOf } from '../../engine/settle-press.ts';
import { listApplications } from '../../store/applications.ts';
import { getTargetRead } from '../../store/target-states.ts';
import type { World } from '../world.ts';
import { rungRow } from './plain-rows.ts';

type Exposure = ReturnType<typeof exposureOfRelease>;

/** Where taking a release back stands on all its targets, with who still has it. From the store alone (R6.2). */
export function containmentView(world: World, { applicationId, version, lines }: OpenContainment): ContainmentView {
  const exposure = exposureOfRelease(world.deps, applicationId, version);
  const decided = lines.flatMap((line) => line.decidedAt ?? []);
  return {
    applicationId,
    applicationName: listApplications(world.deps.store.reader).find((one) => one.id === applicationId)?.name ?? applicationId,
    version,
    contained: lines.every((line) => line.kind === 'contained'),
    settled: lines.every((line) => isSettled(line.kind)),
    says: containmentInWords(lines),
    decidedAt: decided.length === 0 ? null : Math.max(...decided),
    targets: lines.map((line) => containmentRow(world, line, exposure)),
  };
}

function containmentRow(world: World, line: ContainmentLine, exposure: Exposure): ContainmentRow {
  const { rollout, target, act } = line;
  const read = getTargetRead(world.deps.store.reader, target.id);
  const now = exposure.targets.find((one) => one.targetId === target.id)?.now;
  return {
    rolloutId: rollout.id,
    targetId: target.id,
    targetName: target.name,
    surface: target.surface,
    standing: line.kind,
    how: line.how,
    says: line.says,
    tookMs: line.tookMs,
    decidedAt: line.decidedAt,
    act: act === null ? null : { id: act.id, state: act.state, attempts: act.attempts, dueAt: act.dueAt },
    readAt: read?.readAt ?? null,
    failingSince: read?.failingSince ?? null,
    settles: settlingOf(world.deps, line),
    users: now?.users ?? null,
    usersAtMost: now?.atMost ?? false,
    next: line.next.map(rungRow),
    advice: adviceOf({ ...rollout, surface: target.surface, kind: line.kind }),
  };
}
