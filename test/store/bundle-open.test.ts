import { expect, test } from 'vitest';
import { canonicalText, contentHash } from '../../main/core/hash.ts';
import { takeBundle } from '../../main/store/bundle-open.ts';
import { newestVersion } from '../../main/store/migrations/index.ts';
import { pointsOf } from '../../main/store/readings.ts';
import { getSnapshot } from '../../main/store/snapshots.ts';
import { now } from '../support/core-samples.ts';

const everyMs = 15_000;
const labels = { release: '4.8.0', channel: 'live', platform: 'web' } as const;
const snapshot = { now, gates: ['errors'], a: null };
const hash = contentHash(snapshot);

test.each([1, 99, 100, 101, 250])('R6.2 takes a series of %i readings into a bundle that is opened, none lost or changed', (many) => {
  const taker = takeBundle(newestVersion);
  const points = Array.from({ length: many }, (_, step) => [now + step * everyMs, step / 1000, step % 2 === 0 ? null : step]);
  expect(taker.take(JSON.stringify({ t: 'readings', metric: 'm', ...labels, points }))).toBeNull();
  const stored = pointsOf(taker.done().reader, 'm', labels, 0, now + many * everyMs);
  expect(stored.map(({ ts, value, samples }) => [ts, value, samples])).toEqual(points);
});

test.each([
  ['in the order of its hash', canonicalText(snapshot)],
  ['in the order of an earlier version', JSON.stringify(snapshot)],
])('design 2.1 takes what a decision was computed from when it stands there %s', (_how, body) => {
  const taker = takeBundle(newestVersion);
  expect(taker.take(`{"t":"snapshot","hash":"${hash}","at":${now},"body":${body}}`)).toBeNull();
  expect(getSnapshot(taker.done().reader, hash)).toEqual(snapshot);
});

test.each([
  ['another value', `{"t":"snapshot","hash":"${hash}","at":1,"body":{"now":1}}`],
  [
    'a body that is hashed and another that is read',
    `{"t":"snapshot","hash":"${hash}","at":1,"body":1,"body":${canonicalText(snapshot)},"at":2}`,
  ],
])('design 2.9 refuses a snapshot line with %s, or takes what its hash names', (_how, line) => {
  const taker = takeBundle(newestVersion);
  const problem = taker.take(line);
  if (problem === null) expect(getSnapshot(taker.done().reader, hash)).toEqual(snapshot);
  else expect(problem).toBe('a snapshot is not what its hash names');
});
