import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { openWorld } from '../support/engine/world.ts';

test('design 4 has a backup by hand checked by the read worker, so that no window waits for it', async () => {
  const bench = await openWorld();
  const { heavy } = bench.world;
  const checked: string[] = [];
  Object.assign(bench.world, {
    heavy: {
      ...heavy,
      call: async (name: Parameters<typeof heavy.call>[0], input: Parameters<typeof heavy.call>[1]) => {
        if (name === 'checkCopy' && 'file' in input) checked.push(basename(input.file));
        return await heavy.call(name, input);
      },
    },
  });
  const made = await bench.ask('system.backup', {});
  expect(checked).toEqual([`${basename(made.file)}.unfinished`]);
});
