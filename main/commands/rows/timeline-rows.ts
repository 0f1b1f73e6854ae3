import { IncidentEvidence, type TimelineRow } from '../../contract/incidents.ts';
import { formatValue } from '../../core/gates/index.ts';
import { metricUnits } from '../../core/model/plan.ts';
import type { Action } from '../../core/model/action.ts';
import type { Decision } from '../../core/model/decision.ts';
import type { Incident } from '../../core/model/incident.ts';
import type { VerdictKind } from '../../core/model/verdict.ts';
import type { Reader } from '../../store/handles.ts';
import type { TimelineItem } from '../../store/incident-timeline.ts';
import { planOf } from '../../store/plans.ts';
import { getRollout } from '../../store/rollouts.ts';
import { getTarget } from '../../store/targets.ts';
import type { World } from '../world.ts';
import { entryRow } from './entry-row.ts';
import { operationInWords, stateInWords } from './words.ts';

type Tone = TimelineRow['tone'];
type Base = Omit<TimelineRow, 'kind' | 'title'>;
type Item<K extends TimelineItem['kind']> = Extract<TimelineItem, { readonly kind: K }>;

/** What the frozen evidence and the record know of gates and targets; looked up once per answer. */
interface Names {
  readonly gate: (rolloutId: string, gate: string) => string;
  readonly target: (rolloutId: string) => string | null;
  readonly evidence: IncidentEvidence;
}

const verdictTones: Readonly<Partial<Record<VerdictKind, Tone>>> = { emergency: 'bad', red: 'bad', yellow: 'warning', green: 'good' };

/** Lines of a timeline in words, in the order of the items. */
export function timelineRows(world: World, incident: Incident, items: readonly TimelineItem[]): TimelineRow[] {
  const names = namesOf(world, incident);
  return items.map((item) => rowOf(world, item, names));
}

function namesOf({ deps }: World, incident: Incident): Names {
  const { reader } = deps.store;
  const evidence = IncidentEvidence.parse(incident.evidence);
  const gates = new Map<string, string>();
  const rollouts = new Map<string, { readonly target: string | null; readonly planHash: string | null }>();
  const rollout = (id: string) => {
    const known = rollouts.get(id);
    if (known !== undefined) return known;
    const row = getRollout(reader, id);
    const fresh = {
      target: row === null ? null : (getTarget(reader, row.targetId)?.name ?? row.targetId),
      planHash: row?.planHash ?? null,
    };
    rollouts.set(id, fresh);
    return fresh;
  };
  return {
    evidence,
    target: (id) => rollout(id).target,
    gate(id, gate) {
      const { planHash } = rollout(id);
      const key = `${planHash}/${gate}`;
      const known = gates.get(key);
      if (known !== undefined) return known;
      const title = (planHash === null ? undefined : titleIn(reader, planHash, gate)) ?? gate;
      gates.set(key, title);
      return title;
    },
  };
}

/** A plan that cannot be read any more must not hide what happened under it. */
function titleIn(reader: Reader, planHash: string, gate: string): string | undefined {
  try {
    return planOf(reader, planHash)
      ?.plan.stages.flatMap((stage) => stage.gates)
      .find((one) => one.id === gate)?.title;
  } catch {
    return undefined;
  }
}

function rowOf(world: World, item: TimelineItem, names: Names): TimelineRow {
  const base: Base = {
    id: item.id,
    at: item.at,
    actor: null,
    text: '',
    tone: 'plain',
    verdict: null,
    gate: null,
    targetName: null,
    rolloutId: null,
    decisionId: null,
    earlier: [],
  };
  switch (item.kind) {
    case 'reading':
      return readingRow(base, item, names);
    case 'verdict':
      return verdictRow(base, item, names);
    case 'decision':
      return decisionLine(base, item.decision, names);
    case 'action':
      return actionLine(base, item.action, item.ended, names);
    case 'entry':
      return entryRow(base, item.entry, item.edits);
  }
}

function readingRow(base: Base, { gate, value }: Item<'reading'>, { evidence }: Names): TimelineRow {
  const series = evidence.series.find((one) => one.gate === gate);
  const unit = metricUnits.find((one) => one === series?.unit);
  const said = (number: number | null): string => (unit === undefined ? String(number) : formatValue(number, unit));
  const title = `${series?.title ?? gate}: first reading beyond the red bound, ${said(value)}`;
  const text = series === undefined ? '' : `The red bound was ${said(series.red)}.`;
  return { ...base, kind: 'reading', title, text, tone: 'bad', gate };
}

function verdictRow(base: Base, item: Item<'verdict'>, names: Names): TimelineRow {
  const { rolloutId, gate, verdict, before } = item;
  const frozen = names.evidence.series.some((one) => one.gate === gate);
  return {
    ...base,
    kind: 'verdict',
    title: `${names.gate(rolloutId, gate)}: ${before === null ? verdict : `${before} → ${verdict}`}`,
    tone: verdictTones[verdict] ?? 'plain',
    verdict,
    gate: frozen ? gate : null,
    targetName: names.target(rolloutId),
    rolloutId,
  };
}

const decisionWords: Readonly<Record<Decision['kind'], string>> = {
  wait: 'Wait',
  start: 'Start',
  advance: 'Advance',
  hold: 'Hold',
  pause: 'Pause',
  resume: 'Go on',
  rollback: 'Roll back',
  complete: 'Complete',
  cancel: 'Cancel',
  acceptDrift: 'Accept what the platform says',
  restoreDrift: 'Put right what the platform says',
  approve: 'Approve',
  signoff: 'Sign off',
  recapture: 'Take baselines again',
  automation: 'Change automation',
  retry: 'Try again',
  settle: 'Settle by hand',
};

function decisionLine(base: Base, decision: Decision, names: Names): TimelineRow {
  const { kind, recommendation, rolloutId, actor } = decision;
  const word = decisionWords[kind];
  const bad = kind === 'rollback' || kind === 'pause';
  return {
    ...base,
    kind: 'decision',
    actor: { ...actor },
    title: `${word}${recommendation ? ' recommended' : ''}: ${decision.reason}`,
    tone: bad ? 'warning' : 'plain',
    targetName: names.target(rolloutId),
    rolloutId,
    decisionId: decision.id,
  };
}

const endWords = {
  confirmed: 'Confirmed',
  failed: 'Failed',
  unknown: 'Outcome not known',
  intended: 'Not sent yet',
  sent: 'Sent',
} as const;
const endTones: Readonly<Partial<Record<Action['state'], Tone>>> = { confirmed: 'good', failed: 'bad', unknown: 'warning' };

function actionLine(base: Base, action: Action, ended: boolean, names: Names): TimelineRow {
  const says = operationInWords(action.operation, action.before);
  const where = { targetName: names.target(action.rolloutId), rolloutId: action.rolloutId, decisionId: action.decisionId };
  if (!ended) return { ...base, ...where, kind: 'action', title: `Asked the platform: ${says}` };
  const readBack = stateInWords(action.after);
  const tries = action.attempts > 1 ? ` after ${action.attempts} tries` : '';
  const text = action.state === 'confirmed' ? (readBack === null ? '' : `Read back: ${readBack}.`) : (action.problem?.message ?? '');
  return {
    ...base,
    ...where,
    kind: 'action',
    title: `${endWords[action.state]}${tries}: ${says}`,
    text,
    tone: endTones[action.state] ?? 'plain',
  };
}
