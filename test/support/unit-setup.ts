import { registerHooks } from 'node:module';
import { Socket } from 'node:net';

const loopback = new Set(['localhost', '127.0.0.1', '::1', '0.0.0.0']);

type Connect = (this: Socket, ...args: unknown[]) => unknown;

/** The host of `socket.connect(...)`, whose arguments node passes on as one normalised array or as given; null for a pipe. */
function hostOf(args: readonly unknown[]): string | null {
  const first: unknown = Array.isArray(args[0]) ? args[0][0] : args[0];
  if (typeof first === 'object' && first !== null) {
    if ('path' in first && typeof first.path === 'string') return null;
    return 'host' in first && typeof first.host === 'string' ? first.host : 'localhost';
  }
  if (typeof first === 'string') return null;
  return typeof args[1] === 'string' ? args[1] : 'localhost';
}

const connect: unknown = Reflect.get(Socket.prototype, 'connect');
/** A worker runs this before each of its files; the guard is put on once. */
const guard = Symbol.for('tidegate.loopbackOnly');

if (typeof connect === 'function' && !Reflect.has(connect, guard)) {
  const guarded: Connect = function (...args) {
    const host = hostOf(args);
    if (host !== null && !loopback.has(host)) {
      throw new Error(`A test tried to reach ${host}: tests talk to loopback only`);
    }
    const result: unknown = Reflect.apply(connect, this, args);
    return result;
  };
  Reflect.set(guarded, guard, true);
  Reflect.set(Socket.prototype, 'connect', guarded);
  // The alias in vitest.config.ts reaches our own imports; this reaches packages, such as electron-updater.
  const noElectron = new URL('./no-electron.ts', import.meta.url).href;
  registerHooks({
    resolve: (specifier, context, next) => (specifier === 'electron' ? { url: noElectron, shortCircuit: true } : next(specifier, context)),
  });
}
