import { z } from 'zod';
import { BaseUrl, field } from '../settings-kit.ts';
import type { MetricAdapter } from './port.ts';
import type { PrometheusSettings } from './prometheus/ask.ts';
import { probe } from './prometheus/probe.ts';
import { Query, resolveQuery } from './prometheus/query.ts';
import { readNow, readRange } from './prometheus/read.ts';
import { checkSignIn, signInFields, signInShape } from './shared/sign-in.ts';

const Address = BaseUrl.refine((url) => !/[?#]/.test(url), { message: 'an address without ? or #' }).transform((url) =>
  url.replace(/\/api\/v1$/, ''),
);

/** Prometheus and what speaks its query API. */
export const prometheus = {
  id: 'prometheus',
  label: 'Prometheus',
  settings: {
    fields: [
      field('url', 'Address', 'Of the server, without /api/v1.', { kind: 'url', placeholder: 'https://prometheus.example.com' }),
      ...signInFields,
    ],
    schema: z.object({ url: Address, ...signInShape }).superRefine(checkSignIn),
  },
  query: Query,
  hosts: (settings) => [new URL(settings.url).host],
  test: probe,
  resolve: resolveQuery,
  read: readNow,
  history: readRange,
} satisfies MetricAdapter<PrometheusSettings, Query>;
