/** One exchange on the wire. Redirects are never followed below this line. */
export interface WireRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | null;
  readonly signal: AbortSignal;
}

/** Puts one request on the wire and returns its answer as it came, redirects included. Rejects when there is none. */
export type Transport = (request: WireRequest) => Promise<Response>;
