import type { CheckMoment, Plan, SignoffSpec } from '../model/plan.ts';
import type { SignoffResult } from '../model/signoff.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Verdict } from '../model/verdict.ts';
import { durationInWords, listInWords, sentence } from '../words.ts';
import { conclude, type Rule } from './view.ts';

/** Where a go or no-go stands. `due` is when it is wanted, ms; `by` is who gave it, or the gate that stands in. */
export interface SignoffState {
  readonly spec: SignoffSpec;
  readonly moment: CheckMoment;
  readonly state: 'go' | 'noGo' | 'open' | 'expired';
  readonly words: string;
  readonly result: SignoffResult | null;
  readonly due: number | null;
}

/** Whether something that names stages belongs to the stage called `name`. */
export function belongs(item: { readonly stages: readonly string[] | null }, name: string | null): boolean {
  return item.stages === null || (name !== null && item.stages.includes(name));
}

/** The go/no-go items of a moment, each filled in from its gate where it has one (R3.8). */
export function signoffsAt(snapshot: Snapshot, verdicts: readonly Verdict[], moment: CheckMoment): SignoffState[] {
  const { plan, rollout } = snapshot;
  const stage = plan.stages[rollout.stage]?.name ?? null;
  return plan.signoffs
    .filter((spec) => spec.moments.includes(moment) && (moment === 'beforeStart' || belongs(spec, stage)))
    .map((spec) => stateOf(snapshot, verdicts, spec, moment));
}

function stateOf(snapshot: Snapshot, verdicts: readonly Verdict[], spec: SignoffSpec, moment: CheckMoment): SignoffState {
  const { rollout } = snapshot;
  const since = rollout.stageEnteredAt ?? rollout.createdAt;
  const base = { spec, moment, result: null, due: spec.dueMs === null ? null : since + spec.dueMs };
  const verdict = spec.gate === null ? undefined : verdicts.find((one) => one.gate === spec.gate);
  if (verdict?.kind === 'green') return { ...base, state: 'go', words: `${verdict.title}: ${sentence(verdict.reason)}` };
  if (verdict !== undefined) return { ...base, state: 'open', words: `${verdict.title} is ${verdict.kind}: ${sentence(verdict.reason)}` };
  return { ...base, ...typed(snapshot, spec, moment) };
}

function typed(snapshot: Snapshot, spec: SignoffSpec, moment: CheckMoment): Pick<SignoffState, 'state' | 'words' | 'result'> {
  const result = newest(snapshot.signoffs, spec.id, moment, snapshot.rollout.stage);
  if (result === null) return { state: 'open', words: 'Nobody has answered yet.', result };
  const said = `${result.actor.name}${result.value === null ? '' : `: ${result.value} ${spec.value?.unit ?? ''}`.trimEnd()}`;
  const note = result.note === '' ? '' : ` ${sentence(result.note)}`;
  if (!result.go) return { state: 'noGo', words: `No-go by ${said}.${note}`, result };
  if (spec.expiresMs > 0 && snapshot.now - result.at >= spec.expiresMs) {
    return { state: 'expired', words: `The go by ${said} was ${durationInWords(spec.expiresMs)} good and has lapsed.`, result };
  }
  return { state: 'go', words: `Go by ${said}.${note}`, result };
}

function newest(results: readonly SignoffResult[], id: string, moment: CheckMoment, stage: number): SignoffResult | null {
  const own = results.filter((one) => one.signoff === id && one.moment === moment && one.stage === stage);
  return own.toSorted((a, b) => b.at - a.at)[0] ?? null;
}

/** Whether a typed value keeps the bound of its item. */
export function keepsBound(plan: Pick<Plan, 'signoffs'>, id: string, value: number): boolean {
  const wanted = plan.signoffs.find((spec) => spec.id === id)?.value ?? null;
  if (wanted === null) return true;
  if (value === wanted.bound) return !wanted.strict;
  return wanted.direction === 'above' ? value <= wanted.bound : value >= wanted.bound;
}

/** A no-go holds the share where it is; a missing or lapsed go waits for a person. */
export function waitForSignoffs(moment: CheckMoment): Rule {
  return (view) => {
    const items = signoffsAt(view.snapshot, view.verdicts, moment);
    const refused = items.find((item) => item.state === 'noGo');
    if (refused !== undefined) {
      return conclude(view, {
        kind: 'hold',
        cause: 'signoffRefused',
        reason: `${refused.spec.title}: ${refused.words}`,
        next: `needs a go for ${refused.spec.title}, or a rollback`,
      });
    }
    const open = items.filter((item) => item.state !== 'go');
    if (open.length === 0) return null;
    const titles = listInWords(open.map((item) => item.spec.title));
    return conclude(view, {
      kind: 'wait',
      cause: 'signoff',
      reason: `Waiting for ${titles}. ${open[0]?.words ?? ''}`.trimEnd(),
      next: `needs a go for ${titles}`,
      nextAt: null,
    });
  };
}
