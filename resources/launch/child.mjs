import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** A second Ctrl-C within this time is the same one, told twice: by the terminal and by npm. */
const sameSignalMs = 1_000;

/** The environment of the person, without what npm adds for its scripts. */
export function cleanEnvironment(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(npm_|NPM_LIFECYCLE|INIT_CWD$|ELECTRON_RUN_AS_NODE$)/.test(name)));
}

/**
 * Runs the console until it ends and answers its exit code. The first signal is passed on, once, so that it can stop cleanly;
 * a later one ends it at once.
 */
export function runConsole(command, args, env) {
  // In its own process group the console hears a Ctrl-C from here only. Windows has no such groups; there the console hears it itself.
  const ownGroup = process.platform !== 'win32';
  const child = spawn(command, args, { stdio: 'inherit', env, detached: ownGroup });
  let firstAt = null;
  const pass = (signal) => {
    if (!ownGroup) return;
    if (firstAt === null) {
      firstAt = performance.now();
      child.kill(signal);
    } else if (performance.now() - firstAt > sameSignalMs) child.kill('SIGKILL');
  };
  process.on('SIGINT', () => pass('SIGINT'));
  process.on('SIGTERM', () => pass('SIGTERM'));
  process.on('SIGHUP', () => pass('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}
