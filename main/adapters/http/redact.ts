const secrets: readonly (readonly [RegExp, string])[] = [
  [/\b(Bearer|Api-Key|Basic|token)\s+[\w.~+/=-]{6,}/gi, '$1 •••'],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, '•••'],
  [/(hooks\.slack(?:-gov)?\.com\/services\/|\/slack\/services\/)[^\s"']+/gi, '$1•••'],
  [/([?&](?:token|key|signature|sig|access_token|X-Amz-Signature)=)[^&\s"']+/gi, '$1•••'],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----/g, '•••'],
];

/** Text for logs and messages with tokens, signed addresses and keys blotted out. */
export function redact(text: string): string {
  return secrets.reduce((clean, [pattern, instead]) => clean.replace(pattern, instead), text);
}
