import type { Actor } from '../core/model/actor.ts';
import { plainAudit } from '../core/model/audit.ts';
import { appendAudit } from './audit.ts';
import type { ArchiveManifest } from './archive-shape.ts';
import { openStore } from './open.ts';
import { putSetting } from './settings.ts';

export interface ImportNote {
  readonly folder: string;
  /** Now, ms. */
  readonly now: number;
  readonly manifest: ArchiveManifest;
  readonly actor: Actor;
  readonly trigger: string;
  readonly reason: string;
}

/** Tells an imported workspace where it came from: the first entry that its log has of its own. Throws `StoreError`. */
export async function noteImport({ folder, now, manifest, actor, trigger, reason }: ImportNote): Promise<void> {
  const store = await openStore({ folder, now: () => now });
  try {
    store.writer.transaction(() => {
      // Its age is no loss: it was taken in as it was.
      putSetting(store.writer, 'restoredAt', now);
      appendAudit(store.writer, {
        ...plainAudit,
        at: now,
        actor,
        action: 'workspace.imported',
        trigger,
        reason,
        after: {
          madeBy: manifest.madeBy,
          exportedAt: manifest.at,
          files: manifest.files.length,
          auditHead: manifest.auditHead === null ? null : { ...manifest.auditHead },
        },
      });
    });
  } finally {
    store.close();
  }
}
