import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';

const fetchMs = 90_000;
const probeMs = 3_000;
/** After a failed fetch the next starts do not wait for another one. */
const retryAfterMs = 24 * 60 * 60_000;

/**
 * The Electron executable, fetched once when it is missing and may be; otherwise the reason in words why there is none.
 * Never waits longer than 95 s, and only for a download that has begun.
 */
export async function findElectron(root, { env, say, userId }) {
  const cannot = reasonAgainst(env, userId);
  if (cannot) return { path: null, reason: cannot };
  const folder = electronFolder(root);
  if (!folder) return { path: null, reason: 'The electron package is not installed' };
  const found = executableIn(folder, env) ?? (await fetched(root, folder, { env, say }));
  if (!found)
    return { path: null, reason: 'The Electron runtime is not here and could not be fetched ("npx install-electron" tries again)' };
  const trial = spawnSync(found, ['--version'], { timeout: 10_000, stdio: 'ignore', env });
  if (trial.status !== 0) return { path: null, reason: 'The Electron runtime does not run on this machine' };
  return { path: found, reason: null };
}

function reasonAgainst(env, userId) {
  if (process.platform !== 'linux') return null;
  if (!env.DISPLAY && !env.WAYLAND_DISPLAY) return 'There is no display for a window';
  if (userId === 0) return 'Electron does not open a window for root';
  return null;
}

function electronFolder(root) {
  try {
    return dirname(createRequire(join(root, 'package.json')).resolve('electron/package.json'));
  } catch {
    return null;
  }
}

function executableIn(folder, env) {
  const named = join(folder, 'path.txt');
  const name = existsSync(named) ? readFileSync(named, 'utf8').trim() : null;
  const override = env.ELECTRON_OVERRIDE_DIST_PATH;
  const path = override ? join(override, name ?? 'electron') : name && join(folder, 'dist', name);
  return path && existsSync(path) ? path : null;
}

async function fetched(root, folder, { env, say }) {
  const memo = join(root, 'node_modules', '.cache', 'electron-not-fetched');
  const triedLately = existsSync(memo) && Date.now() - statSync(memo).mtimeMs < retryAfterMs;
  if (env.CI || triedLately) return null;
  if (await reachable(mirrorHost(env))) {
    say('Fetching the Electron runtime, once, about 120 MB …');
    spawnSync(process.execPath, [join(folder, 'install.js')], { timeout: fetchMs, killSignal: 'SIGKILL', stdio: 'ignore', env });
    const found = executableIn(folder, env);
    if (found) return found;
  }
  mkdirSync(dirname(memo), { recursive: true });
  writeFileSync(memo, '');
  return null;
}

function mirrorHost(env) {
  const mirror = env.ELECTRON_MIRROR ?? env.npm_config_electron_mirror ?? env.NPM_CONFIG_ELECTRON_MIRROR;
  return mirror && URL.canParse(mirror) ? new URL(mirror) : new URL('https://github.com');
}

function reachable(url) {
  return new Promise((resolve) => {
    const socket = connect({ host: url.hostname, port: Number(url.port) || (url.protocol === 'http:' ? 80 : 443) });
    const settle = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(probeMs, () => settle(false));
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });
}
