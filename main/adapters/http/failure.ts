import { AdapterError } from '../errors.ts';
import { plainUrl, redact } from './redact.ts';
import { TooLong } from './read-body.ts';

/** Failures that happen before a request is on its way: name, route, connection and certificate. */
const beforeSending =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EAI_FAIL|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT|CERT_\w+|ERR_TLS_\w+|ERR_SSL_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|HOSTNAME_MISMATCH)$/;

/** Codes of an error and everything it was caused by. */
function codesOf(error: unknown, depth = 0): string[] {
  if (!(error instanceof Error) || depth > 4) return [];
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  const several = error instanceof AggregateError ? error.errors.flatMap((one: unknown) => codesOf(one, depth + 1)) : [];
  return [...own, ...several, ...codesOf(error.cause, depth + 1)];
}

/** True when an exchange broke off because it took too long. */
export function isTimeout(error: unknown): boolean {
  return (
    error instanceof Error &&
    (error.name === 'TimeoutError' || error.name === 'AbortError' || codesOf(error).some((code) => code.includes('TIMEOUT')))
  );
}

/**
 * What an exchange without a usable answer means: for a read always `unavailable`; for a write `unavailable` only when it surely
 * never left, else `unknownOutcome`, because a broken answer says nothing about the write itself.
 */
export function failureOf(
  error: unknown,
  request: { readonly url: string; readonly reads: boolean; readonly timeoutMs: number },
): AdapterError {
  if (error instanceof AdapterError) return error;
  const host = URL.canParse(request.url) ? new URL(request.url).host : 'The far side';
  const codes = codesOf(error);
  const detail = redact([plainUrl(request.url), ...new Set(codes)].join(' · '));
  if (error instanceof TooLong) {
    const text = `${host} answered with more than ${error.maxBytes} bytes, which is not what this call expects.`;
    return request.reads ? new AdapterError('invalid', text, { detail }) : unknown(text, detail);
  }
  if (codes.length > 0 && codes.every((code) => beforeSending.test(code))) {
    return new AdapterError('unavailable', `${host} could not be reached (${codes[0] ?? 'no connection'}). Nothing was sent.`, { detail });
  }
  const what = isTimeout(error)
    ? `${host} did not answer within ${request.timeoutMs} ms.`
    : `The connection to ${host} broke before an answer came.`;
  return request.reads ? new AdapterError('unavailable', what, { detail }) : unknown(what, detail);
}

function unknown(what: string, detail: string): AdapterError {
  return new AdapterError('unknownOutcome', `${what} The change may have been applied; it is looked up before anything is sent again.`, {
    detail,
  });
}
