import type { Transport } from './transport.ts';

/** The real network: the only place that calls `fetch`. */
export const fetchTransport: Transport = (request) =>
  fetch(request.url, {
    method: request.method,
    headers: { ...request.headers },
    body: typeof request.body === 'string' || request.body === null ? request.body : new Uint8Array(request.body),
    signal: request.signal,
    redirect: 'manual',
  });
