import type { FromMain, Notice, Question } from '../protocol.ts';

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

let lastId = 0;
const waiting = new Map<number, Waiting>();

export function post(message: FromMain): void {
  if (process.connected) process.send?.(message);
}

/** Asks the test process, which owns the pages. */
export function ask(question: Question): Promise<unknown> {
  const id = ++lastId;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    post({ kind: 'ask', id, ...question });
  });
}

export function tell(notice: Notice): void {
  post({ kind: 'tell', ...notice });
}

export function settle(id: number, value: unknown, error: string | undefined): void {
  const one = waiting.get(id);
  waiting.delete(id);
  if (error === undefined) one?.resolve(value);
  else one?.reject(new Error(error));
}
