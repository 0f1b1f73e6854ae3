import type { rollouts } from '../../contract/rollouts.ts';
import type { Decision } from '../../core/model/decision.ts';
import { activeStates } from '../../core/model/rollout.ts';
import { begin } from '../../engine/begin.ts';
import { overrideFrom } from '../../engine/override.ts';
import * as presses from '../../engine/press.ts';
import { approve, recapture, signOff } from '../../engine/press-judgement.ts';
import { undoCard } from '../../engine/undo.ts';
import { usersAt } from '../../engine/audit.ts';
import { actionsOf, getAction } from '../../store/actions.ts';
import { getRollout, listRollouts } from '../../store/rollouts.ts';
import { planTextOf } from '../plan-files.ts';
import { NotFound } from '../problems.ts';
import { wayBackRows } from '../rows/way-back-rows.ts';
import { rolloutDetail } from '../rows/rollout-detail.ts';
import { decisionDetail } from '../rows/decision-detail.ts';
import { actionRow, rungRow } from '../rows/plain-rows.ts';
import { percentOf, rolloutRow } from '../rows/rollout-row.ts';
import { seriesOf, timelineOf } from '../rows/timeline.ts';
import type { Caller, HandlersFor, World } from '../world.ts';

function press(caller: Caller, reason: string): presses.Press {
  return { actor: caller.actor, trigger: caller.trigger, reason };
}

/** Starts the writes a press asked for and answers with the lane as it is now. */
function after(world: World, decision: Decision): ReturnType<typeof rolloutRow> {
  world.engine.wake();
  return rowById(world, decision.rolloutId);
}

function rowById(world: World, rolloutId: string): ReturnType<typeof rolloutRow> {
  const rollout = getRollout(world.deps.store.reader, rolloutId);
  if (rollout === null) throw new NotFound(`There is no rollout ${rolloutId}.`);
  return rolloutRow(world, rollout);
}

const endedStates = ['completed', 'rolledBack', 'cancelled'] as const;

export const rolloutHandlers: HandlersFor<typeof rollouts> = {
  'rollouts.list'(world, input) {
    const states = input.state === 'active' ? { states: activeStates } : input.state === 'ended' ? { states: endedStates } : {};
    return listRollouts(world.deps.store.reader, { ...states, limit: input.limit }).map((rollout) => rolloutRow(world, rollout));
  },
  'rollouts.get': (world, input) => rolloutDetail(world, presses.subjectById(world.deps, input.rolloutId)),
  'rollouts.timeline': (world, input) => timelineOf(world, presses.subjectById(world.deps, input.rolloutId), input.from, input.to),
  'rollouts.series': (world, input) => seriesOf(world, presses.subjectById(world.deps, input.rolloutId), input),
  'rollouts.decision': (world, input) => decisionDetail(world, input.decisionId),
  async 'rollouts.start'(world, input, caller) {
    const plan = await planTextOf(world, input.plan);
    const what = {
      applicationId: input.applicationId,
      version: input.version,
      targetIds: input.targetIds,
      planText: plan.text,
      planFile: plan.file,
      override: overrideFrom(input),
    };
    const rowsOf = (started: readonly { id: string }[]): ReturnType<typeof rolloutRow>[] => started.map(({ id }) => rowById(world, id));
    const started = await begin(world.deps, what, press(caller, input.reason), (rollouts) => caller.keep(rowsOf(rollouts)));
    world.engine.wake();
    return rowsOf(started);
  },
  'rollouts.wayBackBefore': (world, input) => wayBackRows(world, input),
  'rollouts.promote': (world, input, caller) =>
    after(world, presses.promote(world.deps, input.rolloutId, press(caller, input.reason), overrideFrom(input))),
  'rollouts.hold': (world, input, caller) => after(world, presses.hold(world.deps, input.rolloutId, press(caller, input.reason))),
  'rollouts.resume': (world, input, caller) => after(world, presses.resume(world.deps, input.rolloutId, press(caller, input.reason))),
  'rollouts.cancel': (world, input, caller) => after(world, presses.cancel(world.deps, input.rolloutId, press(caller, input.reason))),
  'rollouts.stop': (world, input, caller) => after(world, presses.stopAutomation(world.deps, input.rolloutId, press(caller, input.reason))),
  'rollouts.resolveDrift': (world, input, caller) =>
    after(world, presses.resolveDrift(world.deps, input.rolloutId, input.choice, press(caller, input.reason))),
  'rollouts.automation': (world, input, caller) =>
    after(
      world,
      presses.setAutomation(world.deps, input.rolloutId, { promote: input.promote, rollback: input.rollback }, press(caller, input.reason)),
    ),
  async 'rollouts.undoCard'(world, input) {
    const lines = await undoCard(world.deps, input.applicationId, input.version);
    return lines.map((line) => ({
      rolloutId: line.rollout.id,
      targetId: line.target.id,
      targetName: line.target.name,
      surface: line.target.surface,
      version: line.rollout.version,
      toVersion: line.rollout.previousVersion,
      fromPercent: percentOf(line.rollout),
      usersOnIt: usersAt(line.target.population, percentOf(line.rollout)),
      available: line.ability?.available ?? false,
      reason: line.problem?.message ?? line.ability?.reason ?? null,
      undo: line.ability?.undo ?? 'permanent',
      says: [
        line.ability?.says ?? line.problem?.message ?? 'This platform cannot be read now.',
        ...(line.state?.notes ?? []).map((note) => note.text),
      ].join(' '),
      calls: [...line.calls],
      next: line.next.map(rungRow),
      measured: line.measured === null ? null : { ...line.measured },
      readAt: line.problem === null ? line.readAt : null,
    }));
  },
  'rollouts.rollback'(world, input, caller) {
    const decision = presses.takeBack(world.deps, input, press(caller, input.reason));
    world.engine.wake();
    return {
      decisionId: decision.id,
      actions: actionsOf(world.deps.store.reader, { decisionId: decision.id }).map((action) => actionRow(world, action)),
    };
  },
  'rollouts.approve': (world, input, caller) => after(world, approve(world.deps, input.rolloutId, press(caller, input.reason))),
  'rollouts.signOff': (world, input, caller) => after(world, signOff(world.deps, input.rolloutId, input, press(caller, input.reason))),
  async 'rollouts.recapture'(world, input, caller) {
    const keep = (decision: Decision): void => caller.keep(rowById(world, decision.rolloutId));
    return after(world, await recapture(world.deps, input.rolloutId, input.metric, press(caller, input.reason), keep));
  },
  'rollouts.retryAction'(world, input, caller) {
    presses.retryAction(world.deps, input.actionId, press(caller, input.reason));
    world.engine.wake();
    const action = getAction(world.deps.store.reader, input.actionId);
    if (action === null) throw new NotFound(`There is no action ${input.actionId}.`);
    return actionRow(world, action);
  },
};
