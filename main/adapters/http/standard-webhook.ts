import { createHmac } from 'node:crypto';

/** A secret of Standard Webhooks: `whsec_` and the base64 of 24 to 64 bytes. */
export const secretPattern = /^whsec_([A-Za-z0-9+/]{32,88}={0,2})$/;

/** The key inside a secret; null when the text is no secret of this kind. */
export function signingKey(secret: string): Buffer | null {
  const found = secretPattern.exec(secret)?.[1];
  if (found === undefined) return null;
  const key = Buffer.from(found, 'base64');
  return key.length >= 24 && key.length <= 64 ? key : null;
}

/**
 * Signature of a message by the Standard Webhooks specification: HMAC-SHA256 over id, time in seconds and the exact bytes that are
 * sent. Throws on a secret that is none.
 */
export function signStandard(secret: string, id: string, seconds: number, body: string | Uint8Array): string {
  const key = signingKey(secret);
  if (key === null) throw new Error('The signing secret looks like whsec_ and the base64 of 24 to 64 bytes.');
  return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.`).update(body).digest('base64')}`;
}
