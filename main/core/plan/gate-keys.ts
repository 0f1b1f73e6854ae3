import { compositeKinds } from '../gates/list.ts';
import type { GateKind } from '../model/plan.ts';
import { listInWords } from '../words.ts';
import { type GateContext, note } from './gate-context.ts';
import type { GateDraft, GateMemberDraft } from './schema.ts';

/** Keys that mean something for some kinds only. */
const keysOfKinds: readonly { readonly keys: readonly string[]; readonly kinds: readonly GateKind[] }[] = [
  { keys: ['gates'], kinds: compositeKinds },
  { keys: ['pass', 'marginal'], kinds: ['canaryScore'] },
  { keys: ['weights', 'metrics', 'defaultWeight'], kinds: ['weightedScore'] },
  { keys: ['twice'], kinds: ['sampleRatio'] },
  { keys: ['canary', 'critical', 'group', 'weight'], kinds: ['canaryVsControl'] },
];

const boundKeys = ['yellow', 'red', 'emergency', 'direction', 'for', 'consecutive', 'minEvents', 'evidence'];

/** A composite takes everything else from its members. */
const ownOfComposites = ['id', 'title', 'kind', 'gates', 'pass', 'marginal', 'shadow', 'onRed'];

/** Notes keys that say nothing for a gate of this kind: a setting nobody reads would be a promise nobody keeps. */
export function checkKeys(draft: GateDraft | GateMemberDraft, kind: GateKind, context: GateContext): void {
  const given = Object.entries(draft).flatMap(([key, value]) => (value === undefined ? [] : [key]));
  for (const { keys, kinds } of keysOfKinds) {
    for (const key of keys) {
      if (given.includes(key) && !kinds.includes(kind))
        note(context, key, `belongs to ${listInWords(kinds)}; this gate is ${kind}. Remove it`);
    }
  }
  if (kind === 'weightedScore' && given.includes('metric'))
    note(context, 'metric', 'is not for a weightedScore: name its parts under metrics or weights');
  if (kind === 'sampleRatio') {
    for (const key of given.filter((one) => boundKeys.includes(one)))
      note(context, key, 'is not for sampleRatio: it holds when the split is not the planned one. Remove it');
  }
  if (!compositeKinds.includes(kind)) return;
  for (const key of given) {
    if (!ownOfComposites.includes(key)) note(context, key, `belongs to the members of ${kind}, not to the gate itself; move it into gates`);
  }
}

/** Whether a key of a gate says something for this kind, so that only such keys are offered while a plan is written. */
export function fitsGateKind(key: string, kind: string): boolean {
  const composite = compositeKinds.some((one) => one === kind);
  if (composite && !ownOfComposites.includes(key)) return false;
  if (kind === 'weightedScore' && key === 'metric') return false;
  return keysOfKinds.every(({ keys, kinds }) => !keys.includes(key) || kinds.some((one) => one === kind));
}
