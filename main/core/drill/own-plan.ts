import { parse, stringify } from 'yaml';
import type { JsonObject } from '../model/json.ts';
import { readPlan } from '../plan/read.ts';
import { planSchema, type PlanDraft } from '../plan/schema.ts';
import { withoutPeople } from './left-out.ts';
import { floors, scaleBy, scaledBaseline, scaledEvery, speedOf } from './pace.ts';
import { gatesFor } from './plan-gates.ts';
import { type MetricUse, metricsFor } from './plan-metrics.ts';
import type { FleetMetric } from './stand-ins.ts';

/** What a plan meets on the practice fleet. */
export interface DrillGround {
  /** Whether the fleet knows a series for this query of a Prometheus metric. */
  readonly answers: (query: JsonObject) => boolean;
  /** The fleet's own measures: query, samples and scale by name. */
  readonly measures: Readonly<Record<FleetMetric, JsonObject>>;
  /** Names of the fleet's connections: metrics, notices, and the check that stands for a source of the plan. */
  readonly metrics: string;
  readonly notices: string;
  readonly check: (source: string) => string | null;
}

export interface DrillWishes {
  /** A person watches: long times pass faster. Without it nothing is changed in the plan's times. */
  readonly watched: boolean;
  /** Automatic rollback is off, so that a person must press. */
  readonly byHand: boolean;
}

/** A plan as a fire drill plays it, with everything in which it differs from the real one. */
export interface DrillPlan {
  readonly name: string;
  readonly text: string;
  /** Times pass this many times faster than the plan says. */
  readonly speed: number;
  /** A release that stays good needs at least this long for all stages in the drill, ms. */
  readonly lastsMs: number;
  readonly metrics: readonly MetricUse[];
  /** Titles of the gates that can act, and of those that stay blind and only watch. */
  readonly judging: readonly string[];
  readonly blind: readonly string[];
  /** What of the plan has no part in a drill, as sentences. */
  readonly leftOut: readonly string[];
  /** Shares of the stages, percent 0–100. */
  readonly percents: readonly number[];
}

export type DrillPlanRead = { readonly ok: true; readonly drill: DrillPlan } | { readonly ok: false; readonly problem: string };

/**
 * Maps a team's plan onto the practice fleet: sources, checks and notices become the fleet's, what waits for other people or other
 * days is left out, and long times pass faster. A metric that the fleet cannot answer keeps its gates as blind watchers. Pure.
 */
export function planForDrill(text: string, file: string, ground: DrillGround, wishes: DrillWishes): DrillPlanRead {
  const read = readPlan(text, file);
  if (!read.ok) {
    const first = read.problems[0];
    return { ok: false, problem: `${file}:${first?.line ?? 1} ${first?.message ?? 'is not valid'}. Correct the plan first.` };
  }
  const draft = planSchema.parse(parse(text));
  const speed = wishes.watched ? speedOf(draft) : 1;
  const { uses, metrics } = metricsFor(draft, ground, speed);
  const blindMetrics = new Set(uses.filter((use) => use.use === 'blind').map((use) => use.id));
  const { gates, stageGates, judging, blind } = gatesFor(draft, blindMetrics, scaleBy(speed));
  if (judging.length === 0) {
    const names = uses.map((use) => use.title).join(', ');
    return {
      ok: false,
      problem: `The practice fleet answers none of the metrics of ${read.plan.name} (${names}), so no gate could turn red.`,
    };
  }
  const { rest, leftOut } = withoutPeople(draft, ground);
  const built = { ...rest, ...times(draft, speed), metrics, gates, stages: stagesFor(rest.stages, stageGates, speed, wishes) };
  const played: PlanDraft = { ...built, automation: { promote: true, rollback: !wishes.byHand && draft.automation?.rollback !== false } };
  const playedText = stringify(played, { aliasDuplicateObjects: false, lineWidth: 0 });
  const again = readPlan(playedText, file);
  if (!again.ok) return { ok: false, problem: `${read.plan.name} cannot be played: ${again.problems[0]?.message ?? 'it does not fit'}.` };
  const { stages } = again.plan;
  const percents = stages.map((stage) => stage.percent);
  const lastsMs = stages.reduce((sum, stage) => sum + stage.bakeMs, 0);
  return { ok: true, drill: { name: read.plan.name, text: playedText, speed, lastsMs, metrics: uses, judging, blind, leftOut, percents } };
}

function times(draft: PlanDraft, speed: number): Pick<PlanDraft, 'every' | 'platformEvery' | 'baselineWindow'> {
  const scale = scaleBy(speed);
  return {
    every: scaledEvery(draft.every ?? '15s', speed),
    platformEvery: scale(draft.platformEvery ?? '1m', floors.platformEvery),
    baselineWindow: scaledBaseline(draft.baselineWindow ?? '1h', scale, speed),
  };
}

type Stages = PlanDraft['stages'];

function stagesFor(stages: Stages, gates: readonly Stages[number]['gates'][], speed: number, { byHand }: DrillWishes): Stages {
  const scale = scaleBy(speed);
  return stages.map(({ automation, ...stage }, index) => ({
    ...stage,
    ...(byHand || automation?.rollback === undefined ? {} : { automation: { rollback: automation.rollback } }),
    bake: scale(stage.bake, floors.bake),
    ...(stage.extend === undefined ? {} : { extend: scale(stage.extend, floors.bake) }),
    ...(stage.streak === undefined ? {} : { streak: scale(stage.streak) }),
    ...(stage.accelerated === undefined ? {} : { accelerated: { ...stage.accelerated, bake: scale(stage.accelerated.bake) } }),
    ...(gates[index] === undefined ? {} : { gates: gates[index] }),
  }));
}
