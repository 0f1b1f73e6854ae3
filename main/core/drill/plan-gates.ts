import type { GateDraft, GateMemberDraft, PlanDraft, StageGateDraft } from '../plan/schema.ts';
import { floors, type Scale } from './pace.ts';

export interface DrillGates {
  readonly gates: PlanDraft['gates'];
  /** By stage; undefined where a stage has none of its own. */
  readonly stageGates: readonly (StageGateDraft[] | undefined)[];
  readonly judging: readonly string[];
  readonly blind: readonly string[];
}

type AnyGate = GateDraft | StageGateDraft | GateMemberDraft;

/** Gates with their times scaled; those that need a metric nobody answers only watch, so that they hold nothing up. */
export function gatesFor(draft: PlanDraft, blindMetrics: ReadonlySet<string>, scale: Scale): DrillGates {
  const stageGates = draft.stages.map((stage) => stage.gates);
  const all: readonly AnyGate[] = [...draft.gates, ...stageGates.flatMap((gates) => gates ?? [])];
  const blindIds = new Set(all.filter((gate) => metricsOf(gate).some((metric) => blindMetrics.has(metric))).map((gate) => gate.id));
  const quiet = <G extends GateDraft | StageGateDraft>(gate: G): G => ({
    ...gate,
    ...scaled(gate, scale),
    ...(gate.gates === undefined ? {} : { gates: gate.gates.map((member) => ({ ...member, ...scaled(member, scale) })) }),
    ...(blindIds.has(gate.id) ? { shadow: true } : {}),
  });
  const named = [...new Map(all.map((gate) => [gate.id, gate])).values()];
  const acting = named.filter((gate) => gate.shadow !== true);
  return {
    gates: draft.gates.map(quiet),
    stageGates: stageGates.map((gates) => gates?.map(quiet)),
    judging: acting.filter((gate) => !blindIds.has(gate.id)).map(titleOf),
    blind: named.filter((gate) => blindIds.has(gate.id)).map(titleOf),
  };
}

function titleOf(gate: AnyGate): string {
  return gate.title ?? gate.id;
}

/** Every metric a gate needs in order to speak. */
function metricsOf(gate: AnyGate & { readonly gates?: readonly GateMemberDraft[] | undefined }): string[] {
  const own = [gate.metric, gate.twice, gate.while?.metric].filter((metric) => metric !== undefined);
  return [...own, ...(gate.metrics ?? []), ...(gate.gates ?? []).flatMap((member) => metricsOf(member))];
}

function scaled(gate: AnyGate, scale: Scale): Pick<AnyGate, 'window' | 'for' | 'while'> {
  return {
    ...(gate.window === undefined ? {} : { window: scale(gate.window, floors.window) }),
    ...(gate.for === undefined ? {} : { for: scale(gate.for) }),
    ...(gate.while?.window === undefined ? {} : { while: { ...gate.while, window: scale(gate.while.window, floors.window) } }),
  };
}
