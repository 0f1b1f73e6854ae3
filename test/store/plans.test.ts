import { expect, test } from 'vitest';
import { textHash } from '../../main/core/hash.ts';
import { readPlan } from '../../main/core/plan/index.ts';
import { keepPlan, planOf } from '../../main/store/plans.ts';
import { now } from '../support/core-samples.ts';
import { planOf as readSample, presetText } from '../support/plan-text.ts';
import { openTemporary, temporaryFolder } from '../support/store-samples.ts';

const kept = { name: 'practice', text: presetText('practice.yaml'), plan: readSample(presetText('practice.yaml')) };

test('design 3 keeps the plan a rollout started with, text and meaning', async () => {
  const folder = temporaryFolder();
  const store = await openTemporary(folder);
  expect(planOf(store.reader, 'h1')).toBeNull();
  keepPlan(store.writer, { ...kept, hash: 'h1', at: now });
  expect(planOf(store.reader, 'h1')).toEqual(kept);
  store.close();
  expect(planOf((await openTemporary(folder)).reader, 'h1')).toEqual(kept);
});

test('design 3 never changes a plan under its hash', async () => {
  const { writer, reader } = await openTemporary();
  keepPlan(writer, { ...kept, hash: 'h1', at: now });
  keepPlan(writer, { ...kept, text: 'other', hash: 'h1', at: now });
  expect(planOf(reader, 'h1')?.text).toBe(kept.text);
  expect(planOf(reader, 'h1')).toBe(planOf(reader, 'h1'));
});

test('design 3 keeps sight of a rollout whose plan breaks a rule that came later', async () => {
  const { writer, reader } = await openTemporary();
  const text = kept.text.replace('red: 5 %', 'red: 1 %');
  expect(readPlan(text, 'practice.yaml').ok).toBe(false);
  const hash = textHash(text);
  keepPlan(writer, { ...kept, text, hash, at: now });
  expect(planOf(reader, hash)?.plan.stages).toHaveLength(kept.plan.stages.length);
});

test('R4.11 refuses a kept plan that is not whole', async () => {
  const { writer, reader } = await openTemporary();
  keepPlan(writer, { ...kept, hash: 'h1', at: now });
  writer.run("UPDATE plan SET text = replace(text, 'percent: 10', 'percent: ten')");
  expect(() => planOf(reader, 'h1')).toThrow('the plan kept under h1 cannot be read: percent must be a share');
});
