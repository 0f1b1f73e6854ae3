import { useCallback, useEffect, useRef } from 'react';
import { create } from 'zustand';
import type { CallProblem } from '../../main/contract/bridge.ts';
import type { Change } from '../../main/contract/events.ts';
import type { AnswerOf, CallName, InputOf } from '../../main/contract/index.ts';
import { ask, onAskAgain, onChange } from './feed.ts';

/** What is known of one question. The last good answer stays while a newer one loads or fails. */
export interface Asked<A> {
  readonly answer: A | null;
  readonly loading: boolean;
  readonly problem: CallProblem | null;
  /** The answer is older than the last attempt to renew it. */
  readonly stale: boolean;
}

interface Options<N extends CallName> {
  /** Folds a pushed change into a held answer; returns the same object when it does not concern it. */
  readonly apply?: (answer: AnswerOf<N>, change: Change, input: InputOf<N>) => AnswerOf<N>;
  /** Whether a change needs a fresh answer because its row does not say everything. */
  readonly asksAgain?: (change: Change, input: InputOf<N>) => boolean;
}

export interface AskedStore<N extends CallName> {
  /** Opens the question while the component is mounted; null asks nothing. */
  use(input: InputOf<N> | null): Asked<AnswerOf<N>> & { readonly askAgain: () => void };
  /** Asks every open question again. */
  askAgain(): void;
}

interface Line<N extends CallName> {
  readonly input: InputOf<N>;
  users: number;
  inFlight: boolean;
  again: boolean;
  timer: number | undefined;
  /** Changes that arrived while the question was under way. */
  missed: Change[];
}

/** Changes come in bursts: one fresh answer per burst is enough. */
const burstMs = 800;
/** Questions nobody looks at any more are kept this many deep, for an instant return. */
const kept = 24;

function nothing<A>(): Asked<A> {
  return { answer: null, loading: true, problem: null, stale: false };
}

/** A store of answers to one call: opened once by asking, then kept current by pushes. */
export function createAskedStore<N extends CallName>(name: N, options: Options<N> = {}): AskedStore<N> {
  type A = AnswerOf<N>;
  const useEntries = create<Readonly<Record<string, Asked<A>>>>()(() => ({}));
  const lines = new Map<string, Line<N>>();

  function put(key: string, part: Partial<Asked<A>>): void {
    useEntries.setState((entries) => ({ [key]: { ...(entries[key] ?? nothing<A>()), ...part } }));
  }

  async function load(key: string, line: Line<N>): Promise<void> {
    if (line.inFlight) {
      line.again = true;
      return;
    }
    line.inFlight = true;
    line.missed = [];
    put(key, { loading: true });
    const result = await ask(name, line.input);
    line.inFlight = false;
    if (lines.get(key) !== line) return;
    if (result.ok) {
      const answer = line.missed.reduce((held, change) => options.apply?.(held, change, line.input) ?? held, result.answer);
      put(key, { answer, loading: false, problem: null, stale: false });
    } else {
      put(key, { loading: false, problem: result.problem, stale: true });
    }
    if (!line.again) return;
    line.again = false;
    soon(key, line);
  }

  function soon(key: string, line: Line<N>): void {
    if (line.timer !== undefined) return;
    line.timer = window.setTimeout(() => {
      line.timer = undefined;
      if (line.users > 0) void load(key, line);
    }, burstMs);
  }

  function hear(change: Change): void {
    for (const [key, line] of lines) {
      if (line.inFlight) line.missed.push(change);
      const held = useEntries.getState()[key]?.answer ?? null;
      if (held !== null && options.apply) {
        const next = options.apply(held, change, line.input);
        if (next !== held) put(key, { answer: next });
      }
      if (line.users > 0 && options.asksAgain?.(change, line.input)) soon(key, line);
    }
  }

  function askAgain(): void {
    for (const [key, line] of lines) {
      if (line.users > 0) void load(key, line);
      else forget(key);
    }
  }

  function forget(key: string): void {
    lines.delete(key);
    useEntries.setState(({ [key]: _gone, ...rest }) => rest, true);
  }

  function open(key: string, input: InputOf<N>): () => void {
    const line = lines.get(key) ?? { input, users: 0, inFlight: false, again: false, timer: undefined, missed: [] };
    lines.delete(key);
    lines.set(key, line);
    line.users += 1;
    if (line.users === 1) void load(key, line);
    return () => {
      line.users -= 1;
      const idle = [...lines].filter(([, other]) => other.users === 0);
      for (const [old] of idle.slice(0, Math.max(0, idle.length - kept))) forget(old);
    };
  }

  function use(input: InputOf<N> | null): Asked<A> & { readonly askAgain: () => void } {
    const key = input === null ? null : JSON.stringify(input);
    const entry = useEntries((entries) => (key === null ? undefined : entries[key])) ?? nothing<A>();
    const latest = useRef(input);
    useEffect(() => {
      latest.current = input;
    });
    useEffect(() => (key === null || latest.current === null ? undefined : open(key, latest.current)), [key]);
    const again = useCallback(() => {
      const line = key === null ? undefined : lines.get(key);
      if (key !== null && line) void load(key, line);
    }, [key]);
    return { ...entry, askAgain: again };
  }

  // The stores live as long as the window, so these two are never taken back.
  onChange(hear);
  onAskAgain(askAgain);
  return { use, askAgain };
}

/** Replaces the row with the same id; a new one goes in front, or is left out when `insert` is false. */
export function replaceById<R extends { readonly id: string }>(rows: readonly R[], row: R, insert = true): R[] {
  if (rows.some((old) => old.id === row.id)) return rows.map((old) => (old.id === row.id ? row : old));
  return insert ? [row, ...rows] : [...rows];
}
