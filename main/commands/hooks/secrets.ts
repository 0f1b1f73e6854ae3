import { randomBytes } from 'node:crypto';
import type { Hook, HookShape } from '../../core/model/hook.ts';
import type { Vault } from '../world.ts';

function current(id: string): string {
  return `hook/${id}/secret`;
}

function former(id: string): string {
  return `hook/${id}/former`;
}

/** A fresh secret of 32 random bytes, in the form its senders expect. */
export function newSecret(shape: HookShape): string {
  return shape === 'standard' ? `whsec_${randomBytes(32).toString('base64')}` : randomBytes(32).toString('hex');
}

/** Every secret that is taken now, the newest first; empty when the vault has none. */
export function secretsOf(vault: Vault, hook: Hook, now: number): string[] {
  const before = hook.formerUntil !== null && now < hook.formerUntil ? vault.get(former(hook.id)) : null;
  return [vault.get(current(hook.id)), before].filter((one) => one !== null);
}

/** Remembers the secrets of a webhook as they are; the answer puts them back. */
export function holdSecrets(vault: Vault, id: string): () => void {
  const held = [current(id), former(id)].map((key) => ({ key, secret: vault.get(key) }));
  return () => {
    for (const { key, secret } of held) {
      if (secret !== null) vault.set(key, secret);
      else if (vault.get(key) !== null) vault.remove(key);
    }
  };
}

/** Puts a new secret in the place of the present one, which is kept as the former one or forgotten. */
export function keepSecret(vault: Vault, id: string, secret: string, keepFormer: boolean): void {
  const before = vault.get(current(id));
  vault.set(current(id), secret);
  if (keepFormer && before !== null) vault.set(former(id), before);
  else if (vault.get(former(id)) !== null) vault.remove(former(id));
}

export function forgetSecrets(vault: Vault, id: string): void {
  for (const key of [current(id), former(id)]) if (vault.get(key) !== null) vault.remove(key);
}
