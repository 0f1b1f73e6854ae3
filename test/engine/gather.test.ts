import { expect, test } from 'vitest';
import { gather } from '../../main/engine/gather.ts';
import { subjectById } from '../../main/engine/press.ts';
import { saveConnection } from '../../main/store/connections.ts';
import type { Row } from '../../main/store/handles.ts';
import { openBench, planLike, runningRollout } from '../support/engine/bench.ts';

const more = ['a', 'b', 'c', 'd'].map((id) => `  ${id}: { source: numbers, unit: rate, query: { what: ${id} } }\n`).join('');

test('R6.1 reads a source once per sweep, however many metrics ask it and however many connections there are', async () => {
  const bench = await openBench();
  const { id } = await runningRollout(bench, planLike(['gates:', `${more}gates:`]));
  for (let index = 0; index < 40; index += 1)
    saveConnection(bench.store.writer, { id: `con-${index}`, kind: 'metric', adapter: 'prometheus', name: `spare ${index}`, settings: {} });
  let rows = 0;
  const { reader } = bench.store;
  const counted = (sql: string, found: readonly Row[]): void => {
    if (/FROM (connection|health)/.test(sql)) rows += found.length;
  };
  const deps = {
    ...bench.deps,
    store: {
      ...bench.store,
      reader: {
        ...reader,
        all(sql: string, ...values: Parameters<typeof reader.all> extends [string, ...infer V] ? V : never) {
          const found = reader.all(sql, ...values);
          counted(sql, found);
          return found;
        },
        one(sql: string, ...values: Parameters<typeof reader.one> extends [string, ...infer V] ? V : never) {
          const found = reader.one(sql, ...values);
          counted(sql, found === null ? [] : [found]);
          return found;
        },
      },
    },
  };
  gather(deps, subjectById(deps, id));
  expect(rows).toBe(3);
});
