import { firebaseHosting } from './firebase-hosting.ts';
import { githubReleases } from './github-releases.ts';
import { googlePlay } from './google-play.ts';
import type { PlatformAdapter } from './port.ts';

/** Every release platform Tidegate knows: one file and one line each. */
export const platforms = [firebaseHosting, githubReleases, googlePlay] as const;

/** The adapter with this id. Throws on an unknown one: another must never stand in for it. */
export function platformById(id: string): PlatformAdapter<unknown, unknown> {
  const found = platforms.find((adapter) => adapter.id === id);
  if (found === undefined)
    throw new Error(`There is no platform adapter ${id}. Known: ${platforms.map((adapter) => adapter.id).join(', ')}.`);
  return found;
}
