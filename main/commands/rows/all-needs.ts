import type { NeedRow } from '../../contract/fleet.ts';
import type { RolloutRow } from '../../contract/shapes.ts';
import { activeStates } from '../../core/model/rollout.ts';
import { listApplications } from '../../store/applications.ts';
import { getIncident, unacknowledgedIncidents } from '../../store/incidents.ts';
import { postmortemsDue } from '../../store/postmortems.ts';
import { listRollouts, rolloutsOfRelease } from '../../store/rollouts.ts';
import { settled } from '../next-step.ts';
import { postmortemDueAt, remindsOpenSince } from '../postmortem.ts';
import type { World } from '../world.ts';
import { incidentNeed, needsOf, nextNeed, postmortemNeed, returnedNeed } from './needs.ts';
import { incidentRow } from './plain-rows.ts';
import { practiceApplications } from './practice.ts';
import { rolloutRow } from './rollout-row.ts';

/** What needs a person now, read from the store. */
export function fleetNeeds(world: World): NeedRow[] {
  return allNeeds(
    world,
    listRollouts(world.deps.store.reader, { states: activeStates }).map((rollout) => rolloutRow(world, rollout)),
  );
}

/** What needs a person: what came back after it was taken back, then what rolls, then what is complete and could go on. */
export function allNeeds(world: World, rolling: readonly RolloutRow[]): NeedRow[] {
  const returned = [...world.engine.returned.values()].map(({ rollout, text }) => returnedNeed(rolloutRow(world, rollout), text));
  return [...incidentNeeds(world), ...returned, ...needsOf(rolling), ...nextNeeds(world), ...postmortemNeeds(world)];
}

/** Incidents that nobody has acknowledged, worst first. */
function incidentNeeds(world: World): NeedRow[] {
  const { reader } = world.deps.store;
  const now = world.deps.clock.now();
  return unacknowledgedIncidents(reader).map((incident) => {
    const rollouts = incident.version === null ? [] : rolloutsOfRelease(reader, incident.applicationId, incident.version);
    return incidentNeed(incidentRow(world, incident), rollouts[0]?.id ?? incident.id, now);
  });
}

/** Post-mortems that have to follow a rollback, oldest first. */
function postmortemNeeds(world: World): NeedRow[] {
  const { reader } = world.deps.store;
  const now = world.deps.clock.now();
  const practice = practiceApplications(reader);
  return postmortemsDue(reader, remindsOpenSince(now)).flatMap((id) => {
    const incident = getIncident(reader, id);
    const at = incident === null ? null : postmortemDueAt(world, incident.openedAt);
    if (incident === null || incident.version === null || at === null) return [];
    const rollout = rolloutsOfRelease(reader, incident.applicationId, incident.version).at(-1);
    return rollout === undefined
      ? []
      : [postmortemNeed(incidentRow(world, incident), rollout.id, { at, over: at <= now && !practice.has(incident.applicationId) })];
  });
}

/** Between two looks somebody may have pressed: what is settled is left out at once. */
function nextNeeds(world: World): NeedRow[] {
  const open = [...world.nextSteps.open.values()].filter(({ rollout, next }) => !settled(world, rollout, next));
  if (open.length === 0) return [];
  const names = new Map(listApplications(world.deps.store.reader).map((one) => [one.id, one.name]));
  return open.map((step) => nextNeed(step, names.get(step.rollout.applicationId) ?? step.rollout.applicationId));
}
