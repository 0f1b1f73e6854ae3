import type { GateKind, GateSpec } from '../model/plan.ts';
import { type GateContext, note, titled } from './gate-context.ts';
import { noteRepeats } from './repeats.ts';
import type { GateDraft, GateMemberDraft } from './schema.ts';

type Compile = (draft: GateMemberDraft, context: GateContext) => GateSpec | null;

/** Fills in a gate that judges by its members. Null when it has none that can be read. */
export function compileComposite(
  draft: GateDraft | GateMemberDraft,
  kind: GateKind,
  context: GateContext,
  compile: Compile,
): GateSpec | null {
  const drafts = 'gates' in draft ? (draft.gates ?? []) : [];
  if (drafts.length === 0) {
    note(context, 'gates', `is missing; add it: the gates ${kind} judges by`);
    return null;
  }
  noteRepeats(drafts, context.placeOf('gates'), context.issues);
  const members = drafts.map((member, index) =>
    compile(member, { ...context, placeOf: (key) => [...context.placeOf('gates'), index, key] }),
  );
  const read = members.filter((member) => member !== null);
  const [first] = read;
  if (first === undefined || read.length < members.length) return null;
  if (kind === 'canaryScore') checkCanaries(read, context);
  return { ...composite(draft, kind, first, read), score: kind === 'canaryScore' ? scoreOf(draft, context) : null };
}

function composite(draft: GateDraft | GateMemberDraft, kind: GateKind, first: GateSpec, members: readonly GateSpec[]): GateSpec {
  return {
    ...first,
    id: draft.id,
    title: draft.title ?? titled(draft.id),
    kind,
    yellow: null,
    red: null,
    emergency: null,
    windowMs: Math.max(...members.map((member) => member.windowMs)),
    forMs: 0,
    consecutive: 1,
    minSamples: 0,
    shadow: draft.shadow ?? false,
    inclusive: false,
    evidence: 'raw',
    condition: null,
    onRed: draft.onRed ?? 'rollback',
    canary: null,
    twice: null,
    members,
  };
}

function checkCanaries(members: readonly GateSpec[], context: GateContext): void {
  const other = members.find((member) => member.kind !== 'canaryVsControl');
  if (other === undefined) return;
  note(context, 'gates', `of a canaryScore are all of kind canaryVsControl; ${other.id} is ${other.kind}. Use anyOf for others`);
}

/** Kayenta's usual thresholds: 95 points pass, under 75 fail. */
function scoreOf(draft: GateDraft | GateMemberDraft, context: GateContext): GateSpec['score'] {
  const score = { pass: draft.pass ?? 95, marginal: draft.marginal ?? 75 };
  if (score.marginal > score.pass || score.pass > 100 || score.marginal < 0) {
    note(context, 'marginal', `(${score.marginal}) and pass (${score.pass}) must lie within 0–100 points, marginal at or under pass`);
  }
  return score;
}
