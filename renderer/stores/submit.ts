import { useCallback, useRef, useState } from 'react';
import type { CallProblem } from '../../main/contract/bridge.ts';
import type { AnswerOf, CallName, InputOf } from '../../main/contract/index.ts';
import { ask } from './feed.ts';

export interface Submit<N extends CallName> {
  readonly busy: boolean;
  readonly problem: CallProblem | null;
  /** Sends and answers null when it was refused; the problem then stands in `problem`. */
  send(input: InputOf<N>): Promise<AnswerOf<N> | null>;
  clear(): void;
}

/** Sends a changing call from a form. Repeating the same input after a lost answer repeats its key, so it is done once. */
export function useSubmit<N extends CallName>(name: N): Submit<N> {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<CallProblem | null>(null);
  const lost = useRef<{ body: string; key: string } | null>(null);
  const send = useCallback(
    async (input: InputOf<N>) => {
      const body = JSON.stringify(input);
      const key = lost.current?.body === body ? lost.current.key : crypto.randomUUID();
      setBusy(true);
      setProblem(null);
      const result = await ask(name, input, key);
      setBusy(false);
      lost.current = !result.ok && result.problem.code === 'internal' ? { body, key } : null;
      if (result.ok) return result.answer;
      setProblem(result.problem);
      return null;
    },
    [name],
  );
  const clear = useCallback(() => setProblem(null), []);
  return { busy, problem, send, clear };
}
