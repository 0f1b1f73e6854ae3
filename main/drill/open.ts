import { join } from 'node:path';
import type { Transport } from '../adapters/http/transport.ts';
import type { Vault } from '../commands/world.ts';
import type { Hint } from '../engine/deps.ts';
import { presetFolder, readWorkerUrl, tidegateVersion } from '../paths.ts';
import { realSleep } from '../real-world.ts';
import { start, type Running } from '../start.ts';
import { memoryVault } from './memory-vault.ts';
import { seededRandom, type SimClock } from './sim-clock.ts';

const quiet = {
  info: () => undefined,
  warn: () => undefined,
  error: (fields: object, message: string) => process.stderr.write(`${message} ${JSON.stringify(fields)}\n`),
};

/** A whole console on a simulated clock, in its own workspace, with no window and no door. */
export async function openDrillConsole(options: {
  folder: string;
  clock: SimClock;
  seed: number;
  transport: Transport;
  hint: (hint: Hint) => void;
  /** Secrets that another process must find; without it they are gone with this one. */
  vault?: Vault;
}): Promise<Running> {
  return await start({
    folder: join(options.folder, 'workspace'),
    clock: options.clock,
    // Simulated hours should not wait for real seconds between tries.
    pause: (ms) => realSleep(ms / 20),
    random: seededRandom(options.seed ^ 0x5bd1e995),
    transport: options.transport,
    vault: options.vault ?? memoryVault(),
    log: quiet,
    version: tidegateVersion(),
    presetFolder: presetFolder(),
    readWorkerUrl: readWorkerUrl(),
    openedAs: 'admin',
    defaultActor: 'drill',
    showNotice: () => undefined,
    settingsChanged: () => undefined,
    heard: options.hint,
    practice: null,
  });
}
