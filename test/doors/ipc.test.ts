import { describe, expect, test, vi } from 'vitest';
import type { ConsoleDoor } from '../../main/commands/index.ts';
import type { Push } from '../../main/contract/events.ts';
import { callChannel, openIpcDoor, pushChannel, pushTo } from '../../main/doors/ipc.ts';

type Handler = (event: never, raw: unknown) => Promise<unknown>;

function openDoor(): {
  ask: (url: string | null, raw: unknown) => Promise<unknown>;
  call: ReturnType<typeof vi.fn>;
  close: () => void;
  open: () => boolean;
} {
  const call = vi.fn(async () => ({ ok: true, answer: 1 }) as const);
  let handler: Handler | null = null;
  const close = openIpcDoor({
    door: { call } as unknown as ConsoleDoor,
    ipcMain: {
      handle: (channel, listener) => {
        expect(channel).toBe(callChannel);
        handler = listener as Handler;
      },
      removeHandler: () => {
        handler = null;
      },
    },
    role: 'operator',
    trusts: (url) => url.startsWith('app://tidegate/'),
  });
  return {
    call,
    close,
    open: () => handler !== null,
    ask: async (url, raw) => await handler?.({ senderFrame: url === null ? null : { url } } as never, raw),
  };
}

describe('the door of the window', () => {
  test('design 5 hands a call on with the role of this console', async () => {
    const door = openDoor();
    expect(await door.ask('app://tidegate/index.html', { name: 'fleet.home', input: { a: 1 }, key: 'k' })).toEqual({ ok: true, answer: 1 });
    expect(door.call).toHaveBeenCalledWith('fleet.home', { a: 1 }, { role: 'operator', trigger: 'manual' }, 'k');
  });

  test.each(['https://evil.example/', 'app://other/', 'file:///index.html', '', null])('design 5 refuses a frame from %s', async (url) => {
    const door = openDoor();
    expect(await door.ask(url, { name: 'fleet.home', input: {} })).toMatchObject({ ok: false, problem: { code: 'refused' } });
    expect(door.call).not.toHaveBeenCalled();
  });

  test.each([
    [null],
    ['fleet.home'],
    [{}],
    [{ name: 7, input: {} }],
    [{ name: 'x'.repeat(101), input: {} }],
    [{ name: 'fleet.home', input: {}, key: 'k'.repeat(201) }],
  ])('design 5 refuses the message %j', async (raw) => {
    const door = openDoor();
    expect(await door.ask('app://tidegate/', raw)).toEqual({
      ok: false,
      problem: { code: 'input', message: 'A call is {name, input, key}.' },
    });
    expect(door.call).not.toHaveBeenCalled();
  });

  test('design 5 can be closed', () => {
    const door = openDoor();
    door.close();
    expect(door.open()).toBe(false);
  });

  test('R6.1 sends pushes to a window until it is gone', () => {
    let listener: ((push: Push) => void) | null = null;
    const unsubscribe = vi.fn();
    const contents = { send: vi.fn(), isDestroyed: vi.fn(() => false), once: vi.fn() };
    const door = {
      subscribe(next: (push: Push) => void) {
        listener = next;
        return unsubscribe;
      },
    } as unknown as ConsoleDoor;
    pushTo(contents as unknown as Parameters<typeof pushTo>[0], door);
    const push: Push = { seq: 1, changes: [] };
    const hear = listener as unknown as (push: Push) => void;
    hear(push);
    contents.isDestroyed.mockReturnValue(true);
    hear(push);
    expect(contents.send.mock.calls).toEqual([[pushChannel, push]]);
    expect(contents.once).toHaveBeenCalledWith('destroyed', unsubscribe);
  });
});
