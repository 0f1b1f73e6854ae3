/** One version of an application, possibly on several targets at once. */
export interface Release {
  readonly applicationId: string;
  readonly version: string;
}

/** Stable key of a release for maps and links. */
export function releaseKey(release: Release): string {
  return `${release.applicationId}@${release.version}`;
}
