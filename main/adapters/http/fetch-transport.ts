import type { Transport } from './transport.ts';

/** The real network: the only place that calls fetch. */
export const fetchTransport: Transport = async (request) => await fetch(request);
