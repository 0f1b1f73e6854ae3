import { boundNames, boundWords, type BoundName } from '../gates/words.ts';
import type { Automation, GateSpec, Plan, StageSpec } from '../model/plan.ts';
import type { Verdict, VerdictKind } from '../model/verdict.ts';
import { durationInWords } from '../words.ts';

export const matrixColumns = ['green', 'yellow', 'red', 'emergency', 'noData'] as const;
export type MatrixColumn = (typeof matrixColumns)[number];

/** When a gate says something, and what the stage then does; `when` is null where the gate never says it. */
export interface MatrixCell {
  readonly column: MatrixColumn;
  readonly when: string | null;
  readonly outcome: string;
}

export interface MatrixRow {
  readonly gate: string;
  readonly title: string;
  /** Where the gate stands now; null before its first verdict. */
  readonly current: MatrixColumn | null;
  readonly shadow: boolean;
  readonly cells: readonly MatrixCell[];
}

const columnOf: Record<VerdictKind, MatrixColumn> = {
  green: 'green',
  yellow: 'yellow',
  red: 'red',
  emergency: 'emergency',
  blind: 'noData',
  thin: 'noData',
  pending: 'noData',
};

/** The decision matrix of a stage (R3.7): gates against verdicts, each with the action it leads to and the current one marked. */
export function matrixOf(plan: Plan, stage: StageSpec, automation: Automation, verdicts: readonly Verdict[]): MatrixRow[] {
  return stage.gates.map((gate) => {
    const verdict = verdicts.find((one) => one.gate === gate.id);
    return {
      gate: gate.id,
      title: gate.title,
      current: verdict === undefined ? null : columnOf[verdict.kind],
      shadow: gate.shadow,
      cells: matrixColumns.map((column) => ({
        column,
        when: whenOf(plan, gate, column),
        outcome: outcomeOf(stage, automation, gate, column),
      })),
    };
  });
}

function whenOf(plan: Plan, gate: GateSpec, column: MatrixColumn): string | null {
  if (column === 'noData') return gate.minSamples > 0 ? `no reading, or under ${gate.minSamples} samples` : 'no reading';
  if (gate.score !== null) return scoreWhen(gate.score, column);
  if (gate.members.length > 0) return `${gate.kind === 'anyOf' ? 'any member is' : 'all members are at least'} ${column}`;
  if (column !== 'green') return boundWhen(plan, gate, column);
  const mildest = boundNames.find((name) => gate[name] !== null);
  return mildest === undefined ? null : `not ${boundWhen(plan, gate, mildest) ?? ''}`;
}

function scoreWhen({ pass, marginal }: NonNullable<GateSpec['score']>, column: MatrixColumn): string | null {
  if (column === 'green') return `${pass} points or more`;
  if (column === 'yellow') return `${marginal}–${pass} points`;
  return column === 'red' ? `under ${marginal} points` : 'a critical member is emergency';
}

function boundWhen(plan: Plan, gate: GateSpec, name: BoundName): string | null {
  const bound = gate[name];
  const metric = plan.metrics.find((one) => one.id === gate.metric);
  if (bound === null || metric === undefined) return null;
  const side = gate.direction === 'above' ? 'over' : 'under';
  const lasting =
    name !== 'red'
      ? ''
      : gate.forMs > 0
        ? ` for ${durationInWords(gate.forMs)}`
        : gate.consecutive > 1
          ? ` for ${gate.consecutive} checks in a row`
          : '';
  return `${gate.inclusive ? `at or ${side}` : side} ${boundWords(gate, metric, bound)}${lasting}`;
}

function outcomeOf(stage: StageSpec, automation: Automation, gate: GateSpec, column: MatrixColumn): string {
  if (gate.shadow) return 'only shown';
  switch (column) {
    case 'green':
      return 'goes on';
    case 'yellow':
      return stage.onYellow.action === 'extend'
        ? `holds, then watches ${durationInWords(stage.onYellow.extendMs)} longer`
        : stage.onYellow.action === 'pause'
          ? 'pauses'
          : 'holds';
    case 'red':
      return gate.onRed === 'pause' ? 'pauses' : automation.rollback ? 'rolls back' : 'asks for a rollback';
    case 'emergency':
      return automation.rollback ? 'rolls back at once, pages everybody' : 'pages everybody, asks for a rollback';
    case 'noData':
      return gate.whenNoData === 'red' ? 'rolls back' : gate.whenNoData === 'zero' ? 'reads silence as 0' : 'holds';
  }
}
