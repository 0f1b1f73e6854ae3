import type { GateRow } from '../../../main/contract/shapes.ts';
import { count, duration } from '../../format.ts';
import { useNow } from '../../stores/clock.ts';

/** A source is late once its newest reading is older than this, ms. */
const lateMs = 10_000;

/** What is said of a gate whose next reading may change it. */
const nothing = 'can decide with the next reading';

/** When a gate can say something else, and what it waits for: `can decide in about 4 min: 31 of 50 samples, source 15 s late`. */
export function clockWords(gate: Pick<GateRow, 'nextChangeAt' | 'samples' | 'minSamples' | 'observedAt'>, now: number): string {
  const left = gate.nextChangeAt === null ? null : gate.nextChangeAt - now;
  const few = gate.samples !== null && gate.samples < gate.minSamples;
  const late = gate.observedAt === null ? 0 : now - gate.observedAt;
  const reasons = [
    few ? `${count(gate.samples)} of ${count(gate.minSamples)} samples` : '',
    late > lateMs ? `source ${duration(late)} late` : '',
  ].filter(Boolean);
  const when = left === null ? nothing : left <= 1000 ? 'can decide now' : `can decide in about ${duration(left)}`;
  return reasons.length === 0 ? when : `${when}: ${reasons.join(', ')}`;
}

/** Ticking form of `clockWords`; `brief` leaves it out where it would say nothing of its own. */
export function EvidenceClock({ gate, brief = false }: { readonly gate: GateRow; readonly brief?: boolean }) {
  const words = clockWords(gate, useNow());
  return brief && words === nothing ? null : <span>{words}</span>;
}
