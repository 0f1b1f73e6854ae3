import type { FleetTruth } from '../practice/fleet.ts';
import { actionsOf } from '../store/actions.ts';
import { verifyAudit } from '../store/audit.ts';
import { listDecisions } from '../store/decisions.ts';
import { rolloutsOfRelease } from '../store/rollouts.ts';
import type { Reader } from '../store/open.ts';
import { getTarget } from '../store/targets.ts';
import { verdictSpans } from '../store/verdicts.ts';
import { stateInWords } from '../commands/rows/words.ts';
import type { DrillOutcome, ReleaseName } from './drive.ts';
import { untruths } from './honesty.ts';
import type { RealTimes } from './stopwatch.ts';

/** What a drill prints. `detectedMs` is simulated time, `sentMs` and `containedMs` are real. */
export interface DrillReport {
  readonly scenario: string;
  readonly seed: number;
  readonly expected: string;
  readonly outcome: DrillOutcome;
  /** First bad reading → decision, null when nothing was taken back. */
  readonly detectedMs: number | null;
  /** Decision → last call sent. */
  readonly sentMs: number | null;
  /** Decision → read-back on the last target. */
  readonly containedMs: number | null;
  readonly exposedUsersMax: number;
  readonly actions: readonly {
    readonly target: string;
    readonly operation: string;
    readonly result: string;
    readonly readBack: string | null;
  }[];
  readonly doubleActs: number;
  readonly auditVerified: boolean;
  /** What the console says of a target that is not so; empty when its report is the fleet's own truth. */
  readonly untruths: readonly string[];
}

export interface ReportInput {
  readonly scenario: string;
  readonly seed: number;
  readonly expected: string;
  readonly outcome: DrillOutcome;
  readonly reader: Reader;
  readonly release: ReleaseName;
  readonly times: RealTimes;
  readonly truth: FleetTruth;
}

export function drillReport(input: ReportInput): DrillReport {
  const { reader, release } = input;
  const rollouts = rolloutsOfRelease(reader, release.applicationId, release.version);
  const actions = rollouts.flatMap((rollout) => actionsOf(reader, { rolloutId: rollout.id })).sort((a, b) => a.createdAt - b.createdAt);
  return {
    scenario: input.scenario,
    seed: input.seed,
    expected: input.expected,
    outcome: input.outcome,
    detectedMs: detectedMs(
      reader,
      rollouts.map((rollout) => rollout.id),
    ),
    ...input.times,
    exposedUsersMax: input.truth.exposedUsersMax,
    actions: actions.map((action) => ({
      target: getTarget(reader, action.targetId)?.name ?? action.targetId,
      operation: action.operation.op === 'expose' ? `expose ${action.operation.percent} %` : action.operation.op,
      result: action.state,
      readBack: stateInWords(action.after),
    })),
    doubleActs: input.truth.doubleActs,
    auditVerified: verifyAudit(reader, {}).ok,
    untruths: untruths(reader, release, input.truth),
  };
}

const badKinds = new Set(['yellow', 'red', 'emergency']);

/** From the first reading judged bad without turning good again to the decision that acted on it. */
function detectedMs(reader: Reader, rolloutIds: readonly string[]): number | null {
  const rollback = rolloutIds
    .flatMap((id) => listDecisions(reader, { rolloutId: id, limit: 500 }))
    .filter((decision) => decision.kind === 'rollback' && !decision.recommendation)
    .sort((a, b) => a.at - b.at)[0];
  if (rollback === undefined) return null;
  const spans = verdictSpans(reader, rollback.rolloutId, 0, rollback.at + 1);
  const gates = new Set(spans.filter((span) => span.to >= rollback.at && badKinds.has(span.kind)).map((span) => span.gate));
  const first = [...gates].map((gate) => badSince(spans.filter((span) => span.gate === gate)));
  return first.length === 0 ? null : rollback.at - Math.min(...first);
}

function badSince(spans: readonly { readonly kind: string; readonly from: number }[]): number {
  let since = Number.POSITIVE_INFINITY;
  for (const span of [...spans].sort((a, b) => b.from - a.from)) {
    if (!badKinds.has(span.kind)) break;
    since = span.from;
  }
  return since;
}

/** Whether a drill ended as it should: as expected, nothing done twice, the audit whole, and the report true. */
export function wentWell(report: DrillReport): boolean {
  return report.outcome === report.expected && report.doubleActs === 0 && report.auditVerified && report.untruths.length === 0;
}
