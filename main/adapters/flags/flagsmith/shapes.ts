import { z } from 'zod';

/** Only what is needed of each answer; segments keep everything, because they are sent back whole. */
export const Environment = z.object({
  id: z.number(),
  name: z.string(),
  /** Null where flags can be changed without a change request. */
  minimum_change_request_approvals: z.number().nullish(),
});
export type Environment = z.infer<typeof Environment>;

export const Feature = z.object({
  id: z.number(),
  name: z.string(),
  num_identity_overrides: z.number().nullish(),
  is_num_identity_overrides_complete: z.boolean().nullish(),
  /** Such a flag is not shown to a client key. */
  is_server_key_only: z.boolean().nullish(),
});
export type Feature = z.infer<typeof Feature>;

const Override = z.object({ segment: z.object({ id: z.number() }), priority: z.number().nullish(), enabled: z.boolean() });
export type Override = z.infer<typeof Override>;

export const Flag = z.object({
  environment_default: z.object({ enabled: z.boolean(), value: z.json().optional() }),
  segment_overrides: z.array(Override).default([]),
});
export type Flag = z.infer<typeof Flag>;

const Condition = z.looseObject({ operator: z.string(), value: z.union([z.string(), z.number()]).nullish() });
export type Condition = z.infer<typeof Condition>;
const Rule = z.looseObject({
  type: z.string().optional(),
  conditions: z.array(Condition).default([]),
  get rules() {
    return z.array(Rule).default([]);
  },
});
export type Rule = z.infer<typeof Rule>;
export const Segment = z.looseObject({ id: z.number(), name: z.string(), rules: z.array(Rule).default([]) });
export type Segment = z.infer<typeof Segment>;

export const SegmentUse = z.object({ feature: z.number(), environment: z.number().nullish() });
export const EdgeFlags = z.array(z.object({ enabled: z.boolean(), feature: z.object({ name: z.string() }) }));
export const Refusal = z.record(z.string(), z.unknown());

/** What a PATCH of a flag changes; what is left out stays. */
export interface FlagPatch {
  readonly environment_default: { readonly enabled: boolean };
  readonly segment_overrides: readonly { readonly segment: { readonly id: number }; readonly enabled: boolean; readonly value?: unknown }[];
}
