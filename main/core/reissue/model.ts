/**
 * What a file of a release says about its own version. An installed app compares the version inside itself with the one it is offered,
 * so a file under a higher number than its own is installed again and again.
 * - `carries`: the new version was read inside it.
 * - `differs`: another version was read inside it.
 * - `copied`: it is byte for byte a file of another release, so it is that version inside.
 * - `named`: it could not be read inside, and its name carries another version than the new one.
 * - `unread`: it cannot be read inside here; somebody has to know.
 * - `unchecked`: it was not downloaded yet.
 */
export type InsideVerdict = 'carries' | 'differs' | 'copied' | 'named' | 'unread' | 'unchecked';
export const insideVerdicts = ['carries', 'differs', 'copied', 'named', 'unread', 'unchecked'] as const satisfies readonly InsideVerdict[];

/** A file that installed apps would download. Size in bytes. */
export interface ReissueFile {
  readonly name: string;
  readonly size: number;
  readonly verdict: InsideVerdict;
  readonly says: string;
}

export const manifestVerdicts = ['right', 'wrong', 'missing', 'unchecked'] as const;
export type ManifestVerdict = (typeof manifestVerdicts)[number];

/** An update file that installed apps read. */
export interface ReissueManifest {
  readonly name: string;
  readonly verdict: ManifestVerdict;
  readonly says: string;
}

export const stepStates = ['done', 'next', 'waiting', 'refused'] as const;

/** One step on the way to those who have the bad release. */
export interface ReissueStep {
  readonly id: 'version' | 'draft' | 'files' | 'metadata' | 'publish';
  readonly title: string;
  readonly state: (typeof stepStates)[number];
  readonly says: string;
}

/** Where a re-issue stands, read from the repository. Percent 0–100. */
export interface ReissuePlan {
  readonly repository: string;
  readonly badVersion: string;
  readonly goodVersion: string;
  readonly newVersion: string;
  /** Commit of the good version, which the new one is built from. */
  readonly commit: string | null;
  readonly steps: readonly ReissueStep[];
  readonly files: readonly ReissueFile[];
  readonly manifests: readonly ReissueManifest[];
  /** What cannot be found out here: publishing all the same takes somebody's word. */
  readonly doubts: readonly string[];
  /** Why it cannot be published now; null when it can. */
  readonly blocked: string | null;
  /** What users will see, a sentence each. */
  readonly users: readonly string[];
  readonly draftUrl: string | null;
  /** Share it is offered to now; null until it is published. */
  readonly publishedPercent: number | null;
  readonly calls: readonly string[];
}
