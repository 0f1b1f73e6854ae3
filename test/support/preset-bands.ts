import { expect, test } from 'vitest';
import type { DecisionKind } from '../../main/core/model/decision.ts';
import type { VerdictKind } from '../../main/core/model/verdict.ts';
import { stand, type Standing } from './preset-stand.ts';

/** One band of a document: what stands where, and the verdict and decision it must lead to. */
export type Band = readonly [title: string, standing: Standing, gate: string, verdict: VerdictKind, decision: DecisionKind];

/** Tests a preset band by band: value, verdict, decision. */
export function walkBands(file: string, bands: readonly Band[]): void {
  test.each(bands)('%s', (_title, standing, gate, verdict, decision) => {
    const { gates, conclusion } = stand(file, standing);
    expect([gates[gate], conclusion.kind]).toEqual([verdict, decision]);
  });
}

/** A value of one metric, in one stage. */
export function at(metric: string, value: number, stage?: string): Standing {
  return { values: { [metric]: value }, ...(stage === undefined ? {} : { stage }) };
}
