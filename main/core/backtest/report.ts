import {
  type BacktestClass,
  type BacktestGate,
  backtestClasses,
  type BacktestRelease,
  type BacktestReport,
  type BacktestTotals,
} from '../model/backtest.ts';
import type { Plan } from '../model/plan.ts';
import { classified } from './classify.ts';
import { type Replayed, withScope } from './scope.ts';

/** Everything a backtest says about one plan. The releases come in the order of `replayed`. */
export function reportOf(plan: Plan, hash: string, replayed: readonly Replayed[]): BacktestReport {
  const releases = withScope(plan.rollbackScope, replayed).map(({ past, replay }) => classified(past, replay));
  const outcomes = new Map(replayed.map(({ past }) => [past.id, past.outcome]));
  return {
    plan: plan.name,
    hash,
    releases,
    gates: gatesOf(plan).map((gate) => gateLine(gate, releases, (id) => outcomes.get(id))),
    totals: totalsOf(releases),
  };
}

function gatesOf(plan: Plan): { readonly id: string; readonly title: string; readonly shadow: boolean }[] {
  const byId = new Map(plan.stages.flatMap((stage) => stage.gates.map((gate) => [gate.id, gate] as const)));
  return [...byId.values()];
}

function gateLine(
  { id, title, shadow }: ReturnType<typeof gatesOf>[number],
  releases: readonly BacktestRelease[],
  outcome: (rolloutId: string) => string | undefined,
): BacktestGate {
  const alarmed = releases.filter(({ replay }) => replay.alarms.some((alarm) => alarm.gate === id));
  return {
    gate: id,
    title,
    shadow,
    alarms: alarmed.length,
    trueAlarms: alarmed.filter((one) => outcome(one.rolloutId) === 'rolledBack').length,
    falseAlarms: alarmed.filter((one) => outcome(one.rolloutId) === 'completed').length,
    first: releases.filter(({ replay }) => replay.stop?.gate === id && replay.stop.through === null).length,
  };
}

function totalsOf(releases: readonly BacktestRelease[]): BacktestTotals {
  const sum = (value: (one: BacktestRelease) => number): number => releases.reduce((total, one) => total + value(one), 0);
  const count = (kind: BacktestClass): number => releases.filter((one) => one.class === kind).length;
  return {
    releases: releases.length,
    classes: Object.fromEntries(backtestClasses.map((kind) => [kind, count(kind)])) as Record<BacktestClass, number>,
    stopped: releases.filter((one) => one.replay.stop !== null).length,
    savedMs: sum((one) => one.savedMs),
    usersSpared: sum((one) => one.usersSpared ?? 0),
    userMinutesSpared: sum((one) => one.userMinutesSpared ?? 0),
    held: {
      yellow: sum((one) => one.replay.held.yellow),
      blind: sum((one) => one.replay.held.blind),
      thin: sum((one) => one.replay.held.thin),
    },
  };
}
