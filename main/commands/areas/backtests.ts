import { BacktestNumbersRow, type backtests } from '../../contract/backtests.ts';
import type { ParsedInputOf } from '../../contract/index.ts';
import { gateNumbers } from '../../core/backtest/index.ts';
import { listApplications } from '../../store/applications.ts';
import { pastRollouts } from '../../store/past-rollouts.ts';
import { cancelJob, jobAnswer, startJob, type Work } from '../backtest/jobs.ts';
import { keyedPlan, planAsked } from '../backtest/prepare.ts';
import { NotFound, Refused } from '../problems.ts';
import type { HandlersFor, World } from '../world.ts';
import { planHandlers } from './plans.ts';

/** How far back a backtest goes when nobody says, ms. */
const usualPeriodMs = 90 * 86_400_000;

async function workAsked(world: World, input: ParsedInputOf<'backtests.run'>): Promise<Work> {
  const to = input.to ?? world.deps.clock.now();
  const from = input.from ?? to - usualPeriodMs;
  if (from >= to) throw new Refused('The period ends before it begins. Give an earlier start or a later end.');
  const { reader } = world.deps.store;
  const { applicationId } = input;
  if (applicationId !== null && !listApplications(reader).some((one) => one.id === applicationId))
    throw new NotFound(`There is no application ${applicationId}.`);
  const plans = [await planAsked(world, input.plan), ...(input.compare === null ? [] : [await planAsked(world, input.compare)])];
  const rollouts = pastRollouts(reader, { from, to, ...(applicationId === null ? {} : { applicationId }) }).filter(
    (past) => input.surfaces.length === 0 || input.surfaces.includes(past.surface),
  );
  return { from, to, rollouts, plans: plans.map((plan) => keyedPlan(world, plan, rollouts)) };
}

export const backtestHandlers: HandlersFor<typeof backtests> = {
  async 'backtests.run'(world, input) {
    return await startJob(world, input.window, () => workAsked(world, input));
  },
  'backtests.get': (world, input) => jobAnswer(world, input.id),
  'backtests.cancel'(world, input) {
    const progress = cancelJob(world, input.id);
    if (progress === null) throw new NotFound(`There is no backtest ${input.id} any more.`);
    return progress;
  },
  async 'backtests.text'(world, input) {
    const { text, hash } = await planAsked(world, input.plan);
    return { text, hash };
  },
  async 'backtests.numbers'(world, input) {
    const { text } = await planAsked(world, input.plan);
    return gateNumbers(text).map((gate) => BacktestNumbersRow.parse(gate));
  },
  async 'backtests.use'(world, input, caller) {
    const { text } = await planAsked(world, input.plan);
    return await planHandlers['plans.save'](world, { file: input.file, text }, caller);
  },
};
