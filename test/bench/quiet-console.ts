import { openConsole } from '../../main/console-host.ts';
import { memoryVault } from '../../main/drill/memory-vault.ts';

/** A console on a folder of its own that tells nobody anything, for an admin on this machine. */
export async function quietConsole(folder: string): ReturnType<typeof openConsole> {
  const nothing = (): undefined => undefined;
  return await openConsole({
    folder,
    vault: memoryVault(),
    log: { info: nothing, warn: nothing, error: nothing },
    role: 'admin',
    actor: 'Anna',
    port: 0,
    host: '127.0.0.1',
    names: [],
    showNotice: nothing,
    settingsChanged: nothing,
  });
}
