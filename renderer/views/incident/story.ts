import type { IncidentDetail } from '../../../main/contract/incidents.ts';
import type { DecisionRow, VerdictRow } from '../../../main/contract/shapes.ts';
import { verdictKinds } from '../../../main/core/model/verdict.ts';
import { clockSeconds, count, duration, percent, users } from '../../format.ts';

/** How far taking the release back has come, from the recorded actions. Times in ms UTC. */
export interface Containment {
  readonly confirmed: number;
  readonly total: number;
  readonly failed: number;
  /** When the first action was recorded. */
  readonly from: number | null;
  /** When the last one was read back; null while one is open or failed. */
  readonly to: number | null;
}

/** Operations that take a release away from users. */
const takesBack = ['rollback', 'halt', 'unpublish'];

/** What was done to take the release back since the decision that opened the incident; how it was let out is not counted. */
export function containmentOf(detail: Pick<IncidentDetail, 'actions' | 'decisions'>): Containment {
  const since = openingDecision(detail.decisions)?.at ?? 0;
  const actions = detail.actions.filter((action) => takesBack.includes(action.operation) && action.createdAt >= since);
  const confirmed = actions.filter((action) => action.state === 'confirmed');
  const done = actions.length > 0 && confirmed.length === actions.length;
  return {
    confirmed: confirmed.length,
    total: actions.length,
    failed: actions.filter((action) => action.state === 'failed').length,
    from: actions.length === 0 ? null : Math.min(...actions.map((action) => action.createdAt)),
    to: done ? Math.max(...confirmed.map((action) => action.finishedAt ?? action.createdAt)) : null,
  };
}

/** Worst first; verdicts that only counted (shadow) after those that could act. */
export function sortedVerdicts(verdicts: readonly VerdictRow[]): readonly VerdictRow[] {
  const rank = (verdict: VerdictRow) => (verdict.shadow ? verdictKinds.length : 0) + verdictKinds.indexOf(verdict.kind);
  return verdicts.toSorted((a, b) => rank(a) - rank(b));
}

function causeSentence(decision: DecisionRow | undefined, verdicts: readonly VerdictRow[]): string | null {
  const worst = sortedVerdicts(verdicts)[0];
  const bad = worst && (worst.kind === 'red' || worst.kind === 'emergency') ? worst : null;
  if (!decision) return bad ? `${bad.title}: ${bad.reason}` : null;
  const who = decision.actor.kind === 'system' ? 'Tidegate' : decision.actor.name;
  return `At ${clockSeconds(decision.at)} ${who} decided to ${verbOf(decision)}: ${decision.reason}`;
}

function verbOf(decision: DecisionRow): string {
  if (decision.kind === 'rollback') return decision.recommendation ? 'recommend a rollback' : 'roll back';
  if (decision.kind === 'pause') return 'pause the release';
  return 'hold the release';
}

function reachSentence({ evidence, incident }: IncidentDetail): string | null {
  if (evidence.usersAffected === null && evidence.sharePercent === null) return null;
  const where = evidence.targets.length === 0 ? '' : ` on ${evidence.targets.join(', ')}`;
  const share = evidence.sharePercent === null ? '' : ` at ${percent(evidence.sharePercent)}`;
  const reach = evidence.usersAffected === null ? 'It is not known how many users' : `About ${users(evidence.usersAffected)}`;
  return `${reach} had ${incident.version ?? 'it'}${where}${share}.`;
}

/** A measured length: what is shorter than a second is not told as none. Milliseconds in. */
export function took(ms: number): string {
  return ms < 1000 ? 'under 1\u00a0s' : duration(ms);
}

function containmentSentence(containment: Containment): string | null {
  if (containment.total === 0 || containment.from === null) return 'Nothing has been sent to a platform for it.';
  if (containment.to !== null) {
    const targets = containment.total === 1 ? 'the one action' : `all ${count(containment.total)} actions`;
    return `Platforms confirmed ${targets} ${took(containment.to - containment.from)} after the decision.`;
  }
  const failed =
    containment.failed > 0
      ? ` ${count(containment.failed)} ${containment.failed === 1 ? 'failed and waits' : 'failed and wait'} for a person.`
      : '';
  return `Platforms confirmed ${count(containment.confirmed)} of ${count(containment.total)} actions so far.${failed}`;
}

/** The decision that made it an incident: the oldest rollback or pause, else the oldest hold. */
export function openingDecision(decisions: readonly DecisionRow[]): DecisionRow | undefined {
  const oldest = decisions.toSorted((a, b) => a.at - b.at);
  return (
    oldest.find((decision) => decision.kind === 'rollback' || decision.kind === 'pause') ??
    oldest.find((decision) => decision.kind === 'hold')
  );
}

/** `Pryde 1.2.2`, or the application alone when no release is known to have caused it. */
export function subjectName({ applicationName, version }: Pick<IncidentDetail['incident'], 'applicationName' | 'version'>): string {
  return version === null ? applicationName : `${applicationName} ${version}`;
}

function withStop(sentence: string): string {
  return /[.?]$/.test(sentence) ? sentence : `${sentence}.`;
}

/** What happened, in sentences, from the records alone. */
export function storyOf(detail: IncidentDetail): readonly string[] {
  const sentences = [
    causeSentence(openingDecision(detail.decisions), detail.evidence.verdicts),
    reachSentence(detail),
    containmentSentence(containmentOf(detail)),
  ];
  return sentences.filter((sentence) => sentence !== null).map(withStop);
}
