import { AuditHeadShape } from '../store/shapes.ts';
import { auditHead, type AuditHead } from '../store/audit-chain.ts';
import type { World } from './world.ts';

const keptHead = 'console/auditHead';

/** The newest entry as the vault noted it at the last proof; null before the first, or when the note cannot be read. */
export function keptAuditHead(world: Pick<World, 'vault'>): AuditHead | null {
  const kept = world.vault.get(keptHead);
  if (kept === null) return null;
  try {
    return AuditHeadShape.parse(JSON.parse(kept));
  } catch {
    return null;
  }
}

/**
 * Notes the newest entry in the vault. Whoever can write the database cannot write the vault without its key, so what is older than the
 * note cannot be written anew or cut off unnoticed.
 */
export function keepAuditHead(world: Pick<World, 'vault' | 'deps'>): void {
  const head = auditHead(world.deps.store.reader);
  if (head !== null) world.vault.set(keptHead, JSON.stringify(head));
}
