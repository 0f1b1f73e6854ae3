import { z } from 'zod';
import type { TestLine } from '../../context.ts';
import { AdapterError } from '../../errors.ts';
import { readingsIn } from './answer.ts';
import { ask, type PrometheusContext } from './ask.ts';
import { seconds } from './read.ts';

const Build = z.object({ version: z.string() });

/** One part of the test; `missing` is what it means when the server does not have that address. */
async function line(what: string, run: () => Promise<string>, missing: Omit<TestLine, 'what'>): Promise<TestLine> {
  try {
    return { what, ok: true, detail: await run() };
  } catch (error) {
    if (!(error instanceof AdapterError)) throw error;
    return error.kind === 'notFound' ? { what, ...missing } : { what, ok: false, detail: error.message };
  }
}

async function version(context: PrometheusContext): Promise<string> {
  const build = Build.safeParse((await ask(context, 'status/buildinfo', null)).data);
  return build.success ? `Version ${build.data.version} answers.` : 'The server answers.';
}

async function oneQuery(context: PrometheusContext): Promise<string> {
  const [reading] = readingsIn(await ask(context, 'query', { query: 'vector(1)', time: seconds(context.now()) }), 1);
  if (reading?.value === 1) return 'Queries are answered.';
  throw new AdapterError('invalid', 'A query for the number 1 was answered with something else. Check the proxy in front of the server.');
}

async function grammar(context: PrometheusContext): Promise<string> {
  await ask(context, 'format_query', { query: 'vector(1)' });
  return 'Queries can be checked without running them.';
}

/** Tries each part the adapter uses, read-only: the server itself, a query with its time, and the check of a query's grammar. */
export async function probe(context: PrometheusContext): Promise<TestLine[]> {
  return await Promise.all([
    line('Server', () => version(context), {
      ok: null,
      detail: 'The server does not tell its version, which some that speak this API do not.',
    }),
    line('Query', () => oneQuery(context), { ok: false, detail: 'There is no query API at this address. It is the one before /api/v1.' }),
    line('Grammar check', () => grammar(context), { ok: null, detail: 'The server does not check queries; mistakes show when they run.' }),
  ]);
}
