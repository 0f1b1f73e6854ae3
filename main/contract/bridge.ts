import type { AnswerOf, CallName, InputOf } from './index.ts';
import type { Push } from './events.ts';

/** An error that crosses the border as data: what, where and what to do. */
export interface CallProblem {
  readonly code: 'input' | 'role' | 'notFound' | 'conflict' | 'refused' | 'offline' | 'internal';
  readonly message: string;
  /** Field path to message, for forms. */
  readonly fields?: Readonly<Record<string, string>>;
}

export type CallResult<A> =
  | { readonly ok: true; readonly answer: A; readonly replayed?: boolean }
  | { readonly ok: false; readonly problem: CallProblem };

/** What preload exposes as `window.tidegate`, and what the HTTP link imitates in a browser. */
export interface Bridge {
  call<N extends CallName>(name: N, input: InputOf<N>, key?: string): Promise<CallResult<AnswerOf<N>>>;
  /** Subscribes to pushes; returns the unsubscribe function. */
  onPush(listener: (push: Push) => void): () => void;
  /** A deep link or menu entry asked the window to go to a view, such as `/rollouts/abc`. */
  onNavigate(listener: (path: string) => void): () => void;
  /** Says whether something in the window is unsaved, so that closing it asks first. A browser asks by itself. */
  unsaved?(active: boolean): void;
  /** Makes a page of HTML into a PDF, in base64. A browser has only its print dialog for that. */
  pdf?(html: string): Promise<string>;
}
