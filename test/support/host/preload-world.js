// Evaluated in a page before the app's own code: the small world of a sandboxed preload, in which `run` holds the bundle.
// oxlint-disable-next-line no-unused-expressions -- the page is given this function as an expression
({ args, versions, platform, arch }, run) => {
  if (window.top !== window) return;
  const names = ['__tidegateInvoke', '__tidegateSend'];
  const [invoke, send] = names.map((name) => window[name]);
  for (const name of names) delete window[name];

  const listeners = new Map();
  const listenersOf = (channel) => {
    if (!listeners.has(channel)) listeners.set(channel, []);
    return listeners.get(channel);
  };
  const on = (channel, listener) => {
    listenersOf(channel).push(listener);
    return ipcRenderer;
  };
  const off = (channel, listener) => {
    const list = listenersOf(channel);
    const index = list.findIndex((one) => one === listener || one.original === listener);
    if (index >= 0) list.splice(index, 1);
    return ipcRenderer;
  };
  const once = (channel, listener) => {
    const wrapper = (...values) => {
      off(channel, wrapper);
      listener(...values);
    };
    wrapper.original = listener;
    return on(channel, wrapper);
  };
  const ipcRenderer = {
    on,
    addListener: on,
    off,
    removeListener: off,
    once,
    removeAllListeners: (channel) => {
      listeners.delete(channel);
      return ipcRenderer;
    },
    send: (channel, ...values) => {
      void send(channel, structuredClone(values));
    },
    invoke: async (channel, ...values) => {
      const result = await invoke(channel, structuredClone(values));
      if (result.error !== undefined) throw new Error(`Error invoking remote method '${channel}': ${result.error}`);
      return result.value;
    },
  };
  Object.defineProperty(window, Symbol.for('tidegate.push'), {
    value: (channel, values) => {
      for (const listener of Array.from(listenersOf(channel))) listener({ sender: ipcRenderer, ports: [] }, ...values);
    },
  });

  const message = (error) => error?.message ?? String(error);
  const cloned = [ArrayBuffer, Date, Map, Set, RegExp];
  const bridgedFunction = (original, seen) => {
    const proxy = (...values) => {
      let result;
      try {
        result = original(...values.map((value) => bridged(value)));
      } catch (error) {
        throw new Error(message(error), { cause: error });
      }
      return bridged(result);
    };
    seen.set(original, proxy);
    return proxy;
  };
  /** contextBridge copies plain data, stands in for functions and drops prototypes. */
  const bridged = (value, depth = 0, seen = new Map()) => {
    if (depth > 1000) throw new Error('contextBridge: the object is too deep');
    if (typeof value === 'symbol') throw new Error('contextBridge: symbols cannot be sent');
    if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return value;
    if (seen.has(value)) return seen.get(value);
    if (typeof value === 'function') return bridgedFunction(value, seen);
    if (value instanceof Promise) {
      return value.then(
        (result) => bridged(result),
        (error) => {
          throw new Error(message(error));
        },
      );
    }
    if (value instanceof Error) return new Error(value.message);
    if (value instanceof Node || value instanceof Blob) return value;
    if (ArrayBuffer.isView(value) || cloned.some((kind) => value instanceof kind)) return structuredClone(value);
    const copy = Array.isArray(value) ? [] : {};
    seen.set(value, copy);
    for (const key of Object.keys(value)) copy[key] = bridged(value[key], depth + 1, seen);
    return copy;
  };
  const frozen = (value) => {
    if (value && typeof value === 'object' && !Object.isFrozen(value)) {
      Object.freeze(value);
      for (const inner of Object.values(value)) frozen(inner);
    }
    return value;
  };
  const contextBridge = {
    exposeInMainWorld: (key, api) => {
      if (key in window) throw new Error(`Cannot bind an API on top of an existing property on the window object: ${key}`);
      Object.defineProperty(window, key, { value: frozen(bridged(api)), writable: false, configurable: false, enumerable: true });
    },
  };

  const setImmediate = (callback) => setTimeout(callback, 0);
  const modules = {
    electron: { contextBridge, ipcRenderer, webUtils: { getPathForFile: (file) => file.name }, webFrame: {}, crashReporter: {} },
    timers: { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate },
    url: { URL, URLSearchParams },
  };
  const require = (specifier) => {
    const name = specifier.replace(/^node:/, '').replace(/^electron\/(common|renderer)$/, 'electron');
    if (!(name in modules)) throw new Error(`module not found: ${specifier}`);
    return modules[name];
  };
  const process = { type: 'renderer', platform, arch, versions, env: {}, argv: args, sandboxed: true, contextIsolated: true };
  const module = { exports: {} };
  run(require, module, module.exports, process, undefined, window, setImmediate);
};
