import type { AnswerOf } from '../../contract/index.ts';
import type { RetentionPolicy, safety } from '../../contract/safety.ts';
import { recordPlain } from '../../engine/audit.ts';
import { inSteps } from '../../store/housekeeping.ts';
import { orphanFiles, orphanRows, removeOrphanFiles, removeOrphanRows } from '../../store/orphans.ts';
import { transaction } from '../../store/open.ts';
import { noteRecovery, recoveryOf } from '../../store/recovery.ts';
import { prune, retentionOf, storeRetention } from '../../store/retention.ts';
import { thinningRule, thinningWords } from '../../store/thinning.ts';
import { keepAuditHead } from '../audit-head.ts';
import { Refused } from '../problems.ts';
import { restoreBackup } from '../restore-backup.ts';
import { recoveryRow } from '../safety-rows.ts';
import { removeVaultOrphans, vaultOrphans } from '../vault-orphans.ts';
import { exportPart } from '../workspace-export.ts';
import { importPart } from '../workspace-import.ts';
import type { HandlersFor, Presser, World } from '../world.ts';

async function retentionView(world: World, policy: RetentionPolicy): Promise<AnswerOf<'safety.retention'>> {
  const rows = await world.heavy.call('retention', { folder: world.folder, policy, now: world.deps.clock.now() });
  return { policy, rows: [...rows], backups: thinningWords(thinningRule) };
}

/** What was salvaged becomes the workspace. The vault notes its log: from here on that is the one to be proved. */
function goOn(world: World, reason: string, caller: Presser): { replaced: null } {
  const recovery = recoveryOf(world.deps.store.reader);
  if (recovery === null) throw new Refused('This workspace is not in recovery. Nothing was changed.');
  transaction(world.deps.store.writer, () => {
    noteRecovery(world.deps.store.writer, null);
    recordPlain(world.deps, {
      actor: caller.actor,
      action: 'recovery.ended',
      trigger: caller.trigger,
      reason,
      after: { choice: 'goOn', damagedFile: recovery.damagedFile },
    });
    caller.keep({ replaced: null });
  });
  keepAuditHead(world);
  return { replaced: null };
}

export const safetyHandlers: HandlersFor<typeof safety> = {
  'safety.recovery'(world) {
    const recovery = recoveryOf(world.deps.store.reader);
    return { recovery: recovery === null ? null : recoveryRow(recovery) };
  },
  async 'safety.endRecovery'(world, input, caller) {
    const recovery = recoveryOf(world.deps.store.reader);
    if (recovery === null) throw new Refused('This workspace is not in recovery. Nothing was changed.');
    if (input.choice === 'goOn') {
      const answer = goOn(world, input.reason, caller);
      world.engine.start();
      world.deps.changed({ table: 'reload', what: 'everything' });
      return answer;
    }
    const file = input.file ?? recovery.backup?.file ?? null;
    if (file === null) throw new Refused('There is no good backup to restore. Go on with what was salvaged, or name a backup file.');
    const restored = await restoreBackup(world, { file, reason: input.reason, recovery: recovery.damagedFile ?? 'none' }, caller);
    return { replaced: restored.replaced };
  },
  'safety.orphans'(world) {
    const now = world.deps.clock.now();
    return [...vaultOrphans(world), ...orphanRows(world.deps.store.reader, now), ...orphanFiles(world.folder, now)].map((one) => ({
      ...one,
      examples: [...one.examples],
    }));
  },
  async 'safety.cleanOrphans'(world, input, caller) {
    const now = world.deps.clock.now();
    const known = await safetyHandlers['safety.orphans'](world, {}, caller);
    const chosen = known.filter((one) => input.kinds.includes(one.kind));
    if (chosen.length === 0) throw new Refused('There is nothing of these kinds any more. Nothing was removed.');
    const bytes = chosen.reduce((sum, one) => sum + one.bytes, 0);
    const answer = transaction(world.deps.store.writer, () => {
      const rows = removeOrphanRows(world.deps.store.writer, input.kinds, now);
      const secrets = removeVaultOrphans(world, input.kinds);
      const files = removeOrphanFiles(world.folder, input.kinds, now);
      recordPlain(world.deps, {
        actor: caller.actor,
        action: 'orphans.cleaned',
        trigger: caller.trigger,
        reason: input.reason,
        after: { kinds: chosen.map((one) => one.kind), rows, secrets, files: files.names.slice(0, 50), bytes },
      });
      const done = { count: rows + secrets + files.count, bytes };
      caller.keep(done);
      return done;
    });
    return answer;
  },
  'safety.retention': (world, input) => retentionView(world, input.policy ?? retentionOf(world.deps.store.reader)),
  async 'safety.saveRetention'(world, input, caller) {
    const before = retentionOf(world.deps.store.reader);
    const view = await retentionView(world, input.policy);
    transaction(world.deps.store.writer, () => {
      storeRetention(world.deps.store.writer, input.policy);
      recordPlain(world.deps, {
        actor: caller.actor,
        action: 'retention.saved',
        trigger: caller.trigger,
        reason: input.reason,
        before: { ...before },
        after: { ...input.policy },
      });
      caller.keep(view);
    });
    return view;
  },
  async 'safety.prune'(world, input, caller) {
    const { store, clock } = world.deps;
    const policy = retentionOf(store.reader);
    const gone = await inSteps(prune(store.writer, world.folder, policy, clock.now()));
    const answer = { ...gone };
    transaction(store.writer, () => {
      recordPlain(world.deps, {
        actor: caller.actor,
        action: 'retention.ran',
        trigger: caller.trigger,
        reason: input.reason,
        after: { ...gone, policy: { ...policy } },
      });
      caller.keep(answer);
    });
    return answer;
  },
  async 'safety.importWorkspace'(world, input, caller) {
    return await importPart(world, input, caller);
  },
  'safety.exportWorkspace': (world, input, caller) => exportPart(world, input, caller),
};
