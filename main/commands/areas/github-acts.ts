import type { githubActs, RevertRow } from '../../contract/github-acts.ts';
import { type RevertPlan, revertInWords } from '../../core/revert/index.ts';
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

export const githubActHandlers: HandlersFor<typeof githubActs> = {
  'github.revertPlan': async (world, input) => revertRow(await planRevert(world.deps, input)),
  async 'github.prepareRevert'(world, { reason, ...wish }, caller) {
    const press = { actor: caller.actor, trigger: caller.trigger, reason };
    return preparedRow(await makeRevert(world.deps, wish, press, (done) => caller.keep(preparedRow(done))));
  },
};
