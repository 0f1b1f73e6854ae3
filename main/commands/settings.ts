import { Settings } from '../contract/system.ts';
import { mayActAs, type Role } from '../core/model/actor.ts';
import { getSetting, putSetting } from '../store/settings.ts';
import type { World } from './world.ts';

type Needed = Pick<World, 'deps' | 'openedAs' | 'defaultActor'>;

/** Settings as stored, every missing one with its default. */
export function settingsOf(world: Needed): Settings {
  const stored = Settings.partial().safeParse(getSetting(world.deps.store.reader, 'console') ?? {});
  const kept = stored.success ? stored.data : {};
  const role: Role = kept.role !== undefined && mayActAs(world.openedAs, kept.role) ? kept.role : world.openedAs;
  return {
    theme: kept.theme ?? 'system',
    role,
    actorName: kept.actorName ?? world.defaultActor,
    desktopNotifications: kept.desktopNotifications ?? true,
    notifyFrom: kept.notifyFrom ?? 'warning',
    updateChannel: kept.updateChannel ?? 'stable',
    postmortemDays: kept.postmortemDays ?? 7,
    drillEveryDays: kept.drillEveryDays ?? 30,
  };
}

export function storeSettings(world: Needed, settings: Settings): void {
  putSetting(world.deps.store.writer, 'console', { ...settings });
}
