import type { FlagsmithProject, FlagSegment, SegmentOverride } from './flagsmith-state.ts';

export function environmentJson(project: FlagsmithProject): Record<string, unknown> {
  return {
    id: project.environment.id,
    name: 'Production',
    api_key: project.environment.key,
    project: project.id,
    use_v2_feature_versioning: project.environment.versioned,
    minimum_change_request_approvals: project.environment.approvals,
    hide_disabled_flags: false,
  };
}

/** Answer of the newer endpoint: the default and every override. */
export function futureJson(project: FlagsmithProject): Record<string, unknown> {
  const text = (value: string): Record<string, unknown> => ({ type: 'string', value });
  return {
    environment_default: { enabled: project.feature.enabled, value: text(project.feature.value), variants: [] },
    segment_overrides: project.overrides
      .toSorted((a, b) => a.priority - b.priority)
      .map((override) => ({
        segment: { id: override.segmentId },
        priority: override.priority,
        enabled: override.enabled,
        value: text(override.value),
        variants: [],
      })),
  };
}

export function featureStateJson(project: FlagsmithProject, override: SegmentOverride | null): Record<string, unknown> {
  return {
    id: override?.featureStateId ?? project.feature.stateId,
    enabled: override?.enabled ?? project.feature.enabled,
    feature_state_value: override?.value ?? project.feature.value,
    feature: project.feature.id,
    environment: project.environment.id,
    feature_segment: override === null ? null : override.segmentId,
    identity: null,
  };
}

export function featureJson(project: FlagsmithProject): Record<string, unknown> {
  return {
    id: project.feature.id,
    name: project.feature.name,
    type: 'STANDARD',
    project: project.id,
    default_enabled: false,
    environment_feature_state: featureStateJson(project, null),
    num_segment_overrides: project.overrides.length,
    num_identity_overrides: project.feature.identityOverrides,
    is_num_identity_overrides_complete: true,
  };
}

/** A segment whose only rule is a percentage split, or a trait of its users. */
export function segmentJson(project: FlagsmithProject, segment: FlagSegment): Record<string, unknown> {
  const rule = segment.who ?? { operator: 'PERCENTAGE_SPLIT', property: '', value: String(segment.percent) };
  const condition = { id: segment.id * 10 + 3, ...rule, description: '' };
  const inner = { id: segment.id * 10 + 2, type: 'ANY', rules: [], conditions: [condition] };
  return {
    id: segment.id,
    name: segment.name,
    description: '',
    project: project.id,
    feature: null,
    version: 1,
    rules: [{ id: segment.id * 10 + 1, type: 'ALL', rules: [inner], conditions: [] }],
  };
}
