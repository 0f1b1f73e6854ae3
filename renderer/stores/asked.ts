import { useCallback, useEffect, useRef } from 'react';
import type { AnswerOf, CallName, InputOf } from '../../main/contract/index.ts';
import type { Asked, AskedOptions } from './asked-desk.ts';
import { AskedDesk, unasked } from './asked-desk.ts';
import { onAskAgain, onChange, onForget } from './feed.ts';

export type { Asked } from './asked-desk.ts';

export interface AskedStore<N extends CallName> {
  /** Opens the question while the component is mounted; null asks nothing. */
  use(input: InputOf<N> | null): Asked<AnswerOf<N>> & { readonly askAgain: () => void };
  /** Asks every open question again. */
  askAgain(): void;
}

/** A store of answers to one call: opened once by asking, then kept current by pushes. */
export function createAskedStore<N extends CallName>(name: N, options: AskedOptions<N> = {}): AskedStore<N> {
  const desk = new AskedDesk(name, options);
  function use(input: InputOf<N> | null): Asked<AnswerOf<N>> & { readonly askAgain: () => void } {
    const key = input === null ? null : JSON.stringify(input);
    const entry = desk.useEntries((entries) => (key === null ? undefined : entries[key])) ?? unasked;
    const latest = useRef(input);
    useEffect(() => {
      latest.current = input;
    });
    useEffect(() => (key === null || latest.current === null ? undefined : desk.open(key, latest.current)), [key]);
    const askAgain = useCallback(() => {
      if (key !== null) desk.ask(key);
    }, [key]);
    return { ...entry, askAgain };
  }
  // The stores live as long as the window, so these two are never taken back.
  onChange((change) => desk.hear(change));
  onAskAgain(() => desk.askAgain());
  onForget(() => desk.forgetAll());
  return { use, askAgain: () => desk.askAgain() };
}

/** Replaces the row with the same id; a new one goes in front, or is left out when `insert` is false. */
export function replaceById<R extends { readonly id: string }>(rows: readonly R[], row: R, insert = true): R[] {
  if (rows.some((old) => old.id === row.id)) return rows.map((old) => (old.id === row.id ? row : old));
  return insert ? [row, ...rows] : [...rows];
}
