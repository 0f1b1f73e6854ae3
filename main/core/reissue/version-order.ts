/** A version as update clients read it: `major.minor.patch`, and what stands behind a dash. */
interface Parts {
  readonly numbers: readonly number[];
  readonly early: readonly string[];
}

const shape = /^(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/;

function partsOf(version: string): Parts | null {
  const found = shape.exec(version);
  if (found === null) return null;
  return { numbers: found.slice(1, 4).map(Number), early: found[4]?.split('.') ?? [] };
}

/** Whether update clients can read a version at all: they take semantic versions and nothing else. */
export function isVersion(version: string): boolean {
  return partsOf(version) !== null;
}

function compareEarly(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length;
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const [left, right] = [a[index], b[index]];
    if (left === undefined || right === undefined) return left === undefined ? -1 : 1;
    if (left === right) continue;
    const [first, second] = [/^\d+$/.test(left), /^\d+$/.test(right)];
    if (first && second) return Number(left) - Number(right);
    if (first !== second) return first ? -1 : 1;
    return left < right ? -1 : 1;
  }
  return 0;
}

/** Order of two versions by the rules of Semantic Versioning 2.0.0, section 11; null when one of them is none. Pure. */
export function compareVersions(a: string, b: string): number | null {
  const [left, right] = [partsOf(a), partsOf(b)];
  if (left === null || right === null) return null;
  for (const [index, number] of left.numbers.entries()) {
    const difference = number - (right.numbers[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return compareEarly(left.early, right.early);
}

/** Whether an app that says `installed` inside takes `offered`: only a higher version, as electron-updater decides without downgrades. */
export function updatesTo(installed: string, offered: string): boolean {
  return (compareVersions(offered, installed) ?? 0) > 0;
}

/** The next free patch version above all of these; null when none of them is a version. */
export function nextAbove(versions: readonly string[]): string | null {
  const full = versions.filter(isVersion).toSorted((a, b) => compareVersions(a, b) ?? 0);
  const highest = partsOf(full.at(-1) ?? '');
  if (highest === null) return null;
  const [major = 0, minor = 0, patch = 0] = highest.numbers;
  // 2.4.1-beta.1 is followed by 2.4.1 itself.
  return `${major}.${minor}.${highest.early.length > 0 ? patch : patch + 1}`;
}
