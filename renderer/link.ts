import type { Bridge, CallProblem, CallResult } from '../main/contract/bridge.ts';
import type { Push } from '../main/contract/events.ts';
import type { AnswerOf, CallName, InputOf } from '../main/contract/index.ts';

declare global {
  interface Window {
    /** Put there by preload in the desktop window; absent in a browser. */
    readonly tidegate?: Bridge;
  }
}

/** A bridge that also tells whether its pushes arrive. */
export interface Link extends Bridge {
  onConnection(listener: (connected: boolean) => void): () => void;
}

const firstRetryMs = 500;
const longestRetryMs = 15_000;

function problem(code: CallProblem['code'], message: string): { ok: false; problem: CallProblem } {
  return { ok: false, problem: { code, message } };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** The door has checked the answer against the contract; here only its envelope is looked at. */
function isResult<A>(value: unknown): value is CallResult<A> {
  if (!isRecord(value)) return false;
  if (value['ok'] === true) return 'answer' in value;
  return value['ok'] === false && isRecord(value['problem']) && typeof value['problem']['message'] === 'string';
}

function isPush(value: unknown): value is Push {
  return isRecord(value) && typeof value['seq'] === 'number' && Array.isArray(value['changes']);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function callOverHttp<N extends CallName>(name: N, input: InputOf<N>, key?: string): Promise<CallResult<AnswerOf<N>>> {
  const headers = { 'content-type': 'application/json', ...(key === undefined ? {} : { 'idempotency-key': key }) };
  let response: Response;
  try {
    response = await fetch(`/api/call/${name}`, { method: 'POST', credentials: 'same-origin', headers, body: JSON.stringify({ input }) });
  } catch {
    return problem('internal', 'The console cannot be reached from this browser. Check that it still runs, then try again.');
  }
  const body = parseJson(await response.text());
  if (isResult<AnswerOf<N>>(body)) return body;
  if (response.status === 401)
    return problem('role', 'This browser session has ended. Open the address that the console printed at its start.');
  return problem('internal', `The console answered with status ${response.status} and nothing readable. Look at its log.`);
}

/** Listens to the push stream and opens it again after a break, waiting longer each time. */
function listen(onPush: (push: Push) => void, onConnection: (connected: boolean) => void): () => void {
  let source: EventSource | null = null;
  let timer: number | undefined;
  let wait = firstRetryMs;
  function open(): void {
    const current = new EventSource('/api/events');
    source = current;
    current.addEventListener('open', () => {
      wait = firstRetryMs;
      onConnection(true);
    });
    current.addEventListener('message', (event) => {
      const push = parseJson(String(event.data));
      if (isPush(push)) onPush(push);
    });
    current.addEventListener('error', () => {
      current.close();
      onConnection(false);
      timer = window.setTimeout(open, wait);
      wait = Math.min(wait * 2, longestRetryMs);
    });
  }
  open();
  return () => {
    window.clearTimeout(timer);
    source?.close();
  };
}

/** The console behind the HTTP door, for a browser. */
export function createHttpLink(): Link {
  const pushListeners = new Set<(push: Push) => void>();
  const connectionListeners = new Set<(connected: boolean) => void>();
  let close: (() => void) | null = null;
  function settle(): void {
    const wanted = pushListeners.size + connectionListeners.size > 0;
    if (wanted && !close) {
      close = listen(
        (push) => pushListeners.forEach((listener) => listener(push)),
        (connected) => connectionListeners.forEach((listener) => listener(connected)),
      );
    }
    if (wanted || !close) return;
    close();
    close = null;
  }
  function subscribe<T>(set: Set<T>, listener: T): () => void {
    set.add(listener);
    settle();
    return () => {
      set.delete(listener);
      settle();
    };
  }
  return {
    call: callOverHttp,
    onPush: (listener) => subscribe(pushListeners, listener),
    onConnection: (listener) => subscribe(connectionListeners, listener),
    onNavigate: () => () => undefined,
  };
}

/** Adds to a bridge inside the same computer that its pushes always arrive. */
export function alwaysConnected(bridge: Bridge): Link {
  return {
    call: (name, input, key) => (key === undefined ? bridge.call(name, input) : bridge.call(name, input, key)),
    onPush: (listener) => bridge.onPush(listener),
    onNavigate: (listener) => bridge.onNavigate(listener),
    onConnection: () => () => undefined,
  };
}

/** The desktop window's bridge when preload put it there, else the HTTP door of this address. */
export function createLink(): Link {
  return window.tidegate ? alwaysConnected(window.tidegate) : createHttpLink();
}
