import { describe, expect, test } from 'vitest';
import type { ErrorCount } from '../../main/core/model/error-cluster.ts';
import { addErrors, clustersOf, mostPerRelease, pruneErrors, slotMs, totalOf } from '../../main/store/clusters.ts';
import { now } from '../support/core-samples.ts';
import { openTemporary } from '../support/store-samples.ts';

const day = 86_400_000;
const range = { from: now - 60 * 60_000, to: now };

function error(over: Partial<ErrorCount> = {}): ErrorCount {
  return {
    application: 'pryde',
    release: '2.4.0',
    platform: 'web',
    fingerprint: 'f1',
    name: 'TypeError',
    title: 'x is not a function',
    frame: '',
    count: 3,
    firstAt: now - 2000,
    lastAt: now - 1000,
    ...over,
  };
}

describe('error clusters', () => {
  test('R5.6 adds up per version and platform, and keeps first and last', async () => {
    const { writer, reader } = await openTemporary();
    addErrors(writer, [error(), error({ platform: 'mobile', count: 1 })]);
    addErrors(writer, [error({ count: 4, firstAt: now, lastAt: now })]);
    const [cluster] = clustersOf(reader, { ...range, application: 'pryde' });
    expect(cluster).toMatchObject({ fingerprint: 'f1', name: 'TypeError', title: 'x is not a function' });
    expect(cluster?.counts).toEqual([
      { release: '2.4.0', platform: 'mobile', count: 1, firstAt: now - 2000, lastAt: now - 1000 },
      { release: '2.4.0', platform: 'web', count: 7, firstAt: now - 2000, lastAt: now },
    ]);
  });

  test('R5.6 lists the most frequent first, of the asked application, platform and time', async () => {
    const { writer, reader } = await openTemporary();
    const earlier = { firstAt: now - 2 * day, lastAt: now - 2 * day };
    addErrors(writer, [
      error({ fingerprint: 'small', count: 1 }),
      error({ fingerprint: 'large', count: 9, platform: 'mobile' }),
      error({ fingerprint: 'old', count: 99, ...earlier }),
      error({ application: 'harbor', fingerprint: 'other' }),
      error({ fingerprint: 'small', release: '2.3.0', count: 5, ...earlier }),
    ]);
    const found = (filter: object): string[] => clustersOf(reader, { ...range, ...filter }).map((one) => one.fingerprint);
    expect(found({ application: 'pryde' })).toEqual(['large', 'small']);
    expect(found({ application: 'pryde', platform: 'web' })).toEqual(['small']);
    expect(found({ application: 'pryde', from: now - 7 * day })).toEqual(['old', 'large', 'small']);
    const small = clustersOf(reader, { ...range, application: 'pryde', platform: 'web' })[0];
    expect(small?.counts.find((one) => one.release === '2.3.0')).toMatchObject({ count: 0 });
  });

  test('R5.6 R2.10 bounds the clusters of a release: the smallest go to the rest, and nothing is lost', async () => {
    const { writer, reader } = await openTemporary();
    addErrors(writer, [error({ fingerprint: 'large', count: 1000 })]);
    for (let batch = 0; batch < 3; batch += 1) {
      addErrors(
        writer,
        Array.from({ length: 150 }, (_, index) => error({ fingerprint: `n${batch}-${index}`, count: 1 })),
      );
    }
    const clusters = clustersOf(reader, range);
    expect(clusters.filter((one) => one.fingerprint !== '')).toHaveLength(mostPerRelease);
    expect(clusters[0]).toMatchObject({ fingerprint: 'large' });
    expect(clusters.reduce((sum, one) => sum + totalOf(one), 0)).toBe(1450);
    expect(totalOf(clusters.find((one) => one.fingerprint === '') ?? { ...error(), counts: [] })).toBe(251);
  });

  test('R5.6 forgets counts after a week and a day, and clusters that stayed away for long', async () => {
    const { writer, reader } = await openTemporary();
    addErrors(writer, [error(), error({ fingerprint: 'gone', firstAt: now - 100 * day, lastAt: now - 100 * day })]);
    addErrors(writer, [error({ firstAt: now - 9 * day, lastAt: now - 9 * day })]);
    expect(pruneErrors(writer, now)).toBe(3);
    const [left, ...none] = clustersOf(reader, { from: now - 365 * day, to: now + slotMs });
    expect(none).toEqual([]);
    expect(left?.counts[0]).toMatchObject({ count: 3, firstAt: now - 9 * day });
  });
});
