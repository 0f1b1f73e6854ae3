import { z } from 'zod';
import { clusterAges, compareOutcomes, overallKinds } from '../core/health/index.ts';
import { directions, metricUnits } from '../core/model/plan.ts';
import { surfaces } from '../core/model/surface.ts';
import { verdictKinds } from '../core/model/verdict.ts';
import { reads } from './call.ts';
import { Bucket, Id, Percent, Time, VersionText } from './shapes.ts';

export const healthRanges = ['1h', '6h', '24h', '7d'] as const;
export type HealthRange = (typeof healthRanges)[number];

/** What the dashboard looks at; null is everything. */
export const HealthFilter = z.object({
  applicationId: Id.nullable().default(null),
  surface: z.enum(surfaces).nullable().default(null),
  version: VersionText.nullable().default(null),
  range: z.enum(healthRanges).default('1h'),
});
export type HealthFilter = z.infer<typeof HealthFilter>;

const HealthReason = z.object({
  what: z.enum(['rollout', 'panel', 'source']),
  kind: z.enum(verdictKinds),
  text: z.string(),
  rolloutId: Id.nullable(),
  since: Time.nullable(),
});

/** A version that users get somewhere now. */
export const ActiveVersionRow = z.object({
  applicationId: Id,
  applicationName: z.string(),
  targetId: Id,
  targetName: z.string(),
  surface: z.enum(surfaces),
  version: z.string(),
  /** `canary` is the version that a rollout brings; `stable` what the others get. */
  role: z.enum(['canary', 'stable']),
  percent: Percent.nullable(),
  users: z.number().nullable(),
  /** Null for a version that nothing judges now. */
  verdict: z.enum(verdictKinds).nullable(),
  note: z.string(),
  since: Time.nullable(),
  rolloutId: Id.nullable(),
  /** Set while the platform cannot be read. */
  blindSince: Time.nullable(),
});
export type ActiveVersionRow = z.infer<typeof ActiveVersionRow>;

export const RollbackRow = z.object({
  decisionId: Id,
  rolloutId: Id,
  at: Time,
  applicationName: z.string(),
  version: z.string(),
  toVersion: z.string().nullable(),
  targets: z.array(z.string()),
  /** A person or Tidegate itself. */
  byPerson: z.boolean(),
  actor: z.string(),
  reason: z.string(),
});
export type RollbackRow = z.infer<typeof RollbackRow>;

export const HealthOverview = z.object({
  from: Time,
  to: Time,
  overall: z.object({
    kind: z.enum(overallKinds),
    words: z.string(),
    blindSince: Time.nullable(),
    reasons: z.array(HealthReason),
  }),
  /** Every application, with the versions known of it, newest first. */
  applications: z.array(z.object({ id: Id, name: z.string(), versions: z.array(z.string()) })),
  active: z.array(ActiveVersionRow),
  rollbacks: z.array(RollbackRow),
});
export type HealthOverview = z.infer<typeof HealthOverview>;

export const PanelRow = z.object({
  id: z.string(),
  applicationId: Id,
  applicationName: z.string(),
  /** Null for what applications send about themselves. */
  targetName: z.string().nullable(),
  surface: z.enum(surfaces).nullable(),
  version: z.string(),
  previousVersion: z.string().nullable(),
  rolloutId: Id.nullable(),
  title: z.string(),
  unit: z.enum(metricUnits),
  direction: z.enum(directions),
  lines: z.object({ yellow: z.number().nullable(), red: z.number().nullable(), emergency: z.number().nullable() }),
  /** The alert lines in words, empty without any. */
  bounds: z.string(),
  /** Null without a line, and for what nobody watches any more. */
  verdict: z.enum(verdictKinds).nullable(),
  watched: z.boolean(),
  latest: z.number().nullable(),
  latestAt: Time.nullable(),
  release: z.array(Bucket),
  previous: z.array(Bucket),
});
export type PanelRow = z.infer<typeof PanelRow>;

export const HealthPanels = z.object({ from: Time, to: Time, panels: z.array(PanelRow) });
export type HealthPanels = z.infer<typeof HealthPanels>;

const CompareSide = z.object({
  value: z.number().nullable(),
  samples: z.number().nullable(),
  readings: z.number(),
  interval: z.object({ low: z.number(), high: z.number() }).nullable(),
});

export const CompareRow = z.object({
  metric: z.string(),
  title: z.string(),
  targetName: z.string(),
  surface: z.enum(surfaces),
  unit: z.enum(metricUnits),
  a: CompareSide,
  b: CompareSide,
  outcome: z.enum(compareOutcomes),
  words: z.string(),
  sameTime: z.boolean(),
});
export type CompareRow = z.infer<typeof CompareRow>;

export const HealthCompare = z.object({
  applicationId: Id.nullable(),
  applicationName: z.string(),
  a: z.string().nullable(),
  b: z.string().nullable(),
  /** Versions that can be chosen, newest first. */
  versions: z.array(z.string()),
  rows: z.array(CompareRow),
});
export type HealthCompare = z.infer<typeof HealthCompare>;

export const ClusterRow = z.object({
  applicationId: Id,
  applicationName: z.string(),
  fingerprint: z.string(),
  name: z.string(),
  title: z.string(),
  frame: z.string(),
  hint: z.string().nullable(),
  age: z.enum(clusterAges),
  total: z.number(),
  /** Newest version first; a version that had it only before the range has a count of 0. */
  versions: z.array(
    z.object({
      version: z.string(),
      count: z.number(),
      platforms: z.array(z.object({ platform: z.string(), count: z.number() })),
    }),
  ),
  firstAt: Time,
  lastAt: Time,
});
export type ClusterRow = z.infer<typeof ClusterRow>;

export const HealthClusters = z.object({
  rows: z.array(ClusterRow),
  /** Clusters beyond those listed, and their errors with those that were never told apart. */
  more: z.object({ clusters: z.number(), errors: z.number() }),
});
export type HealthClusters = z.infer<typeof HealthClusters>;

export const health = {
  'health.overview': reads('viewer', HealthFilter, HealthOverview),
  /** Metrics over time with their alert lines, each as at most 500 buckets. */
  'health.panels': reads('viewer', HealthFilter.extend({ buckets: z.number().int().min(10).max(500).default(120) }), HealthPanels),
  /** Two versions of one application metric by metric; left out, what rolls out now against what it replaces. */
  'health.compare': reads(
    'viewer',
    HealthFilter.omit({ version: true }).extend({ a: VersionText.nullable().default(null), b: VersionText.nullable().default(null) }),
    HealthCompare,
  ),
  'health.clusters': reads('viewer', HealthFilter, HealthClusters),
} as const;
