import { describe, expect, test } from 'vitest';
import type { ConsoleDoor } from '../../main/commands/index.ts';
import { closedHooks } from '../support/closed-hooks.ts';
import type { Push } from '../../main/contract/events.ts';
import { callChannel, openIpcDoor, pushChannel, pushTo } from '../../main/doors/ipc.ts';

type Handler = Parameters<Parameters<typeof openIpcDoor>[0]['ipcMain']['handle']>[1];

interface FakeDoor extends ConsoleDoor {
  readonly calls: unknown[][];
  readonly listeners: Set<(push: Push) => void>;
}

function fakeDoor(): FakeDoor {
  const calls: unknown[][] = [];
  const listeners = new Set<(push: Push) => void>();
  return {
    calls,
    listeners,
    async call(...call) {
      calls.push(call);
      return { ok: true, answer: 1 };
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    seq: () => 0,
    intake: () => ({ ok: true, accepted: 0, dropped: 0 }),
    hooks: closedHooks,
    idempotency: () => ({ created: 0, replayed: 0, conflict: 0, stored: 0 }),
  };
}

function openDoor(): {
  door: FakeDoor;
  ask: (url: string | null, raw: unknown) => Promise<unknown>;
  close: () => void;
  channels: string[];
} {
  const door = fakeDoor();
  const handlers = new Map<string, Handler>();
  const channels: string[] = [];
  const close = openIpcDoor({
    door,
    ipcMain: {
      handle(channel, handler) {
        channels.push(channel);
        handlers.set(channel, handler);
      },
      removeHandler: (channel) => void handlers.delete(channel),
    },
    role: 'operator',
    trusts: (url) => url.startsWith('app://tidegate/'),
  });
  return {
    door,
    channels,
    close,
    async ask(url, raw) {
      const event: unknown = { senderFrame: url === null ? null : { url } };
      const answer: unknown = await handlers.get(callChannel)?.(event as Parameters<Handler>[0], raw);
      return answer;
    },
  };
}

describe('the door of the window', () => {
  test('design 5 hands a call on with the role of this console, over its one channel', async () => {
    const { ask, door, channels } = openDoor();
    expect(await ask('app://tidegate/index.html', { name: 'fleet.home', input: { a: 1 }, key: 'k' })).toEqual({ ok: true, answer: 1 });
    expect(door.calls).toEqual([['fleet.home', { a: 1 }, { role: 'operator', trigger: 'manual' }, 'k']]);
    expect(channels).toEqual([callChannel]);
  });

  test.each(['https://evil.example/', 'app://other/', 'file:///index.html', '', null])('design 5 refuses a frame from %s', async (url) => {
    const { ask, door } = openDoor();
    expect(await ask(url, { name: 'fleet.home', input: {} })).toMatchObject({ ok: false, problem: { code: 'refused' } });
    expect(door.calls).toEqual([]);
  });

  test.each([
    [null],
    ['fleet.home'],
    [{}],
    [{ name: 7, input: {} }],
    [{ name: 'x'.repeat(101), input: {} }],
    [{ name: 'fleet.home', input: {}, key: 'k'.repeat(201) }],
  ])('design 5 refuses the message %j', async (raw) => {
    const { ask, door } = openDoor();
    expect(await ask('app://tidegate/', raw)).toEqual({ ok: false, problem: { code: 'input', message: 'A call is {name, input, key}.' } });
    expect(door.calls).toEqual([]);
  });

  test('design 5 can be closed', async () => {
    const { ask, close, door } = openDoor();
    close();
    expect(await ask('app://tidegate/', { name: 'fleet.home', input: {} })).toBeUndefined();
    expect(door.calls).toEqual([]);
  });

  test('R6.1 sends pushes to a window until it is gone', () => {
    const door = fakeDoor();
    const sent: unknown[][] = [];
    let destroyed = false;
    let gone: () => void = () => undefined;
    const contents = {
      send: (...message: unknown[]) => void sent.push(message),
      isDestroyed: () => destroyed,
      once(_event: string, listener: () => void) {
        gone = listener;
        return contents;
      },
    };
    pushTo(contents as unknown as Parameters<typeof pushTo>[0], door);
    const push: Push = { seq: 1, changes: [] };
    for (const listener of door.listeners) listener(push);
    destroyed = true;
    for (const listener of door.listeners) listener(push);
    gone();
    expect(sent).toEqual([[pushChannel, push]]);
    expect(door.listeners.size).toBe(0);
  });
});
