export interface LockEntry {
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly dev?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** Everything wrong with a lock file and its manifest: ranges, unlocked platform packages, licences, addresses. */
export function lockProblems(manifest: Manifest, lock: { readonly packages: Readonly<Record<string, LockEntry>> }): string[];
