import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Push } from '../../main/contract/events.ts';
import { createHttpLink } from '../../renderer/link.ts';

type Handler = (event: { data?: string }) => void;

/** Stands in for the browser's EventSource, so that breaks happen when the test says so. */
class FakeSource {
  static opened: FakeSource[] = [];
  readonly handlers = new Map<string, Handler>();
  closed = false;
  constructor() {
    FakeSource.opened.push(this);
  }
  addEventListener(name: string, handler: Handler): void {
    this.handlers.set(name, handler);
  }
  close(): void {
    this.closed = true;
  }
  emit(name: string, data?: string): void {
    this.handlers.get(name)?.(data === undefined ? {} : { data });
  }
}

function answerWith(body: string, status = 200) {
  const seen = vi.fn<typeof fetch>(async () => new Response(body, { status }));
  vi.stubGlobal('fetch', seen);
  return seen;
}

describe('the link over HTTP', () => {
  afterEach(() => void vi.unstubAllGlobals());

  test('R2.7 posts the input with its idempotency key', async () => {
    const seen = answerWith('{"ok":true,"answer":{"up":false}}');
    const result = await createHttpLink().call('practice.network', { up: false }, 'key-1');
    expect(result).toEqual({ ok: true, answer: { up: false } });
    const [address, options] = seen.mock.calls[0] ?? [];
    expect(address).toBe('/api/call/practice.network');
    expect(options).toMatchObject({ method: 'POST', credentials: 'same-origin', body: '{"input":{"up":false}}' });
    expect(new Headers(options?.headers).get('idempotency-key')).toBe('key-1');
  });

  test('R2.7 hands a problem on as it came', async () => {
    answerWith('{"ok":false,"problem":{"code":"refused","message":"It is held."}}', 409);
    expect(await createHttpLink().call('fleet.status', {})).toEqual({ ok: false, problem: { code: 'refused', message: 'It is held.' } });
  });

  test('R6.2 says what to do when the session has ended, the door answers nonsense or is away', async () => {
    answerWith('', 401);
    expect(await createHttpLink().call('fleet.status', {})).toMatchObject({
      problem: { message: expect.stringContaining('Open the address') },
    });
    answerWith('<html>', 502);
    expect(await createHttpLink().call('fleet.status', {})).toMatchObject({ problem: { message: expect.stringContaining('status 502') } });
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    expect(await createHttpLink().call('fleet.status', {})).toMatchObject({
      problem: { message: expect.stringContaining('cannot be reached') },
    });
  });
});

describe('the push stream', () => {
  beforeEach(() => {
    FakeSource.opened = [];
    vi.stubGlobal('EventSource', FakeSource);
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  test('design 2 opens one stream for all listeners and closes it with the last', () => {
    const link = createHttpLink();
    const pushes: Push[] = [];
    const ends = [link.onPush((push) => pushes.push(push)), link.onConnection(() => undefined)];
    FakeSource.opened[0]?.emit('message', '{"seq":7,"changes":[]}');
    FakeSource.opened[0]?.emit('message', 'not json');
    expect(FakeSource.opened).toHaveLength(1);
    expect(pushes).toEqual([{ seq: 7, changes: [] }]);
    for (const end of ends) end();
    expect(FakeSource.opened[0]?.closed).toBe(true);
  });

  test('design 2 connects again after a break, waiting longer each time', () => {
    const states: boolean[] = [];
    const end = createHttpLink().onConnection((connected) => states.push(connected));
    FakeSource.opened[0]?.emit('error');
    vi.advanceTimersByTime(500);
    FakeSource.opened[1]?.emit('error');
    vi.advanceTimersByTime(999);
    expect(FakeSource.opened).toHaveLength(2);
    vi.advanceTimersByTime(1);
    FakeSource.opened[2]?.emit('open');
    FakeSource.opened[2]?.emit('error');
    vi.advanceTimersByTime(500);
    expect(FakeSource.opened).toHaveLength(4);
    expect(states).toEqual([false, false, true, false]);
    end();
  });
});
