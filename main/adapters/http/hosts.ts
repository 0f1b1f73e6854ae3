import { AdapterError } from '../errors.ts';

const loopback = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/;
/** Link-local addresses and names of cloud metadata services: never a platform, often a trap. */
const forbidden = /^(169\.254\.\d+\.\d+|\[fe[89ab][0-9a-f]:|metadata\.google\.internal$|instance-data$)/i;

/** `host` or `host:port` of an address, for a connection's list of allowed hosts. */
export function hostOf(url: string): string {
  return new URL(url).host;
}

/** Refuses an address outside the connection's hosts, a metadata address, and plain http beyond this machine. */
export function checkHost(url: URL, hosts: readonly string[]): void {
  const shown = `${url.protocol}//${url.host}`;
  if (forbidden.test(url.hostname)) throw new AdapterError('invalid', `${shown} is a local metadata address; Tidegate never calls it.`);
  if (!hosts.includes(url.host)) {
    throw new AdapterError('invalid', `${shown} is not one of this connection's hosts (${hosts.join(', ')}). Nothing was sent.`);
  }
  if (url.protocol === 'https:') return;
  if (url.protocol !== 'http:' || !loopback.test(url.hostname)) {
    throw new AdapterError('invalid', `${shown} is not encrypted. Use https; plain http is only for this machine.`);
  }
}
