import type { RolloutRow } from '../../contract/shapes.ts';
import { listInWords } from '../../core/words.ts';
import { targetAdapter } from '../../engine/desk.ts';
import type { Subject } from '../../engine/gather.ts';
import { actionsOf } from '../../store/actions.ts';
import { getConnection } from '../../store/connections.ts';
import { getDecision } from '../../store/decisions.ts';
import { getTargetRead } from '../../store/target-states.ts';
import type { World } from '../world.ts';
import { stateInWords } from './words.ts';

/** What the platform says against what was last written there, and who may have changed it; null while they agree. */
export function driftRow(world: World, subject: Subject): RolloutRow['drift'] {
  const { rollout, target } = subject;
  if (world.engine.latest.get(rollout.id)?.conclusion.cause !== 'drift') return null;
  const reader = world.deps.store.reader;
  const read = getTargetRead(reader, target.id);
  const wrote = actionsOf(reader, { rolloutId: rollout.id }).find((action) => action.state === 'confirmed');
  const actor = wrote === undefined ? undefined : getDecision(reader, wrote.decisionId)?.actor;
  return {
    wrote: stateInWords(rollout.expected) ?? 'nothing',
    says: stateInWords(read?.state ?? null) ?? 'nothing',
    wroteAt: wrote?.finishedAt ?? null,
    wroteBy: actor === undefined ? null : actor.kind === 'system' ? 'Tidegate itself' : actor.name,
    seenAt: read?.readAt ?? null,
    who: whoMayHave(world, subject),
  };
}

/** Who may have changed a target; no platform names the person, so nobody is named. */
function whoMayHave(world: World, { rollout, target }: Subject): string {
  const reader = world.deps.store.reader;
  const connection = getConnection(reader, target.connectionId);
  const label = connection === null ? 'the platform' : targetAdapter(connection).label;
  const doubtful = actionsOf(reader, { rolloutId: rollout.id }).some(
    (action) => action.state === 'failed' && action.problem?.kind === 'unknownOutcome',
  );
  const may = [
    `somebody with access to ${label}`,
    'another tool that writes there',
    ...(doubtful ? ['a write of Tidegate whose outcome was never known'] : []),
  ];
  const list = listInWords(may).replace(/ and (?!.* and )/, ' or ');
  return `It may have been ${list}. ${label} does not say who; its own activity log may.`;
}
