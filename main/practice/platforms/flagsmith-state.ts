export interface FlagSegment {
  readonly id: number;
  readonly name: string;
  /** Value of its one percentage-split rule, 0–100. */
  percent: number;
  /** Set for a segment that picks users by who they are, and holds no split. */
  readonly who?: { readonly property: string; readonly operator: 'EQUAL' | 'REGEX'; readonly value: string };
}

export interface SegmentOverride {
  readonly segmentId: number;
  readonly featureStateId: number;
  priority: number;
  enabled: boolean;
  value: string;
}

export interface FlagsmithProject {
  readonly application: string;
  readonly id: number;
  readonly name: string;
  readonly environment: { readonly id: number; readonly key: string; versioned: boolean; approvals: number | null };
  readonly feature: {
    readonly id: number;
    readonly name: string;
    readonly stateId: number;
    enabled: boolean;
    value: string;
    identityOverrides: number;
  };
  readonly segments: FlagSegment[];
  readonly overrides: SegmentOverride[];
  readonly audit: { readonly id: number; readonly at: number; readonly log: string; readonly author: string }[];
}

/** Share of identified users for whom the flag is on, percent 0–100. */
export function flagShare(project: FlagsmithProject): number {
  if (project.feature.enabled) return 100;
  const split = project.overrides
    .filter((override) => override.enabled)
    .map((override) => project.segments.find((segment) => segment.id === override.segmentId)?.percent ?? 0);
  return Math.max(0, ...split);
}
