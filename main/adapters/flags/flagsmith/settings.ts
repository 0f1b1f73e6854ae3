import { z } from 'zod';
import type { AdapterContext } from '../../context.ts';
import { BaseUrl, field, Optional, Required } from '../../settings-kit.ts';

export interface FlagsmithSettings {
  readonly apiUrl: string;
  readonly edgeUrl: string;
  readonly apiKey: string;
}

export interface FlagsmithTarget {
  readonly projectId: number;
  /** The environment's client key: names it in the admin API and reads back what apps get. */
  readonly environmentKey: string;
  readonly feature: string;
  /** Segment that holds the share of this flag and of nothing else; undefined is `tidegate-<flag>-<environment>`. */
  readonly segment?: string | undefined;
}

export type FlagsmithContext = AdapterContext<FlagsmithSettings>;

const saas = { api: 'https://api.flagsmith.com', edge: 'https://edge.api.flagsmith.com' };

function orEmpty<T>(schema: z.ZodType<T>): z.ZodType<T | undefined> {
  return z.preprocess((value) => (value === '' ? undefined : value), schema.optional());
}

const Address = orEmpty(BaseUrl.transform((url) => url.replace(/\/api\/v1$/, '')));
const HeaderWord = Required.refine((word) => /^[\x21-\x7e]+$/.test(word), { message: 'must be one word without special characters' });

/** A server of one's own answers both APIs on one address; the hosted service has two. */
export const settingsSchema = z.object({ apiUrl: Address, edgeUrl: Address, apiKey: HeaderWord }).transform((given): FlagsmithSettings => {
  const apiUrl = given.apiUrl ?? saas.api;
  return { apiUrl, edgeUrl: given.edgeUrl ?? (apiUrl === saas.api ? saas.edge : apiUrl), apiKey: given.apiKey };
});

export const targetSchema: z.ZodType<FlagsmithTarget> = z.object({
  projectId: z.coerce.number({ message: 'must be the number of the project' }).int().positive(),
  environmentKey: HeaderWord,
  feature: Required,
  segment: Optional,
});

export const settingsFields = [
  field('apiUrl', 'API address', 'Your own server, or leave as it is.', { kind: 'url', required: false, default: saas.api }),
  field('edgeUrl', 'Evaluation address', 'Where apps read their flags, to see what a change really did. Empty for a server of your own.', {
    kind: 'url',
    required: false,
    placeholder: saas.edge,
  }),
  field('apiKey', 'API key', 'Organisation key that may change flags, segment overrides and segments of the project.', { kind: 'secret' }),
];

export const targetFields = [
  field('projectId', 'Project id', 'Number in the address of the project.', { kind: 'number' }),
  field('environmentKey', 'Environment key', 'Client-side key of the environment; it is public by nature.'),
  field('feature', 'Flag', 'Name of the flag.', { placeholder: 'new_checkout' }),
  field('segment', 'Share segment', 'Segment with one percentage split, used by this flag in this environment only.', {
    required: false,
    placeholder: 'tidegate-new_checkout-production',
  }),
];
