import { lastSegment, type Release, type Version } from './api.ts';

/**
 * Semver out of a label, which cannot hold dots: `4-8-0` is 4.8.0 and `4-8-0-rc-1` is 4.8.0-rc.1.
 * Anything else is taken as it is.
 */
export function fromLabel(label: string): string {
  const match = /^v?(\d+)[-_](\d+)[-_](\d+)(?:[-_](.+))?$/.exec(label);
  if (match === null) return label;
  const [, major, minor, patch, rest] = match;
  return `${major}.${minor}.${patch}${rest === undefined ? '' : `-${rest.replaceAll(/[-_]/g, '.')}`}`;
}

/** The label a build has to carry for a version: `4.8.0` → `4-8-0`. */
export function toLabel(version: string): string {
  return version.replaceAll(/[^A-Za-z0-9]/g, '-');
}

/** Two spellings of one version: only letters and digits count. */
export function sameVersion(a: string, b: string): boolean {
  return toLabel(a) === toLabel(b);
}

/**
 * What a Hosting version is called, by the last segment of its name: its label, else the semver in the message of a release of it,
 * else the segment itself.
 */
export function textsOf(versions: readonly Version[], releases: readonly Release[], label: string): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const release of releases) {
    const said = /\d+\.\d+\.\d+(?:-[\w.-]+)?/.exec(release.message ?? '')?.[0];
    if (release.version && said !== undefined && !texts.has(lastSegment(release.version.name)))
      texts.set(lastSegment(release.version.name), said);
  }
  for (const version of [...versions, ...releases.flatMap((release) => release.version ?? [])]) {
    const id = lastSegment(version.name);
    const value = version.labels?.[label];
    const labelled = typeof value === 'string' ? value.trim() : '';
    if (labelled !== '') texts.set(id, fromLabel(labelled));
    else if (!texts.has(id)) texts.set(id, id);
  }
  return texts;
}
