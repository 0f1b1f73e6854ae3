import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import { checkFile, type FileProof } from '../../store/audit-file.ts';
import { isSignedText } from '../../store/audit-seal.ts';
import { type BundleTaker, takeBundle } from '../../store/bundle-open.ts';
import { BundleHead } from '../../store/bundles.ts';
import { newestVersion } from '../../store/migrations/index.ts';
import type { Store } from '../../store/open.ts';
import { Refused } from '../problems.ts';
import { mostContent, mostPacked } from './limits.ts';

/** A bundle that is whole: as it was written, and signed by the key it names. */
export interface OpenedBundle {
  readonly head: BundleHead;
  readonly audit: FileProof;
  readonly auditLines: readonly string[];
  /** In memory, and read only. */
  readonly store: Store;
}

const lineEnd = 10;
const longestHead = 20_000;
/** Longest line, bytes: what one decision was computed from takes a few MB at most. */
const longestLine = 32_000_000;
const unpackedAtOnce = 256 * 1024;
/** Characters and lines after which whoever waits gets a turn. */
const atOnce = { characters: 500_000, lines: 200 };

const again = 'Ask whoever sent it to make it again.';

/** Lines of a packed file as bytes, each without its end; `most` bytes of them at most. */
async function* linesOf(packed: Uint8Array, most: number): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  let [total, waiting] = [0, 0];
  for await (const piece of Readable.from([packed]).pipe(createGunzip({ chunkSize: unpackedAtOnce }))) {
    const chunk = z.instanceof(Buffer).parse(piece);
    total += chunk.length;
    if (total > most) throw new Refused(`It unpacks to more than ${most / 1_000_000} MB, which no bundle does. Nothing was kept.`);
    let from = 0;
    for (let at = chunk.indexOf(lineEnd); at !== -1; at = chunk.indexOf(lineEnd, from)) {
      yield Buffer.concat([...rest, chunk.subarray(from, at)]);
      [rest, waiting] = [[], 0];
      from = at + 1;
    }
    if (from < chunk.length) rest.push(chunk.subarray(from));
    waiting += chunk.length - from;
    if (waiting > longestLine) throw new Refused('This is no bundle: a line of it is longer than any that Tidegate writes.');
  }
  if (rest.length > 0) throw new Refused(`The file ends in the middle of a line. ${again}`);
}

const HeadLine = z.strictObject({ head: z.looseObject({ format: z.string() }), signature: z.string() });

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The head of a bundle, or words why it cannot be read here. */
function headOf(line: Buffer): BundleHead {
  const first = HeadLine.safeParse(line.length > longestHead ? null : parsed(line.toString('utf8')));
  const number = /^tidegate bundle (\d+)$/.exec(first.data?.head.format ?? '')?.[1];
  if (!first.success || number === undefined)
    throw new Refused('This is no bundle of an incident. Choose a file that Tidegate exported as one.');
  if (Number(number) > 1) throw newer(`bundle format ${number}`);
  const head = BundleHead.safeParse(first.data.head);
  if (!head.success) {
    const issue = head.error.issues[0];
    throw new Refused(`The head of the bundle is damaged (${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}). ${again}`);
  }
  if (head.data.schema > newestVersion) throw newer(`data format ${head.data.schema}, this one knows ${newestVersion}`);
  if (!isSignedText(head.data.publicKey, JSON.stringify(head.data), first.data.signature))
    throw new Refused(`The signature does not fit the head of the bundle: it was changed after it was made. ${again}`);
  return head.data;
}

function newer(what: string): Refused {
  return new Refused(`The bundle was made by a newer Tidegate (${what}). Update Tidegate to open it.`);
}

function gzipWords(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'Z_DATA_ERROR') return new Refused(`This is no bundle, or it is damaged: it cannot be unpacked. ${again}`);
  if (code === 'Z_BUF_ERROR') return new Refused(`The file is not whole: it ends too early. ${again}`);
  return error;
}

interface Walk {
  head: BundleHead | null;
  taker: BundleTaker | null;
  lines: number;
}

function take(walk: Walk, line: Buffer): void {
  if (walk.head === null) {
    walk.head = headOf(line);
    walk.taker = takeBundle(walk.head.schema);
    return;
  }
  walk.lines += 1;
  const problem = walk.taker?.take(line.toString('utf8')) ?? null;
  if (problem !== null) throw new Refused(`The bundle is damaged in line ${walk.lines + 1}: ${problem}. Nothing was kept. ${again}`);
}

/** Reads a bundle and proves that it is as it was written. Throws `Refused` with what is wrong and what to do. */
export async function readBundle(packed: Uint8Array, most = mostContent): Promise<OpenedBundle> {
  if (packed.length > mostPacked) throw new Refused(`The file is larger than ${mostPacked / 1_000_000} MB, which no bundle is.`);
  const walk: Walk = { head: null, taker: null, lines: 0 };
  const hash = createHash('sha256');
  let sinceTurn = 0;
  try {
    for await (const line of linesOf(packed, most)) {
      if (walk.head !== null) hash.update(line).update('\n');
      take(walk, line);
      sinceTurn += line.length + atOnce.characters / atOnce.lines;
      if (sinceTurn < atOnce.characters) continue;
      sinceTurn = 0;
      await setImmediate();
    }
  } catch (error) {
    throw gzipWords(error);
  }
  const { head, taker, lines } = walk;
  if (head === null || taker === null) throw new Refused('The file is empty. Choose a file that Tidegate exported as a bundle.');
  if (lines !== head.lines || hash.digest('hex') !== head.hash)
    throw new Refused(`The bundle is damaged: its contents are not what its head names. Nothing was kept. ${again}`);
  return { head, audit: auditProof(taker.audit, head), auditLines: taker.audit, store: taker.done() };
}

function auditProof(lines: readonly string[], head: BundleHead): FileProof {
  const check = checkFile();
  for (const line of lines) if (check.add(line) !== null) break;
  const proof = check.end(head.publicKey);
  if (!proof.ok) throw new Refused(`The audit log in the bundle is not what was written: ${proof.message} Nothing was kept. ${again}`);
  return proof;
}
