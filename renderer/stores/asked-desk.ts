import { create } from 'zustand';
import type { CallProblem } from '../../main/contract/bridge.ts';
import type { Change } from '../../main/contract/events.ts';
import type { AnswerOf, CallName, InputOf } from '../../main/contract/index.ts';
import { ask } from './feed.ts';

/** What is known of one question. The last good answer stays while a newer one loads or fails. */
export interface Asked<A> {
  readonly answer: A | null;
  readonly loading: boolean;
  readonly problem: CallProblem | null;
  /** The answer is older than the last attempt to renew it. */
  readonly stale: boolean;
}

export interface AskedOptions<N extends CallName> {
  /** Folds a pushed change into a held answer; returns the same object when it does not concern it. */
  readonly apply?: (answer: AnswerOf<N>, change: Change, input: InputOf<N>) => AnswerOf<N>;
  /** Whether a change needs a fresh answer because its row does not say everything. */
  readonly asksAgain?: (change: Change, input: InputOf<N>) => boolean;
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

export const unasked: Asked<never> = { answer: null, loading: true, problem: null, stale: false };

/** All questions of one call: who looks at them, what is under way, and what was answered. */
export class AskedDesk<N extends CallName> {
  readonly useEntries = create<Readonly<Record<string, Asked<AnswerOf<N>>>>>()(() => ({}));
  readonly #lines = new Map<string, Line<N>>();
  readonly #name: N;
  readonly #options: AskedOptions<N>;

  constructor(name: N, options: AskedOptions<N>) {
    this.#name = name;
    this.#options = options;
  }

  /** Keeps a question current until the returned function is called. */
  open(key: string, input: InputOf<N>): () => void {
    const line = this.#lines.get(key) ?? { input, users: 0, inFlight: false, again: false, timer: undefined, missed: [] };
    this.#lines.delete(key);
    this.#lines.set(key, line);
    line.users += 1;
    if (line.users === 1) void this.#load(key, line);
    return () => {
      line.users -= 1;
      const idle = [...this.#lines].filter(([, other]) => other.users === 0);
      for (const [old] of idle.slice(0, Math.max(0, idle.length - kept))) this.#forget(old);
    };
  }

  ask(key: string): void {
    const line = this.#lines.get(key);
    if (line) void this.#load(key, line);
  }

  /** Asks what is looked at again, and forgets the rest. */
  askAgain(): void {
    for (const [key, line] of this.#lines) {
      if (line.users > 0) void this.#load(key, line);
      else this.#forget(key);
    }
  }

  /** Drops every answer, those under way as well: they came from another console. */
  forgetAll(): void {
    for (const line of this.#lines.values()) window.clearTimeout(line.timer);
    this.#lines.clear();
    this.useEntries.setState({}, true);
  }

  hear(change: Change): void {
    for (const [key, line] of this.#lines) {
      if (line.inFlight) line.missed.push(change);
      const held = this.useEntries.getState()[key]?.answer ?? null;
      if (held !== null && this.#options.apply) {
        const next = this.#options.apply(held, change, line.input);
        if (next !== held) this.#put(key, { answer: next });
      }
      if (line.users > 0 && this.#options.asksAgain?.(change, line.input)) this.#soon(key, line);
    }
  }

  #put(key: string, part: Partial<Asked<AnswerOf<N>>>): void {
    this.useEntries.setState((entries) => ({ [key]: { ...(entries[key] ?? unasked), ...part } }));
  }

  #forget(key: string): void {
    this.#lines.delete(key);
    this.useEntries.setState(({ [key]: _gone, ...rest }) => rest, true);
  }

  #soon(key: string, line: Line<N>): void {
    if (line.timer !== undefined) return;
    line.timer = window.setTimeout(() => {
      line.timer = undefined;
      if (line.users > 0) void this.#load(key, line);
    }, burstMs);
  }

  async #load(key: string, line: Line<N>): Promise<void> {
    if (line.inFlight) {
      line.again = true;
      return;
    }
    line.inFlight = true;
    line.missed = [];
    this.#put(key, { loading: true });
    const result = await ask(this.#name, line.input);
    line.inFlight = false;
    if (this.#lines.get(key) !== line) return;
    if (result.ok) {
      const answer = line.missed.reduce((held, change) => this.#options.apply?.(held, change, line.input) ?? held, result.answer);
      this.#put(key, { answer, loading: false, problem: null, stale: false });
    } else {
      this.#put(key, { loading: false, problem: result.problem, stale: true });
    }
    if (!line.again) return;
    line.again = false;
    this.#soon(key, line);
  }
}
