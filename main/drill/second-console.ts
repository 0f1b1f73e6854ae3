import { join } from 'node:path';
import { fetchTransport } from '../adapters/http/fetch-transport.ts';
import { WorkspaceBusy } from '../own-workspace.ts';
import { runCli } from './cli-child.ts';
import type { ReleaseName } from './drive.ts';
import { openDrillConsole } from './open.ts';
import { createSimClock, seededRandom } from './sim-clock.ts';

/** Somebody who tries to work on a workspace that another console holds. */
export interface Intruder {
  /** Tries again, at times that depend on the seed. */
  turn(now: number, release: ReleaseName): Promise<void>;
  /** True when every try was turned away, by both doors. */
  turnedAway(): boolean;
}

/** Exit code of a command that finds the workspace busy. */
const busy = 3;

export function createIntruder(folder: string, seed: number): Intruder {
  const random = seededRandom(seed ^ 0x2c0);
  const tries = { console: 0, command: 0, gotIn: 0 };

  async function openSecond(now: number): Promise<void> {
    tries.console += 1;
    try {
      const second = await openDrillConsole({ folder, clock: createSimClock(now), seed, transport: fetchTransport, hint: () => undefined });
      tries.gotIn += 1;
      await second.stop();
    } catch (error) {
      if (!(error instanceof WorkspaceBusy)) throw error;
    }
  }

  return {
    async turn(now, release) {
      // The first time always, then as luck has it: a bad release may be over after few steps.
      if (tries.console > 0 && random() < 0.5) return;
      await openSecond(now);
      if (tries.command > 0) return;
      tries.command += 1;
      const args = [
        '--workspace',
        join(folder, 'workspace'),
        'rollback',
        release.applicationId,
        release.version,
        '--reason',
        'Second console',
      ];
      if ((await runCli(args)).code !== busy) tries.gotIn += 1;
    },
    turnedAway: () => tries.gotIn === 0 && tries.console > 0 && tries.command > 0,
  };
}
