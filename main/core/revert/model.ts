/** One file that differs between the two versions, and what a revert does to it on the branch it goes to. */
export interface RevertFile {
  readonly path: string;
  /** `reverts`: nothing newer touched it. `newer`: a later change touched it too, so somebody looks at it. `already`: it is back as it was. */
  readonly state: 'reverts' | 'newer' | 'already';
}

/** A pull request that takes a release back, as GitHub shows it. */
export interface RevertPull {
  readonly number: number;
  readonly url: string;
  readonly title: string;
  readonly state: 'open' | 'merged' | 'closed';
  readonly draft: boolean;
  /** Whether it merges without a conflict; null while GitHub has not worked it out. */
  readonly mergeable: boolean | null;
}

/** What a revert would do, read from the repository just now. */
export interface RevertPlan {
  /** `owner/name`. */
  readonly repository: string;
  readonly version: string;
  readonly previousVersion: string | null;
  /** Branch the revert is proposed for. */
  readonly base: string;
  /** Branch that carries the revert; it follows from the release, so that there is only ever one. */
  readonly branch: string;
  /** First lines of the commits it takes back, oldest first. */
  readonly commits: readonly string[];
  readonly totalCommits: number;
  readonly files: readonly RevertFile[];
  /** False when GitHub left files out of a comparison. */
  readonly complete: boolean;
  readonly warnings: readonly string[];
  /** Why it cannot be prepared; null when it can, or is there already. */
  readonly blocked: string | null;
  /** What is there already. */
  readonly pull: RevertPull | null;
  /** Exact calls that would be made, for a person to read. */
  readonly calls: readonly string[];
}
