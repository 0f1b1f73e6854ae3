import type { DrillRow } from '../../contract/drills.ts';
import { beforeIt, pressedAt, promisesOf, timesOf } from '../../core/drill/index.ts';
import type { DrillRecord } from '../../core/model/drill.ts';

/** A drill as screens show it, compared with the person's own one before. */
export function drillRow(record: DrillRecord, all: readonly DrillRecord[]): DrillRow {
  const times = timesOf(record);
  const before = beforeIt(record, all);
  const { planHash: _hash, pressed, targets, notes, ...rest } = record;
  return {
    ...rest,
    pressed: [...pressed],
    targets: [...targets],
    notes: [...notes],
    pressedAt: pressedAt(record),
    detectedMs: times.detectedMs,
    pressMs: times.pressMs,
    containedMs: times.containedMs,
    totalMs: times.totalMs,
    promises: promisesOf(times),
    before: before === null ? null : comparedWith(before),
  };
}

function comparedWith(record: DrillRecord): NonNullable<DrillRow['before']> {
  const { pressMs, containedMs, totalMs } = timesOf(record);
  return { id: record.id, title: record.title, startedAt: record.startedAt, pressMs, containedMs, totalMs };
}
