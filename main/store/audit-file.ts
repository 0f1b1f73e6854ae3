import { z } from 'zod';
import { type AuditHead, columnsOf, contentOf, linkHash, oldHash } from './audit-chain.ts';
import { isSigned, type Seal, SealShape } from './audit-seal.ts';
import { parseObject } from './row.ts';
import { AuditBodyShape } from './shapes.ts';

/** What an exported log is worth. `line` counts from 1; null when it is whole. */
export interface FileProof {
  readonly ok: boolean;
  readonly entries: number;
  readonly omitted: number;
  readonly line: number | null;
  readonly message: string;
  readonly publicKey: string | null;
  readonly head: AuditHead | null;
}

const hex = z.string().regex(/^[0-9a-f]{64}$/);
const EntryLine = z.strictObject({ seq: z.number().int().min(1), previous: hex, hash: hex, entry: z.record(z.string(), z.json()) });
const OmittedLine = z.strictObject({ from: z.number().int().min(1), omitted: z.array(hex).min(1) });
const SealLine = z.strictObject({ seal: SealShape, signature: z.string() });

/** Proves an export line by line; needs neither workspace nor network. `add` answers with a problem of the line, or null. */
export interface FileCheck {
  add(line: string): string | null;
  /** After the last line. `key`: the public key that must have signed it, 32 bytes in base64url. */
  end(key: string | null): FileProof;
}

export function checkFile(): FileCheck {
  const walk: Walk = { line: 0, entries: 0, omitted: 0, first: null, last: null, sealed: null };
  let problem: string | null = null;
  return {
    add(text) {
      if (problem !== null) return problem;
      walk.line += 1;
      const found = look(walk, text);
      if (found !== null) problem = `Line ${walk.line}: ${found}`;
      return problem;
    },
    end(key) {
      const { line, entries, omitted, sealed } = walk;
      problem ??= sealed === null ? `The file ends after line ${line} without its signature.` : sealProblem(sealed, walk, key);
      const { head = null, publicKey = null } = sealed?.seal ?? {};
      const ok = problem === null;
      return { ok, entries, omitted, line: ok ? null : line, message: problem ?? wholeWords(entries, omitted), publicKey, head };
    },
  };
}

interface Sealed {
  readonly seal: Seal;
  readonly signature: string;
}

/** How far a file was read. `first` has the hash before the first entry. */
interface Walk {
  line: number;
  entries: number;
  omitted: number;
  first: AuditHead | null;
  last: AuditHead | null;
  sealed: Sealed | null;
}

function look(walk: Walk, text: string): string | null {
  if (walk.sealed !== null) return 'It stands behind the signature.';
  const plain = parsed(text);
  if (plain === null) return 'It is not as it was written.';
  const whole = EntryLine.safeParse(plain);
  if (whole.success) return takeEntry(walk, whole.data);
  const left = OmittedLine.safeParse(plain);
  if (left.success) return takeGap(walk, left.data);
  const seal = SealLine.safeParse(plain);
  if (!seal.success) return 'It is neither an entry nor a signature.';
  walk.sealed = seal.data;
  return null;
}

function takeEntry(walk: Walk, read: z.infer<typeof EntryLine>): string | null {
  const { seq, previous, hash } = read;
  if (walk.last !== null && seq !== walk.last.seq + 1) return `Entry ${walk.last.seq + 1} is missing before it.`;
  if (walk.last !== null && previous !== walk.last.hash) return `Entry ${seq} does not follow the one before it.`;
  if (!isIntact(read)) return `Entry ${seq} is not what was written.`;
  walk.first ??= { seq, hash: previous };
  walk.last = { seq, hash };
  walk.entries += 1;
  return null;
}

function takeGap(walk: Walk, read: z.infer<typeof OmittedLine>): string | null {
  if (walk.last === null) return 'It stands before the first entry.';
  if (read.from !== walk.last.seq + 1) return `Entry ${walk.last.seq + 1} is missing before it.`;
  let { seq, hash } = walk.last;
  for (const content of read.omitted) {
    seq += 1;
    hash = linkHash(seq, hash, content);
  }
  walk.last = { seq, hash };
  walk.omitted += read.omitted.length;
  return null;
}

/** A line as data; null when it is written otherwise than the console writes it, so that no byte can differ. */
function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return JSON.stringify(value) === text ? value : null;
  } catch {
    return null;
  }
}

function isIntact({ seq, previous, hash, entry }: z.infer<typeof EntryLine>): boolean {
  const body = AuditBodyShape.safeParse(entry);
  if (!body.success) return false;
  const stored = JSON.stringify(entry);
  return linkHash(seq, previous, contentOf(columnsOf(body.data, stored))) === hash || oldHash(seq, previous, parseObject(stored)) === hash;
}

function sealProblem(sealed: Sealed, seen: Walk, key: string | null): string | null {
  const { seal, signature } = sealed;
  if (!isSigned(seal, signature)) return 'The signature does not fit what it covers.';
  if (key !== null && key !== seal.publicKey) return `It was signed with another key: ${seal.publicKey}.`;
  if (seal.entries !== seen.entries || seal.omitted !== seen.omitted)
    return `${seal.entries} entries and the proof of ${seal.omitted} were signed, but ${seen.entries} and ${seen.omitted} are here.`;
  if (seen.last === null || seen.first === null) return null;
  if (seal.first.seq !== seen.first.seq || seal.first.hash !== seen.first.hash)
    return `The first entry that was signed is ${seal.first.seq}.`;
  if (seal.head.seq !== seen.last.seq || seal.head.hash !== seen.last.hash)
    return `The chain does not end in the signed entry ${seal.head.seq}.`;
  return null;
}

function wholeWords(entries: number, omitted: number): string {
  const rest = omitted === 0 ? '' : ` ${omitted} more were left out by the filter; their place in the chain is proved.`;
  return `All ${entries} entries are as they were written, and signed.${rest}`;
}
