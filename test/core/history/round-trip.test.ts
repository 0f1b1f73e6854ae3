import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type HistoryRow,
  type NamedReading,
  readingFormats,
  type ReadingFormat,
  readingsReader,
  readingsWriter,
  readReleases,
  releaseFormats,
  writeReleases,
} from '../../../main/core/history/index.ts';
import type { PastRollout } from '../../../main/core/model/past-rollout.ts';

export const range = { earliest: Date.UTC(2000), latest: Date.UTC(2026, 11) };

const label = fc.oneof(
  fc.constantFrom(
    '*',
    '4.8.0',
    'stable',
    'web',
    'a,b',
    'say "yes"',
    'two\nlines',
    'back\\slash',
    ' spaced ',
    '{x="1"}',
    '# EOF',
    'ä€😀',
    '=1+1',
    'a\r',
  ),
  fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }).filter((text) => !text.includes('\uFEFF')),
);

const reading: fc.Arbitrary<NamedReading> = fc.record({
  metric: fc.constantFrom('errors', 'latency', 'crash_rate'),
  labels: fc.record({ release: label, channel: label, platform: label }),
  ts: fc.integer({ min: range.earliest, max: range.latest }),
  value: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (Object.is(value, -0) ? 0 : value)),
  samples: fc.option(fc.double({ min: 0, max: 1e9, noNaN: true })),
});

const readings = fc.uniqueArray(reading, { maxLength: 30, selector: keyOf });

function keyOf(one: Pick<NamedReading, 'metric' | 'labels' | 'ts'> | HistoryRow): string {
  return JSON.stringify([one.metric, one.labels.release, one.labels.channel, one.labels.platform, one.ts]);
}

function written(format: ReadingFormat, list: readonly NamedReading[]): string {
  const writer = readingsWriter(format);
  return writer.parts.map((part) => part.head + part.rows(list)).join('') + writer.end;
}

/** What a file says, counts put to the values they belong to; `cuts` are where the pieces end. */
function readBack(format: ReadingFormat, text: string, cuts: readonly number[]): NamedReading[] {
  const reader = readingsReader(format, range);
  const edges = [0, ...cuts.map((cut) => cut % (text.length + 1)), text.length].toSorted((a, b) => a - b);
  const batches = edges.slice(1).map((edge, index) => reader.feed(text.slice(edges[index], edge)));
  const found = new Map<string, NamedReading>();
  for (const { rows, problems } of [...batches, reader.finish()]) {
    expect(problems).toEqual([]);
    for (const { line: _line, ...row } of rows) {
      const before = found.get(keyOf(row as NamedReading));
      found.set(keyOf(row as NamedReading), (row.value === null ? { ...before, samples: row.samples } : row) as NamedReading);
    }
  }
  return [...found.values()];
}

describe.each(readingFormats)('readings as %s', (format) => {
  test('R4.11 come back as they were written, wherever the file is cut', () => {
    fc.assert(
      fc.property(readings, fc.array(fc.nat(5000), { maxLength: 6 }), (list, cuts) => {
        expect(readBack(format, written(format, list), cuts)).toEqual(list);
      }),
      { numRuns: 300 },
    );
  });

  test('R4.11 are read the same with Windows line ends', () => {
    const list = [1, 2].map((ts) => ({
      metric: 'errors',
      labels: { release: '1', channel: '*', platform: 'web' },
      ts: range.earliest + ts,
      value: 0.5,
      samples: 3,
    }));
    expect(readBack(format, written(format, list).replaceAll('\n', '\r\n'), [])).toEqual(list);
  });
});

describe.each(releaseFormats)('releases as %s', (format) => {
  const word = fc.constantFrom('1.10', '4.8.0', 'with, comma', 'a "b"', 'ä', 'two\nlines', 'true', 'null', '1e3');
  const release: fc.Arbitrary<PastRollout> = fc
    .record({
      version: word,
      previousVersion: fc.option(word),
      reason: word,
      steps: fc.uniqueArray(fc.integer({ min: 1, max: 1e9 }), { minLength: 1, maxLength: 5 }),
      percent: fc.double({ min: 0, max: 100, noNaN: true }).map((value) => (Object.is(value, -0) ? 0 : value)),
      outcome: fc.constantFrom('completed' as const, 'rolledBack' as const, 'cancelled' as const),
      start: fc.integer({ min: range.earliest, max: Date.UTC(2026, 9) }),
    })
    .map(({ steps, percent, start, ...rest }) => {
      const edges = steps.toSorted((a, b) => a - b).map((step) => start + step);
      const stages = edges.map((from, stage) => ({ stage, percent, from, to: edges[stage + 1] ?? from + 1000 }));
      const end = stages.at(-1)?.to ?? start;
      return {
        ...rest,
        id: 'x',
        source: 'imported',
        applicationId: 'harbor',
        targetId: 'web',
        targetName: 'Web',
        channel: 'live',
        surface: 'web',
        population: null,
        planName: 'steady',
        planHash: null,
        stages,
        startedAt: start,
        endedAt: end,
        decidedAt: end,
      };
    });

  test('R4.11 come back as they were written', () => {
    fc.assert(
      fc.property(fc.array(release, { minLength: 1, maxLength: 5 }), (list) => {
        const { releases, problems } = readReleases(format, writeReleases(format, list), range);
        expect(problems).toEqual([]);
        expect(releases).toMatchObject(
          list.map(({ version, previousVersion, stages, outcome, decidedAt, reason }) => ({
            version,
            previousVersion,
            stages,
            outcome,
            decidedAt,
            reason,
          })),
        );
      }),
    );
  });
});
