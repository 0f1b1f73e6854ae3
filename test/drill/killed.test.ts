import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runKilledDrill } from '../../main/drill/killed.ts';
import { scenarioNamed } from '../../main/drill/run.ts';

/** Requests to the fleet at which the engine is killed: it starts, opens the release (40), and takes it back. The extended tests run all. */
const points = process.env['TIDEGATE_TESTS'] === 'extended' ? [3, 40, 75, 110, 140] : [40];

for (const count of points) {
  test(`design 5 loses nothing and does nothing twice when killed at request ${count}`, { timeout: 90_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tidegate-kill-'));
    try {
      const report = await runKilledDrill(scenarioNamed('bad-release'), count, folder, { after: 'requests', count, delayMs: count % 7 });
      expect(report).toMatchObject({ outcome: 'rolledBack', doubleActs: 0, auditVerified: true });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}
