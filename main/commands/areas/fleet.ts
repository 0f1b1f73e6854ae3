import type { fleet, TargetRow } from '../../contract/fleet.ts';
import { activeStates } from '../../core/model/rollout.ts';
import type { Target } from '../../core/model/target.ts';
import { recordPlain } from '../../engine/audit.ts';
import { targetAdapter } from '../../engine/desk.ts';
import { pollPlatform } from '../../engine/poll-platforms.ts';
import { listApplications, saveApplication } from '../../store/applications.ts';
import { getConnection } from '../../store/connections.ts';
import { listDecisions } from '../../store/decisions.ts';
import { transaction } from '../../store/open.ts';
import { listRollouts } from '../../store/rollouts.ts';
import { getTargetRead } from '../../store/target-states.ts';
import { getTarget, listTargets, removeTarget, saveTarget } from '../../store/targets.ts';
import { NotFound, Refused } from '../problems.ts';
import { allNeeds } from '../rows/all-needs.ts';
import { decisionRow } from '../rows/plain-rows.ts';
import { rolloutRow } from '../rows/rollout-row.ts';
import { statusRow } from '../rows/status-row.ts';
import type { HandlersFor, World } from '../world.ts';

const recentCount = 8;
const ended = ['completed', 'rolledBack', 'cancelled'] as const;

function targetRow(world: World, target: Target): TargetRow {
  const reader = world.deps.store.reader;
  const connection = getConnection(reader, target.connectionId);
  const read = getTargetRead(reader, target.id);
  const settings = JSON.parse(JSON.stringify(target.settings)) as TargetRow['settings'];
  return {
    id: target.id,
    applicationId: target.applicationId,
    connectionId: target.connectionId,
    connectionName: connection?.name ?? 'removed',
    adapter: connection?.adapter ?? 'removed',
    surface: target.surface,
    channel: target.channel,
    name: target.name,
    settings,
    population: target.population,
    platform:
      read === null
        ? null
        : {
            version: read.state?.version ?? null,
            percent: read.state?.percent ?? null,
            status: read.state?.status ?? 'unknown',
            fallbackVersion: read.state?.fallbackVersion ?? null,
            readAt: read.readAt,
            failingSince: read.failingSince,
            problem: read.problem,
          },
    releases: (read?.state?.releases ?? []).map(({ version, status, percent, publishedAt }) => ({ version, status, percent, publishedAt })),
  };
}

export const fleetHandlers: HandlersFor<typeof fleet> = {
  'fleet.status': (world, _input, caller) => statusRow(world, caller.actor),
  'fleet.home'(world, _input, caller) {
    const reader = world.deps.store.reader;
    const rolling = listRollouts(reader, { states: activeStates }).map((rollout) => rolloutRow(world, rollout));
    return {
      status: statusRow(world, caller.actor),
      needs: allNeeds(world, rolling),
      rolling,
      recent: listRollouts(reader, { states: ended, limit: recentCount }).map((rollout) => rolloutRow(world, rollout)),
      decisions: listDecisions(reader, { limit: 20 }).map(decisionRow),
    };
  },
  'fleet.applications'(world) {
    const reader = world.deps.store.reader;
    return listApplications(reader).map((application) => ({
      ...application,
      targets: listTargets(reader, application.id).map((target) => targetRow(world, target)),
    }));
  },
  'fleet.saveApplication'(world, input, caller) {
    const id = input.id ?? slug(world, input.name);
    return transaction(world.deps.store.writer, () => {
      saveApplication(world.deps.store.writer, { id, name: input.name });
      recordPlain(world.deps, {
        actor: caller.actor,
        action: 'application.saved',
        trigger: caller.trigger,
        reason: `Application ${input.name}`,
        applicationId: id,
      });
      world.deps.changed({ table: 'reload', what: 'applications' });
      return { id };
    });
  },
  async 'fleet.saveTarget'(world, input, caller) {
    const target = checkedTarget(world, input);
    transaction(world.deps.store.writer, () => {
      saveTarget(world.deps.store.writer, target);
      recordPlain(world.deps, {
        actor: caller.actor,
        action: 'target.saved',
        trigger: caller.trigger,
        reason: `Target ${target.name}`,
        applicationId: target.applicationId,
        targetId: target.id,
        channel: target.channel,
        after: target.settings,
      });
      caller.keep(targetRow(world, target));
    });
    world.deps.keys.clear();
    await pollPlatform(world.deps, target);
    world.deps.changed({ table: 'reload', what: 'applications' });
    return targetRow(world, target);
  },
  'fleet.removeTarget'(world, input, caller) {
    const target = getTarget(world.deps.store.reader, input.targetId);
    if (target === null) throw new NotFound(`There is no target ${input.targetId}.`);
    const used = listRollouts(world.deps.store.reader, {}).some((rollout) => rollout.targetId === target.id);
    if (used)
      throw new Refused(`${target.name} has rollouts on record, which keep it. Only a target that was never rolled out to can be removed.`);
    return transaction(world.deps.store.writer, () => {
      removeTarget(world.deps.store.writer, target.id);
      recordPlain(world.deps, {
        actor: caller.actor,
        action: 'target.removed',
        trigger: caller.trigger,
        reason: input.reason,
        targetId: target.id,
      });
      world.deps.changed({ table: 'reload', what: 'applications' });
      return {};
    });
  },
};

function slug(world: World, name: string): string {
  const base =
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'application';
  const taken = new Set(listApplications(world.deps.store.reader).map((one) => one.id));
  let id = base;
  for (let next = 2; taken.has(id); next += 1) id = `${base}-${next}`;
  return id;
}

function checkedTarget(world: World, input: Parameters<(typeof fleetHandlers)['fleet.saveTarget']>[1]): Target {
  const connection = getConnection(world.deps.store.reader, input.connectionId);
  if (connection === null) throw new NotFound(`There is no connection ${input.connectionId}.`);
  if (connection.kind !== 'platform' && connection.kind !== 'flag')
    throw new Refused(`${connection.name} gives ${connection.kind}s; a target needs a platform or a flag service.`);
  if (!listApplications(world.deps.store.reader).some((one) => one.id === input.applicationId))
    throw new NotFound(`There is no application ${input.applicationId}.`);
  const adapter = targetAdapter(connection);
  const parsed = adapter.targetSettings.schema.safeParse(input.settings);
  if (!parsed.success) {
    const fields = Object.fromEntries(parsed.error.issues.map((issue) => [issue.path.join('.'), issue.message]));
    throw new Refused(
      `The settings of target ${input.name} are not valid: ${Object.entries(fields)
        .map(([key, text]) => `${key} — ${text}`)
        .join('; ')}`,
      fields,
    );
  }
  return {
    id: input.id ?? world.deps.newId('tgt'),
    applicationId: input.applicationId,
    connectionId: input.connectionId,
    surface: adapter.surface,
    channel: input.channel,
    name: input.name,
    settings: input.settings,
    population: input.population,
  };
}
