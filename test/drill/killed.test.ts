import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runKilledDrill } from '../../main/drill/killed.ts';
import { scenarioNamed } from '../../main/drill/run.ts';

/** Requests to the fleet at which the engine is killed: while it starts, opens the release, and takes it back. */
const often = [3, 40, 110];
/** And between those, in the extended tests. */
const more = process.env['TIDEGATE_TESTS'] === 'extended' ? [75, 140] : [];
const points = [...often, ...more];

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
