import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { z } from 'zod';
import { AuditHeadShape } from './shapes.ts';

/** What a console signs about an export: how far the log went, what was asked for, and what is in the file. Times in ms. */
export const SealShape = z.strictObject({
  format: z.literal('tidegate audit 1'),
  exportedAt: z.number(),
  filter: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  /** Newest entry of the log; the chain of the file ends there. */
  head: AuditHeadShape.strict(),
  /** Hash before the first entry in the file, and the number of that entry. */
  first: AuditHeadShape.strict(),
  /** Entries in the file with everything they say, and entries of which it holds only the proof. */
  entries: z.number().int().min(0),
  omitted: z.number().int().min(0),
  /** Ed25519, 32 bytes in base64url. */
  publicKey: z.string(),
});
export type Seal = z.infer<typeof SealShape>;

export interface SigningKey {
  /** PKCS #8 in base64; a secret. */
  readonly secret: string;
  /** 32 bytes in base64url. */
  readonly publicKey: string;
}

export function makeSigningKey(): SigningKey {
  const { privateKey } = generateKeyPairSync('ed25519');
  return signingKeyOf(privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'));
}

/** The key of a kept secret. Throws when it is none. */
export function signingKeyOf(secret: string): SigningKey {
  const key = createPrivateKey({ key: Buffer.from(secret, 'base64'), format: 'der', type: 'pkcs8' });
  const { x } = createPublicKey(key).export({ format: 'jwk' });
  if (x === undefined) throw new TypeError('This is no Ed25519 key.');
  return { secret, publicKey: x };
}

/** Ed25519 signature over a text, in base64url. */
export function signText(key: SigningKey, text: string): string {
  const secret = createPrivateKey({ key: Buffer.from(key.secret, 'base64'), format: 'der', type: 'pkcs8' });
  return sign(null, Buffer.from(text), secret).toString('base64url');
}

/** Whether a text was signed by the key with this public half. */
export function isSignedText(publicKey: string, text: string, signature: string): boolean {
  try {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
    return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
}

/** Ed25519 signature over the JSON of a seal, in base64url. */
export function signSeal(key: SigningKey, seal: Seal): string {
  return signText(key, JSON.stringify(seal));
}

/** Whether a seal was signed by the key it names. */
export function isSigned(seal: Seal, signature: string): boolean {
  return isSignedText(seal.publicKey, JSON.stringify(seal), signature);
}
