import { expect, test } from 'vitest';
import { keepPlanVersion, newestPlanVersion, planVersionAt, planVersionsOf, renamePlanVersions } from '../../main/store/plan-versions.ts';
import { openTemporary } from '../support/store-samples.ts';

const anna = { kind: 'person', name: 'Anna', role: 'admin' } as const;
const version = (hash: string, at = 1) => ({ hash, text: `name: ${hash}\n`, at, actor: anna });

test('design 3 keeps every text a plan file had, newest first, with who and when', async () => {
  const { writer, reader } = await openTemporary();
  expect(newestPlanVersion(reader, 'a.yaml')).toBeNull();
  keepPlanVersion(writer, 'a.yaml', { ...version('aa11', 1), actor: null });
  keepPlanVersion(writer, 'a.yaml', version('bb22', 2));
  keepPlanVersion(writer, 'b.yaml', version('cc33', 3));
  keepPlanVersion(writer, 'a.yaml', version('aa11', 4));
  expect(planVersionsOf(reader, 'a.yaml')).toEqual([version('aa11', 4), version('bb22', 2), { ...version('aa11', 1), actor: null }]);
});

test('design 3 keeps the same text once when it is saved again without a change', async () => {
  const { writer, reader } = await openTemporary();
  keepPlanVersion(writer, 'a.yaml', version('aa11', 1));
  keepPlanVersion(writer, 'a.yaml', version('aa11', 9));
  expect(planVersionsOf(reader, 'a.yaml')).toEqual([version('aa11', 1)]);
});

test('design 3 finds a version by the beginning of its hash and takes all along to a new name', async () => {
  const { writer, reader } = await openTemporary();
  keepPlanVersion(writer, 'a.yaml', version('aa11', 1));
  expect(planVersionAt(reader, 'a.yaml', 'aa')?.text).toBe('name: aa11\n');
  expect(planVersionAt(reader, 'a.yaml', 'a%')).toBeNull();
  renamePlanVersions(writer, 'a.yaml', 'z.yaml');
  expect(planVersionsOf(reader, 'a.yaml')).toEqual([]);
  expect(planVersionsOf(reader, 'z.yaml')).toEqual([version('aa11', 1)]);
});
