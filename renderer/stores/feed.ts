import { create } from 'zustand';
import type { Bridge, CallProblem, CallResult } from '../../main/contract/bridge.ts';
import type { Change, Push } from '../../main/contract/events.ts';
import type { AnswerOf, CallName, InputOf } from '../../main/contract/index.ts';
import type { Link } from '../link.ts';

interface FeedState {
  /** False while the pushes of the engine do not arrive. */
  readonly connected: boolean;
}

export const useFeed = create<FeedState>()(() => ({ connected: true }));

const changeListeners = new Set<(change: Change) => void>();
const askAgainListeners = new Set<() => void>();
const forgetListeners = new Set<() => void>();
let bridge: Bridge | null = null;
/** The real console, also while `bridge` is that of a drill. */
let realBridge: Bridge | null = null;
let lastSeq: number | null = null;

/** Called for each pushed change, in order. Returns the function that ends it. */
export function onChange(listener: (change: Change) => void): () => void {
  changeListeners.add(listener);
  return () => changeListeners.delete(listener);
}

/** Called when pushes were lost, so that everything shown has to be asked again. */
export function onAskAgain(listener: () => void): () => void {
  askAgainListeners.add(listener);
  return () => askAgainListeners.delete(listener);
}

/** Called when another console is looked at: nothing that was answered before may be shown any more. */
export function onForget(listener: () => void): () => void {
  forgetListeners.add(listener);
  return () => forgetListeners.delete(listener);
}

export function forgetEverything(): void {
  for (const listener of forgetListeners) listener();
}

export function askEverythingAgain(): void {
  for (const listener of askAgainListeners) listener();
}

function receive(push: Push): void {
  const hole = lastSeq !== null && push.seq !== lastSeq + 1;
  lastSeq = push.seq;
  for (const change of push.changes) for (const listener of changeListeners) listener(change);
  if (hole) askEverythingAgain();
}

/** Whatever was pushed before a connection stood is lost, the first time as well as after a break. */
function follow(connected: boolean): void {
  useFeed.setState({ connected });
  if (!connected) return;
  lastSeq = null;
  askEverythingAgain();
}

/** Makes `link` the one every store asks and hears; `real` is the real console. Returns the function that lets both go. */
export function startFeed(link: Link, real: Link = link): () => void {
  bridge = link;
  realBridge = real;
  lastSeq = null;
  useFeed.setState({ connected: true });
  askEverythingAgain();
  const ends = [link.onPush(receive), link.onConnection(follow)];
  return () => {
    for (const end of ends) end();
    if (bridge === link) bridge = null;
    if (realBridge === real) realBridge = null;
  };
}

function unreachable(error: unknown): CallProblem {
  const detail = error instanceof Error ? ` (${error.message})` : '';
  return {
    code: 'internal',
    message: `The console did not answer${detail}. Nothing is known to have been sent; look again before you repeat it.`,
  };
}

/** Asks the engine; every failure comes back as a problem, never as an exception. `key` makes a changing call safe to repeat. */
export async function ask<N extends CallName>(name: N, input: InputOf<N>, key?: string): Promise<CallResult<AnswerOf<N>>> {
  return await askOf(bridge, name, input, key);
}

/** Asks the real console, also from inside a drill. */
export async function askReal<N extends CallName>(name: N, input: InputOf<N>, key?: string): Promise<CallResult<AnswerOf<N>>> {
  return await askOf(realBridge, name, input, key);
}

async function askOf<N extends CallName>(
  asked: Bridge | null,
  name: N,
  input: InputOf<N>,
  key: string | undefined,
): Promise<CallResult<AnswerOf<N>>> {
  if (!asked) return { ok: false, problem: { code: 'internal', message: 'The console is not connected yet. Reload the window.' } };
  try {
    return await (key === undefined ? asked.call(name, input) : asked.call(name, input, key));
  } catch (error) {
    return { ok: false, problem: unreachable(error) };
  }
}
