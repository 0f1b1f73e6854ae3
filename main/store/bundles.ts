import { z } from 'zod';
import type { Actor } from '../core/model/actor.ts';
import type { Reader, Row, Writer } from './handles.ts';
import { number, shaped, text, toJson } from './row.ts';
import { ActorShape } from './shapes.ts';

export const bundleFormat = 'tidegate bundle 1';

/** First line of a bundle: what it is about, what it holds, and the hash of everything after it, signed. Times in ms. */
export const BundleHead = z.strictObject({
  format: z.literal(bundleFormat),
  /** Version of the Tidegate that made it, and the format of its workspace. */
  tidegate: z.string().max(100),
  schema: z.number().int().min(100),
  madeAt: z.number(),
  incidentId: z.string().min(1).max(200),
  application: z.string().max(200),
  version: z.string().max(200).nullable(),
  severity: z.string().max(10),
  title: z.string().max(1000),
  openedAt: z.number(),
  closedAt: z.number().nullable(),
  /** Lines after this one, and SHA-256 (hex) of their bytes. */
  lines: z.number().int().min(1),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  /** Decisions whose readings found no room. */
  leftOut: z.number().int().min(0),
  /** Ed25519, 32 bytes in base64url. */
  publicKey: z.string().max(100),
});
export type BundleHead = z.infer<typeof BundleHead>;

/** What was proved of a bundle when it was opened. `ok` null: nothing to prove. */
export const ProofLine = z.object({ what: z.string(), ok: z.boolean().nullable(), says: z.string() });
export type ProofLine = z.infer<typeof ProofLine>;

/** An incident of another console, as its file. */
export interface Bundle {
  readonly id: string;
  readonly head: BundleHead;
  readonly proof: readonly ProofLine[];
  readonly bytes: number;
  readonly addedAt: number;
  readonly actor: Actor;
}

function bundleOf(row: Row): Bundle {
  return {
    id: text(row, 'id'),
    head: shaped(row, 'header', BundleHead),
    proof: shaped(row, 'proof', z.array(ProofLine)),
    bytes: number(row, 'bytes'),
    addedAt: number(row, 'added_at'),
    actor: shaped(row, 'actor', ActorShape),
  };
}

const columns = 'id, header, proof, bytes, added_at, actor';

export function insertBundle(writer: Writer, bundle: Bundle, content: Uint8Array): void {
  const sql = 'INSERT INTO bundle (id, hash, header, proof, bytes, added_at, actor, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?)';
  const { id, head, proof, bytes, addedAt, actor } = bundle;
  writer.run(sql, id, head.hash, toJson(head), toJson(proof), bytes, addedAt, toJson(actor), content);
}

/** Newest first. */
export function listBundles(reader: Reader): Bundle[] {
  return reader.all(`SELECT ${columns} FROM bundle ORDER BY added_at DESC, id DESC`).map(bundleOf);
}

export function getBundle(reader: Reader, id: string): Bundle | null {
  const row = reader.one(`SELECT ${columns} FROM bundle WHERE id = ?`, id);
  return row === null ? null : bundleOf(row);
}

/** The bundle with these contents, or null. */
export function bundleWith(reader: Reader, hash: string): Bundle | null {
  const row = reader.one(`SELECT ${columns} FROM bundle WHERE hash = ?`, hash);
  return row === null ? null : bundleOf(row);
}

/** The file as it came. */
export function bundleContent(reader: Reader, id: string): Uint8Array | null {
  const content = reader.one('SELECT content FROM bundle WHERE id = ?', id)?.['content'];
  return content instanceof Uint8Array ? content : null;
}

export function removeBundle(writer: Writer, id: string): void {
  writer.run('DELETE FROM bundle WHERE id = ?', id);
}
