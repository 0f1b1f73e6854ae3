import { AdapterError } from '../errors.ts';
import { plainUrl } from './redact.ts';

/** Which addresses a connection may reach. */
export interface Reach {
  /** Exact `host` or `host:port`, the port only where it is not the scheme's own. */
  readonly hosts: readonly string[];
  /** Plain http to this machine, for practice and for tools that run beside Tidegate. Default yes; never further. */
  readonly allowInsecureLoopback?: boolean;
}

const credentialHeader = /^(?:(?:proxy-)?authorization|cookie|api-key)$|token|secret|-key$/i;

/** True for a name or address that never leaves this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/** Link-local and cloud metadata addresses, in every spelling the URL parser leaves. These hand out a machine's own credentials. */
function isMetadata(hostname: string): boolean {
  const name = hostname.toLowerCase().replace(/\.$/, '');
  if (name === 'metadata.google.internal' || name === 'metadata') return true;
  if (/^(?:169\.254|0\.\d+)\.\d+\.\d+$/.test(name)) return true;
  return /^\[(?:fe[89ab][0-9a-f]:|::ffff:a9fe:|::ffff:0:a9fe:|64:ff9b::a9fe:|fd00:ec2:|::\])/.test(name);
}

/** The address, or `AdapterError` `invalid` when this connection must not call it. */
export function allowedUrl(url: string, reach: Reach): URL {
  if (!URL.canParse(url)) throw new AdapterError('invalid', 'An address of this connection cannot be read. Check its URL in Connections.');
  const parsed = new URL(url);
  if (parsed.username !== '' || parsed.password !== '') {
    throw new AdapterError('invalid', `${plainUrl(url)} carries a user or password. Take it out of the address and use the secret fields.`);
  }
  if (isMetadata(parsed.hostname)) {
    throw new AdapterError('invalid', `${parsed.hostname} is a link-local or metadata address, which no connection may call.`);
  }
  if (parsed.protocol === 'http:') requireSafeHttp(parsed, reach);
  else if (parsed.protocol !== 'https:') throw new AdapterError('invalid', `${plainUrl(url)} is not an https address.`);
  if (!reach.hosts.some((host) => host.toLowerCase() === parsed.host)) {
    throw new AdapterError(
      'invalid',
      `${parsed.host} is not a host of this connection, so nothing was sent. Its hosts: ${reach.hosts.join(', ')}.`,
    );
  }
  return parsed;
}

function requireSafeHttp(url: URL, reach: Reach): void {
  if (!isLoopback(url.hostname))
    throw new AdapterError('invalid', `${plainUrl(url.href)} must use https. Plain http is for this machine only.`);
  if (reach.allowInsecureLoopback === false)
    throw new AdapterError('invalid', `${plainUrl(url.href)} uses plain http, which is switched off here.`);
}

/** Headers without anything that proves who is asking: for a redirect that leaves the host. */
export function withoutCredentials(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !credentialHeader.test(name)));
}

/** Values of the headers that prove who is asking, bare and with their scheme, so that messages can leave them out. */
export function credentialsIn(headers: Readonly<Record<string, string>>): string[] {
  const values = Object.entries(headers).flatMap(([name, value]) => (credentialHeader.test(name) ? [value] : []));
  return [...values, ...values.flatMap((value) => value.split(' ').slice(1))];
}
