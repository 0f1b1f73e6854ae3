import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';
import type { Json } from './model/json.ts';

/**
 * SHA-256 (hex) of a value as canonical JSON (RFC 8785), so key order never matters.
 * Throws when the value holds something JSON has no word for, such as NaN.
 */
export function contentHash(value: Json): string {
  return textHash(canonicalText(value));
}

/** The text of a value that its content hash is taken of. */
export function canonicalText(value: Json): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('Only JSON values have a content hash.');
  return text;
}

/** SHA-256 (hex) of a text in UTF-8. */
export function textHash(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}
