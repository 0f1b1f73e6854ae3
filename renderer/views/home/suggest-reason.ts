import type { RolloutRow } from '../../../main/contract/shapes.ts';
import { verdictKinds } from '../../../main/core/model/verdict.ts';
import { atHead } from '../../format.ts';

/** A reason to start from: what the worst lane says, or plain words when nothing is wrong. */
export function suggestReason(lanes: readonly RolloutRow[]): string {
  const worst = lanes.toSorted((a, b) => verdictKinds.indexOf(a.verdict) - verdictKinds.indexOf(b.verdict))[0];
  if (!worst || worst.verdict === 'green' || worst.verdict === 'pending') return 'Taken back by hand';
  return `${atHead(worst.targetName)}: ${worst.verdictText}`;
}
