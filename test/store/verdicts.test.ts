import { expect, test } from 'vitest';
import type { VerdictKind } from '../../main/core/model/verdict.ts';
import type { Writer } from '../../main/store/open.ts';
import { latestVerdicts, recordVerdicts, verdictSpans } from '../../main/store/verdicts.ts';
import { minute, now, sampleVerdict } from '../support/core-samples.ts';
import { openTemporary } from '../support/store-samples.ts';

function record(writer: Writer, after: number, kind: VerdictKind, gate = 'errors'): void {
  recordVerdicts(writer, 'ro_1', now + after, [sampleVerdict(kind, { gate })], minute);
}

test('design 2.2 keeps the latest verdict of each gate', async () => {
  const { writer, reader } = await openTemporary();
  record(writer, 0, 'green', 'latency');
  record(writer, 0, 'green');
  record(writer, 1, 'red');
  expect(latestVerdicts(reader, 'ro_1')).toEqual([sampleVerdict('red', { gate: 'errors' }), sampleVerdict('green', { gate: 'latency' })]);
  expect(latestVerdicts(reader, 'ro_2')).toEqual([]);
});

test('design 2.2 joins equal verdicts to one span, and begins another when the kind changes', async () => {
  const { writer, reader } = await openTemporary();
  for (const after of [0, 10, 20]) record(writer, after, 'green');
  record(writer, 30, 'red');
  record(writer, 40, 'red');
  expect(verdictSpans(reader, 'ro_1', 0, now + minute)).toEqual([
    { gate: 'errors', kind: 'green', from: now, to: now + 30 },
    { gate: 'errors', kind: 'red', from: now + 30, to: now + 40 },
  ]);
});

test('design 2.4 does not stretch a span over a gap that nobody observed', async () => {
  const { writer, reader } = await openTemporary();
  record(writer, 0, 'green');
  record(writer, minute, 'green');
  record(writer, 2 * minute + 1, 'green');
  expect(verdictSpans(reader, 'ro_1', 0, now + 10 * minute)).toEqual([
    { gate: 'errors', kind: 'green', from: now, to: now + minute },
    { gate: 'errors', kind: 'green', from: now + 2 * minute + 1, to: now + 2 * minute + 1 },
  ]);
});

test('design 2.2 answers with the spans that touch a time', async () => {
  const { writer, reader } = await openTemporary();
  record(writer, 0, 'green');
  record(writer, 10, 'red');
  record(writer, 20, 'green');
  const kinds = (from: number, to: number): string[] => verdictSpans(reader, 'ro_1', now + from, now + to).map((span) => span.kind);
  expect([kinds(11, 15), kinds(0, 5), kinds(21, 30)]).toEqual([['red'], ['green'], []]);
});
