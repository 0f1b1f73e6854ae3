/** One request. Reads (`GET`) are retried here; writes never are: whether to repeat them is the engine's decision. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A string or bytes are sent as they are, anything else as JSON. */
  readonly body?: unknown;
  /** Default 15,000 ms. */
  readonly timeoutMs?: number;
  /** Default 1 MiB; a longer answer is an error. */
  readonly maxBytes?: number;
  /** POST that only reads, such as a query; it is retried like GET. */
  readonly reads?: boolean;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
  readonly text: string;
  /** Parsed body; throws `AdapterError` `invalid` when it is not JSON. */
  json(): unknown;
  /** A text made from this answer without the credentials of its request and anything else that opens a door. */
  readonly conceal?: (text: string) => string;
}

/**
 * Sends a request and returns any HTTP answer, errors included; throws `AdapterError` only when there is none:
 * `unavailable` when the request surely did not arrive, `unknownOutcome` when a write may have.
 * Refuses hosts outside the connection's list and drops credentials on a redirect to another host.
 */
export interface HttpClient {
  send(request: HttpRequest): Promise<HttpAnswer>;
}
