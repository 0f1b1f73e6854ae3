import { expect, test } from 'vitest';
import { insertAction } from '../../main/store/actions.ts';
import { decisionsAbout, getDecision, insertDecision, listDecisions } from '../../main/store/decisions.ts';
import { insertRollout } from '../../main/store/rollouts.ts';
import { now } from '../support/core-samples.ts';
import { openTemporary, sampleAction, sampleDecision, seedRollout } from '../support/store-samples.ts';

test('design 2.5 gives a decision back as it was recorded', async () => {
  const { writer, reader } = await openTemporary();
  const decision = sampleDecision({ recommendation: true, snapshotHash: 'h', actor: { kind: 'person', name: 'ada', role: 'operator' } });
  insertDecision(writer, decision);
  expect(getDecision(reader, decision.id)).toEqual(decision);
  expect(getDecision(reader, 'none')).toBeNull();
  expect(() => insertDecision(writer, decision)).toThrow('does not fit beside');
});

test('design 2.5 lists decisions newest first, by rollout, application and version', async () => {
  const { writer, reader } = await openTemporary();
  const rollout = seedRollout(writer, { id: 'r1' });
  insertRollout(writer, { ...rollout, id: 'r2', version: '4.9.0' });
  insertDecision(writer, sampleDecision({ id: 'd1', rolloutId: 'r1' }));
  insertDecision(writer, sampleDecision({ id: 'd2', rolloutId: 'r2', at: now + 1 }));
  const ids = (filter: Parameters<typeof listDecisions>[1]): string[] => listDecisions(reader, filter).map((decision) => decision.id);
  expect([ids({}), ids({ limit: 1 }), ids({ rolloutId: 'r1' }), ids({ version: '4.9.0' })]).toEqual([['d2', 'd1'], ['d2'], ['d1'], ['d2']]);
  expect([ids({ applicationId: 'harbor' }), ids({ applicationId: 'pryde' }), ids({ applicationId: 'harbor', version: '4.8.0' })]).toEqual([
    ['d2', 'd1'],
    [],
    ['d1'],
  ]);
});

test('design 2.8 shows a decision on every rollout it wrote to', async () => {
  const { writer, reader } = await openTemporary();
  insertDecision(writer, sampleDecision({ id: 'd1', rolloutId: 'r1' }));
  insertDecision(writer, sampleDecision({ id: 'd2', rolloutId: 'r2', at: now + 1 }));
  insertAction(writer, sampleAction({ decisionId: 'd1', rolloutId: 'r2' }));
  expect(decisionsAbout(reader, 'r2').map((decision) => decision.id)).toEqual(['d2', 'd1']);
  expect(decisionsAbout(reader, 'r1').map((decision) => decision.id)).toEqual(['d1']);
});
