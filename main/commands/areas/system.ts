import { stat } from 'node:fs/promises';
import { Settings, type system } from '../../contract/system.ts';
import { mayActAs } from '../../core/model/actor.ts';
import { recordPlain } from '../../engine/audit.ts';
import { begin } from '../../engine/begin.ts';
import { backup, listBackups } from '../../store/backup.ts';
import { auditSeqOf } from '../../store/backup-file.ts';
import { transaction } from '../../store/open.ts';
import { putSetting } from '../../store/settings.ts';
import { listTargets } from '../../store/targets.ts';
import { auditPublicKey } from '../audit-export.ts';
import { planTextOf } from '../plan-files.ts';
import { Refused } from '../problems.ts';
import { restoreBackup } from '../restore-backup.ts';
import { settingsOf, storeSettings } from '../settings.ts';
import type { HandlersFor, PracticeHost, World } from '../world.ts';

function practiceOf(world: World): PracticeHost {
  if (world.practice === null)
    throw new Refused('This workspace is connected to your own platforms; scenarios play only on the practice fleet.');
  return world.practice;
}

export const systemHandlers: HandlersFor<typeof system> = {
  async 'system.settings'(world) {
    const size = await stat(world.deps.store.file).then(
      (file) => file.size,
      () => 0,
    );
    return {
      ...settingsOf(world),
      vault: world.vault.kind,
      auditKey: auditPublicKey(world),
      workspaceFolder: world.folder,
      databaseBytes: size,
    };
  },
  'system.saveSettings'(world, input, caller) {
    const before = settingsOf(world);
    if (input.role !== undefined && !mayActAs(world.openedAs, input.role)) {
      throw new Refused(
        `This console was opened as ${world.openedAs}: it cannot become ${input.role}. Open it with an ${input.role} token.`,
        { role: 'not allowed' },
      );
    }
    const next = Settings.parse({ ...before, ...input });
    transaction(world.deps.store.writer, () => {
      storeSettings(world, next);
      recordPlain(world.deps, {
        actor: caller.actor,
        action: 'settings.saved',
        trigger: caller.trigger,
        reason: 'Console settings',
        before: { ...before },
        after: { ...next },
      });
    });
    world.settingsChanged(next);
    world.deps.changed({ table: 'reload', what: 'settings' });
    return next;
  },
  'system.backups': (world) => listBackups(world.folder).map((one) => ({ ...one, auditSeq: auditSeqOf(one.file) })),
  async 'system.backup'(world, _input, caller) {
    const check = (file: string): Promise<readonly string[]> => world.heavy.call('checkCopy', { file });
    const made = await backup(world.deps.store, { reason: 'by hand', now: world.deps.clock.now(), check });
    const answer = { ...made, reason: 'by hand', auditSeq: auditSeqOf(made.file) };
    transaction(world.deps.store.writer, () => {
      recordPlain(world.deps, {
        actor: caller.actor,
        action: 'backup.made',
        trigger: caller.trigger,
        reason: 'Backup by hand',
        after: { file: made.file, intact: made.intact },
      });
      caller.keep(answer);
    });
    return answer;
  },
  async 'system.restore'(world, input, caller) {
    return await restoreBackup(world, input, caller);
  },
  async 'system.setup'(world, input, caller) {
    if (input.choice === 'practice') await practiceOf(world).setUp();
    transaction(world.deps.store.writer, () => {
      putSetting(world.deps.store.writer, 'mode', input.choice);
      recordPlain(world.deps, {
        actor: caller.actor,
        action: 'workspace.setUp',
        trigger: caller.trigger,
        reason: `First start: ${input.choice}`,
      });
      caller.keep({});
    });
    world.deps.changed({ table: 'reload', what: 'everything' });
    return {};
  },
  'practice.scenarios': (world) => (world.practice === null ? [] : [...world.practice.scenarios()]),
  'practice.state': (world) => ({ networkUp: world.practice?.networkUp ?? null }),
  async 'practice.play'(world, input, caller) {
    const played = practiceOf(world).play(input.scenario);
    const answer = { applicationId: played.applicationId, version: played.version };
    const targets = listTargets(world.deps.store.reader, played.applicationId);
    for (const isFlag of [false, true]) {
      const plan = await planTextOf(world, isFlag ? played.flagPlan : played.plan);
      const targetIds = targets.filter((target) => (target.surface === 'flag') === isFlag).map((target) => target.id);
      const what = { applicationId: played.applicationId, version: played.version, targetIds, planText: plan.text, planFile: plan.file };
      const press = { actor: caller.actor, trigger: caller.trigger, reason: `Practice scenario ${input.scenario}` };
      await begin(world.deps, what, press, () => (isFlag ? caller.keep(answer) : undefined));
    }
    world.engine.wake();
    return answer;
  },
  'practice.history': (world) => ({ files: [...practiceOf(world).history(world.deps.clock.now())] }),
  'practice.network'(world, input) {
    practiceOf(world).setNetwork(input.up);
    world.deps.changed({ table: 'reload', what: 'practice' });
    return { up: practiceOf(world).networkUp };
  },
};
