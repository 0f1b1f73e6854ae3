import type { HookRow, hooks } from '../../contract/hooks.ts';
import { type Hook, noHook } from '../../core/model/hook.ts';
import { recordPlain } from '../../engine/audit.ts';
import { listApplications } from '../../store/applications.ts';
import { getHook, insertHook, listHooks, noteRotation, refusalsOf, removeHook } from '../../store/hooks.ts';
import { transaction } from '../../store/open.ts';
import { forgetSecrets, holdSecrets, keepSecret, newSecret, secretsOf } from '../hooks/secrets.ts';
import { refusalWords } from '../hooks/words.ts';
import { NotFound, Refused } from '../problems.ts';
import type { HandlersFor, Presser, World } from '../world.ts';

const hourMs = 60 * 60_000;

function refusalRows(world: World, hookId: string): HookRow['refusals'] {
  return refusalsOf(world.deps.store.reader, hookId).map(({ kind, count, lastAt }) => ({ kind, says: refusalWords[kind], count, lastAt }));
}

function hookRow(world: World, hook: Hook): HookRow {
  const now = world.deps.clock.now();
  const refusals = refusalRows(world, hook.id);
  const application = listApplications(world.deps.store.reader).find((one) => one.id === hook.applicationId);
  return {
    ...hook,
    applicationName: application?.name ?? hook.applicationId,
    path: `/hooks/${hook.id}`,
    formerUntil: hook.formerUntil !== null && now < hook.formerUntil ? hook.formerUntil : null,
    secretKept: secretsOf(world.vault, hook, now).length > 0,
    refused: refusals.reduce((sum, one) => sum + one.count, 0),
    refusals,
  };
}

function hookById(world: World, id: string): Hook {
  const hook = getHook(world.deps.store.reader, id);
  if (hook === null) throw new NotFound(`There is no webhook ${id}. It may have been removed.`);
  return hook;
}

/**
 * Changes a webhook and, last of all, its secrets: where one of both fails, the secrets are as they were, so that nobody's sender is
 * locked out by a secret that no person was told.
 */
async function together<T>(world: World, id: string, work: () => T): Promise<T> {
  const putBack = holdSecrets(world.vault, id);
  try {
    return await Promise.resolve(transaction(world.deps.store.writer, work));
  } catch (error) {
    try {
      putBack();
    } catch (second) {
      world.deps.log.error({ hook: id, error: String(second) }, 'the secret of a webhook could not be put back; rotate it once more');
    }
    throw error;
  }
}

/** The webhook is gone by now: what cannot be removed of its secrets is found again among the orphans. */
function forgetOrLog(world: World, id: string): void {
  try {
    forgetSecrets(world.vault, id);
  } catch (error) {
    world.deps.log.warn({ hook: id, error: String(error) }, 'the secrets of a removed webhook could not be removed from the vault');
  }
}

/** The secret goes to the person and into the vault, never into the answer that is kept under the key of the press. */
function answerOnce(world: World, id: string, secret: string, caller: Presser) {
  const hook = hookRow(world, hookById(world, id));
  caller.keep({ hook, secret: null });
  return { hook, secret };
}

function record(
  world: World,
  hook: Hook,
  caller: Presser,
  action: string,
  reason: string,
  after: Record<string, string | number | null>,
): void {
  const { applicationId } = hook;
  recordPlain(world.deps, { actor: caller.actor, action, trigger: caller.trigger, applicationId, reason, after });
  world.deps.changed({ table: 'reload', what: 'hooks' });
}

function refuseTaken(world: World, name: string, applicationId: string): void {
  const { reader } = world.deps.store;
  if (!listApplications(reader).some((one) => one.id === applicationId))
    throw new NotFound(`There is no application with the id ${applicationId}.`);
  if (listHooks(reader).some((one) => one.name === name))
    throw new Refused(`A webhook named ${name} exists already. The audit log names its sender by it, so names are unique.`, {
      name: 'taken',
    });
}

export const hookHandlers: HandlersFor<typeof hooks> = {
  'hooks.list': (world) => ({
    hooks: listHooks(world.deps.store.reader).map((hook) => hookRow(world, hook)),
    elsewhere: refusalRows(world, noHook),
  }),
  async 'hooks.create'(world, input, caller) {
    refuseTaken(world, input.name, input.applicationId);
    const now = world.deps.clock.now();
    const hook: Hook = {
      ...input,
      id: world.deps.newId('hook'),
      createdAt: now,
      rotatedAt: null,
      formerUntil: null,
      lastUsedAt: null,
      used: 0,
    };
    const secret = newSecret(hook.shape);
    return await together(world, hook.id, () => {
      insertHook(world.deps.store.writer, hook);
      record(world, hook, caller, 'hook.created', `Webhook ${hook.name}`, { hook: hook.id, name: hook.name, shape: hook.shape });
      keepSecret(world.vault, hook.id, secret, false);
      return answerOnce(world, hook.id, secret, caller);
    });
  },
  async 'hooks.rotate'(world, input, caller) {
    const hook = hookById(world, input.hookId);
    const now = world.deps.clock.now();
    const formerUntil = input.keepFormerHours === 0 ? null : now + input.keepFormerHours * hourMs;
    const secret = newSecret(hook.shape);
    return await together(world, hook.id, () => {
      noteRotation(world.deps.store.writer, hook.id, now, formerUntil);
      record(world, hook, caller, 'hook.rotated', input.reason, { hook: hook.id, name: hook.name, formerUntil });
      keepSecret(world.vault, hook.id, secret, formerUntil !== null);
      return answerOnce(world, hook.id, secret, caller);
    });
  },
  async 'hooks.remove'(world, input, caller) {
    const { writer } = world.deps.store;
    const hook = hookById(world, input.hookId);
    transaction(writer, () => {
      removeHook(writer, hook.id);
      record(world, hook, caller, 'hook.removed', input.reason, { hook: hook.id, name: hook.name });
      caller.keep({});
    });
    forgetOrLog(world, hook.id);
    return await Promise.resolve({});
  },
};
