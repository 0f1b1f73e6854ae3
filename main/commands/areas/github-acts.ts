import type { githubActs, ReissueRow, RevertRow } from '../../contract/github-acts.ts';
import type { ReissuePlan } from '../../core/reissue/index.ts';
import { type RevertPlan, revertInWords } from '../../core/revert/index.ts';
import { makeReissue, planReissueOf, publishReissue } from '../../engine/reissue.ts';
import { makeRevert, type PreparedRevert, planRevert } from '../../engine/revert.ts';
import type { HandlersFor } from '../world.ts';

function revertRow(plan: RevertPlan): RevertRow {
  const { commits, files, warnings, calls, pull } = plan;
  return {
    ...plan,
    says: revertInWords(plan),
    commits: [...commits],
    files: files.map((file) => ({ ...file })),
    warnings: [...warnings],
    calls: [...calls],
    pull: pull === null ? null : { ...pull },
  };
}

function preparedRow({ plan, pull, made }: PreparedRevert): { made: boolean; revert: RevertRow } {
  return { made, revert: revertRow({ ...plan, pull, calls: [] }) };
}

function reissueRow(plan: ReissuePlan): ReissueRow {
  return {
    ...plan,
    steps: plan.steps.map((step) => ({ ...step })),
    files: plan.files.map((file) => ({ ...file })),
    manifests: plan.manifests.map((manifest) => ({ ...manifest })),
    doubts: [...plan.doubts],
    users: [...plan.users],
    calls: [...plan.calls],
  };
}

export const githubActHandlers: HandlersFor<typeof githubActs> = {
  'github.revertPlan': async (world, input) => revertRow(await planRevert(world.deps, input)),
  async 'github.prepareRevert'(world, { reason, ...wish }, caller) {
    const press = { actor: caller.actor, trigger: caller.trigger, reason };
    return preparedRow(await makeRevert(world.deps, wish, press, (done) => caller.keep(preparedRow(done))));
  },
  'github.reissuePlan': async (world, { check, ...wish }) => reissueRow(await planReissueOf(world.deps, wish, check)),
  async 'github.prepareReissue'(world, { reason, ...wish }, caller) {
    const press = { actor: caller.actor, trigger: caller.trigger, reason };
    return reissueRow(await makeReissue(world.deps, wish, press, (plan) => caller.keep(reissueRow(plan))));
  },
  async 'github.publishReissue'(world, { reason, ...wish }, caller) {
    const press = { actor: caller.actor, trigger: caller.trigger, reason };
    const rowOf = ({ made, plan }: { made: boolean; plan: ReissuePlan }) => ({ made, reissue: reissueRow(plan) });
    return rowOf(await publishReissue(world.deps, wish, press, (done) => caller.keep(rowOf(done))));
  },
};
