import { useCallback, useRef, useState } from 'react';
import type { CallProblem, CallResult } from '../../main/contract/bridge.ts';
import type { AnswerOf, CallName, InputOf } from '../../main/contract/index.ts';
import { ask } from './feed.ts';

/** A fresh idempotency key: one per intent, kept while the same intent is tried again. */
export function newKey(): string {
  return crypto.randomUUID();
}

export interface Press<N extends CallName> {
  /** Sends once; a second call while the first is under way does nothing and answers null. */
  run(input: InputOf<N>): Promise<CallResult<AnswerOf<N>> | null>;
  readonly pending: boolean;
  readonly problem: CallProblem | null;
  readonly answer: AnswerOf<N> | null;
  reset(): void;
}

interface PressState<A> {
  readonly pending: boolean;
  readonly problem: CallProblem | null;
  readonly answer: A | null;
}

/**
 * One changing call behind a control. Repeating the same input after a failure uses the same idempotency key,
 * so a press whose answer was lost is not done twice.
 */
export function usePress<N extends CallName>(name: N): Press<N> {
  const [state, setState] = useState<PressState<AnswerOf<N>>>({ pending: false, problem: null, answer: null });
  const busy = useRef(false);
  const intent = useRef<{ readonly text: string; readonly key: string } | null>(null);
  const run = useCallback(
    async (input: InputOf<N>) => {
      if (busy.current) return null;
      busy.current = true;
      const text = JSON.stringify(input);
      if (intent.current?.text !== text) intent.current = { text, key: newKey() };
      setState({ pending: true, problem: null, answer: null });
      const result = await ask(name, input, intent.current.key);
      busy.current = false;
      if (result.ok) intent.current = null;
      setState(
        result.ok ? { pending: false, problem: null, answer: result.answer } : { pending: false, problem: result.problem, answer: null },
      );
      return result;
    },
    [name],
  );
  const reset = useCallback(() => {
    intent.current = null;
    setState({ pending: false, problem: null, answer: null });
  }, []);
  return { ...state, run, reset };
}
