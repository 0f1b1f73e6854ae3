import type { AnswerOf, ParsedInputOf } from '../contract/index.ts';
import { recordPlain } from '../engine/audit.ts';
import { auditHead, type AuditHead, beginning } from '../store/audit-chain.ts';
import { makeSigningKey, type Seal, type SigningKey, signingKeyOf, signSeal } from '../store/audit-seal.ts';
import { transaction } from '../store/open.ts';
import { Refused } from './problems.ts';
import type { Caller, World } from './world.ts';

const keyId = 'console/auditKey';

/** The key that signs exports; made when it is first needed, and kept in the vault. */
export function signingKey(world: Pick<World, 'vault'>): SigningKey {
  const kept = world.vault.get(keyId);
  if (kept !== null) return signingKeyOf(kept);
  const made = makeSigningKey();
  world.vault.set(keyId, made.secret);
  return made;
}

/** Public half of the key that signs exports, 32 bytes in base64url; null before the first export. */
export function auditPublicKey(world: Pick<World, 'vault'>): string | null {
  const kept = world.vault.get(keyId);
  return kept === null ? null : signingKeyOf(kept).publicKey;
}

interface Export {
  readonly filter: ParsedInputOf<'audit.export'>['filter'];
  readonly head: AuditHead;
  after: AuditHead | null;
  first: AuditHead | null;
  entries: number;
  omitted: number;
}

/** Exports under way; one that nobody carries on makes room for later ones. */
const most = 8;
const underWay = new WeakMap<World, Map<string, Export>>();

function exportsOf(world: World): Map<string, Export> {
  const known = underWay.get(world);
  if (known !== undefined) return known;
  const made = new Map<string, Export>();
  underWay.set(world, made);
  return made;
}

function begin(world: World, filter: Export['filter']): string {
  const all = exportsOf(world);
  const oldest = all.keys().next();
  if (all.size >= most && oldest.done !== true) all.delete(oldest.value);
  const id = world.deps.newId('exp');
  const head = auditHead(world.deps.store.reader) ?? { seq: 0, hash: beginning };
  all.set(id, { filter, head, after: null, first: null, entries: 0, omitted: 0 });
  return id;
}

/** The next part of an export, begun when no id is given; the last part ends with the seal and its signature. */
export async function nextExportPart(world: World, input: ParsedInputOf<'audit.export'>): Promise<AnswerOf<'audit.export'>> {
  const exportId = input.exportId ?? begin(world, input.filter);
  const one = exportsOf(world).get(exportId);
  if (one === undefined) throw new Refused('This export is no longer under way. Begin it again.');
  const ask = { filter: one.filter, after: one.after, begun: one.first !== null, until: one.head.seq };
  const page = await world.heavy.call('exportAudit', ask);
  one.after = page.last;
  one.first ??= page.first;
  one.entries += page.entries;
  one.omitted += page.omitted;
  const total = one.head.seq;
  const publicKey = auditPublicKey(world);
  if (page.last.seq < total)
    return { exportId, text: page.text, done: page.last.seq, total, entries: one.entries, publicKey, finished: false };
  exportsOf(world).delete(exportId);
  const sealed = sealLine(world, one);
  return { exportId, text: page.text + sealed.line, done: total, total, entries: one.entries, publicKey: sealed.publicKey, finished: true };
}

/** `nextExportPart` for somebody who takes the log away: who did, and how much of it, is part of the log that goes on. */
export async function exportAndRecord(
  world: World,
  input: ParsedInputOf<'audit.export'>,
  caller: Caller,
): Promise<AnswerOf<'audit.export'>> {
  const part = await nextExportPart(world, input);
  if (part.finished)
    transaction(world.deps.store.writer, () =>
      recordPlain(world.deps, {
        actor: caller.actor,
        action: 'audit.exported',
        trigger: caller.trigger,
        reason: 'Export of the audit log',
        after: { entries: part.entries, upTo: part.total, filter: { ...input.filter } },
      }),
    );
  return part;
}

function sealLine(world: World, one: Export): { line: string; publicKey: string } {
  const key = signingKey(world);
  const seal: Seal = {
    format: 'tidegate audit 1',
    exportedAt: world.deps.clock.now(),
    filter: { ...one.filter },
    head: one.head,
    first: one.first ?? { seq: 0, hash: beginning },
    entries: one.entries,
    omitted: one.omitted,
    publicKey: key.publicKey,
  };
  return { line: `${JSON.stringify({ seal, signature: signSeal(key, seal) })}\n`, publicKey: key.publicKey };
}
