function numbersOf(version: string): readonly number[] {
  const core = version.split('-')[0] ?? '';
  return core.split('.').map((part) => Number.parseInt(part, 10) || 0);
}

/** Negative when `left` is the older version, 0 when both are the same. Compares major, minor and patch. */
export function compareVersions(left: string, right: string): number {
  const a = numbersOf(left);
  const b = numbersOf(right);
  for (let index = 0; index < 3; index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The version whose minor number is `by` further, patch 0. Never below minor 0. */
export function shiftMinor(version: string, by: number): string {
  const [major = 0, minor = 0] = numbersOf(version);
  return `${major}.${Math.max(0, minor + by)}.0`;
}

/** Version code of a mobile build: 4.8.0 → 40800. */
export function versionCodeOf(version: string): string {
  const [major = 0, minor = 0, patch = 0] = numbersOf(version);
  return String(major * 10000 + minor * 100 + patch);
}
