const mark = '[redacted]';

/** What a secret looks like inside running text, most specific first. Groups 1 and 2 stay. */
const shapes: readonly RegExp[] = [
  /()-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)()/g,
  /(https:\/\/hooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)\/)[^\s"'<>]+()/gi,
  /(\b(?:proxy-)?authorization["']?\s*[:=]\s*["']?(?:(?:bearer|basic|token|api-key)\s+)?)[^\s"',;]+()/gi,
  /(\b(?:bearer|basic|api-key)\s+)[\w.~+/=-]{8,}()/gi,
  /(\b(?:x-)?(?:api|environment|auth|webhook)[-_](?:key|token|secret)["']?\s*[:=]\s*["']?)[^\s"',;&]+()/gi,
  /([?&](?:sig|signature|token|access_token|id_token|key|api_key|secret|assertion|jwt|x-(?:amz|goog)-(?:signature|credential|security-token))=)[^&\s"'<>]+()/gi,
  /()\beyJ[\w-]{6,}\.[\w-]{6,}\.[\w-]*()/g,
  /()\b(?:gh[pousr]_\w{16,}|github_pat_\w{16,}|ya29\.[\w-]{10,}|xox[a-z]-[\w-]{8,}|AIza[\w-]{30,})()/g,
];

/**
 * Text with everything that opens a door taken out: authorisation headers, signed addresses, JWTs, private keys, webhook addresses
 * and known token shapes, plus each of `secrets` wherever it appears.
 */
export function redact(text: string, secrets: readonly string[] = []): string {
  let clean = text;
  // The longest first, so that a secret inside another does not leave the rest of it standing.
  for (const secret of secrets.filter((one) => one.length >= 4).toSorted((a, b) => b.length - a.length))
    clean = clean.replaceAll(secret, mark);
  for (const shape of shapes) clean = clean.replaceAll(shape, `$1${mark}$2`);
  return clean;
}

/** An address fit for a message or a log line: no user, no query, no fragment. */
export function plainUrl(url: string): string {
  if (!URL.canParse(url)) return 'an address that cannot be read';
  const { protocol, host, pathname } = new URL(url);
  return redact(`${protocol}//${host}${pathname}`);
}
