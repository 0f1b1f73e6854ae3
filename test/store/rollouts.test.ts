import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Rollout } from '../../main/core/model/rollout.ts';
import { saveTarget } from '../../main/store/targets.ts';
import {
  getRollout,
  insertRollout,
  listRollouts,
  recordShare,
  rolloutsOfRelease,
  sharesOf,
  updateRollout,
} from '../../main/store/rollouts.ts';
import { now, sampleBaseline } from '../support/core-samples.ts';
import { openTemporary, sampleTarget, seedRollout } from '../support/store-samples.ts';

test('R6.1 gives a rollout back as it was inserted', async () => {
  const { writer, reader } = await openTemporary();
  const rollout = seedRollout(writer, {
    baselines: [sampleBaseline(0.004)],
    expected: { version: '4.8.0', percent: 10, status: 'rolling' },
    automationOverride: { promote: false, rollback: true },
    heldReason: 'A person looks',
    gapSince: now,
    observedMs: 1234.5,
  });
  expect(getRollout(reader, rollout.id)).toEqual(rollout);
  expect(getRollout(reader, 'none')).toBeNull();
});

test('R6.1 changes only the fields of a patch', async () => {
  const { writer, reader } = await openTemporary();
  const rollout = seedRollout(writer, { heldReason: 'before', expected: null });
  const patch = fc.record<Partial<Rollout>>(
    {
      state: fc.constantFrom('running', 'held', 'completed'),
      stage: fc.integer({ min: -1, max: 5 }),
      heldReason: fc.option(fc.string({ unit: 'grapheme' })),
      endedAt: fc.option(fc.nat()),
      observedMs: fc.nat(),
      baselines: fc.constantFrom([], [sampleBaseline(1)]),
      expected: fc.option(fc.constant({ version: null, percent: null, status: 'unknown' })),
      automationOverride: fc.option(fc.constant({ promote: true, rollback: false })),
    },
    { requiredKeys: [] },
  );
  let expected = rollout;
  fc.assert(
    fc.property(patch, (change) => {
      updateRollout(writer, rollout.id, change);
      expected = { ...expected, ...change };
      expect(getRollout(reader, rollout.id)).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});

test('R6.1 lists rollouts newest first, by state and up to a limit', async () => {
  const { writer, reader } = await openTemporary();
  const first = seedRollout(writer, { id: 'r1', state: 'running', createdAt: now });
  insertRollout(writer, { ...first, id: 'r2', state: 'completed', createdAt: now + 1 });
  insertRollout(writer, { ...first, id: 'r3', createdAt: now + 2 });
  const ids = (filter: Parameters<typeof listRollouts>[1]): string[] => listRollouts(reader, filter).map((rollout) => rollout.id);
  expect([ids({}), ids({ states: ['running'] }), ids({ limit: 1 }), ids({ states: [] })]).toEqual([
    ['r3', 'r2', 'r1'],
    ['r3', 'r1'],
    ['r3'],
    [],
  ]);
});

test('design 2.8 answers with the newest rollout of a release on each target', async () => {
  const { writer, reader } = await openTemporary();
  const first = seedRollout(writer, { id: 'r1', createdAt: now });
  saveTarget(writer, sampleTarget({ id: 'mobile' }));
  insertRollout(writer, { ...first, id: 'r2', targetId: 'mobile', createdAt: now + 1 });
  insertRollout(writer, { ...first, id: 'r3', createdAt: now + 2 });
  insertRollout(writer, { ...first, id: 'r4', version: '4.9.0', createdAt: now + 3 });
  expect(rolloutsOfRelease(reader, 'harbor', '4.8.0').map((rollout) => rollout.id)).toEqual(['r2', 'r3']);
});

test('R4.11 refuses a rollout without its target', async () => {
  const { writer } = await openTemporary();
  const rollout = seedRollout(writer);
  expect(() => insertRollout(writer, { ...rollout, id: 'r2', targetId: 'none' })).toThrow('refers to one that is not there');
});

test('R6.1 keeps shares over time, oldest first, the last word per moment', async () => {
  const { writer, reader } = await openTemporary();
  recordShare(writer, { rolloutId: 'r1', ts: now + 1, percent: 50 });
  recordShare(writer, { rolloutId: 'r1', ts: now, percent: 10 });
  recordShare(writer, { rolloutId: 'r1', ts: now + 1, percent: null });
  expect(sharesOf(reader, 'r1')).toEqual([
    { ts: now, percent: 10 },
    { ts: now + 1, percent: null },
  ]);
});
