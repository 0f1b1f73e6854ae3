import { testLines } from '../test-lines.ts';
import { fetchDocument } from '../json/fetch-document.ts';
import { Query, resolveQuery } from './json/query.ts';
import { readNow } from './json/read.ts';
import { type HttpJsonSettings, settingsFields, settingsSchema } from '../json/settings.ts';
import type { MetricAdapter } from './port.ts';

/** Anything that answers with JSON: one address, JSONPath (RFC 9535) for the numbers and their labels. It keeps no history. */
export const httpJson = {
  id: 'http-json',
  label: 'HTTP JSON',
  settings: { fields: settingsFields, schema: settingsSchema },
  query: Query,
  hosts: (settings) => [new URL(settings.url).host],
  test: async (context) =>
    await testLines([['Address', async () => void (await fetchDocument(context, { minutes: 5 })), 'The source answers with JSON.']]),
  resolve: resolveQuery,
  read: readNow,
  history: async () => await Promise.resolve(null),
} satisfies MetricAdapter<HttpJsonSettings, Query>;
