import type { HttpClient } from './http/client.ts';

/** What every adapter call gets: nothing in an adapter reaches for the clock, randomness, the network or the store itself. */
export interface AdapterContext<S> {
  readonly http: HttpClient;
  /** Checked settings with secrets filled in from the vault. Never log this. */
  readonly settings: S;
  /** Now, ms. */
  readonly now: () => number;
}

/** One right or condition a connection needs, and whether it is there. `ok` null means it could not be found out. */
export interface TestLine {
  readonly what: string;
  readonly ok: boolean | null;
  readonly detail: string;
}
