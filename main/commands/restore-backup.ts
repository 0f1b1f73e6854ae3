import { basename } from 'node:path';
import { recordPlain } from '../engine/audit.ts';
import { auditHead, type AuditHead } from '../store/audit-chain.ts';
import { restoredAction } from '../store/audit-losses.ts';
import { StoreError, transaction } from '../store/open.ts';
import { restoreLoss } from '../store/restore-loss.ts';
import { keepAuditHead } from './audit-head.ts';
import { Refused } from './problems.ts';
import type { Presser, World } from './world.ts';

interface RestoreAsk {
  readonly file: string;
  readonly reason: string;
  /** Name of the damaged file when this ends a recovery. */
  readonly recovery?: string;
}

/** Puts a backup in place, and notes in its log how far the replaced one went: a restore cannot hide a cut. */
export async function restoreBackup(world: World, ask: RestoreAsk, caller: Presser): Promise<{ replaced: string }> {
  const before = headNow(world);
  const replaced = await world.restore(ask.file).catch((error: unknown) => {
    throw error instanceof StoreError ? new Refused(error.message) : error;
  });
  const { writer } = world.deps.store;
  // Into the restored log, the one that goes on.
  transaction(writer, () => {
    recordPlain(world.deps, {
      actor: caller.actor,
      action: restoredAction,
      trigger: caller.trigger,
      reason: ask.reason,
      after: {
        file: basename(ask.file),
        replaced: basename(replaced),
        ...restoreLoss(before, writer),
        ...(ask.recovery === undefined ? {} : { endedRecoveryOf: ask.recovery }),
      },
    });
    caller.keep({ replaced });
  });
  keepAuditHead(world);
  return { replaced };
}

/** Null when the present log cannot even be asked for its end. */
function headNow(world: World): AuditHead | null {
  try {
    return auditHead(world.deps.store.reader);
  } catch (error) {
    if (error instanceof StoreError) return null;
    throw error;
  }
}
