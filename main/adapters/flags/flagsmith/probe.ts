import { z } from 'zod';
import type { TestLine } from '../../context.ts';
import { AdapterError } from '../../errors.ts';
import { parseAnswer } from '../../http/parse-answer.ts';
import { problemFrom } from '../../http/problem-from.ts';
import { testLines } from '../../test-lines.ts';
import type { FlagsmithContext } from './settings.ts';

const Projects = z.array(z.object({ name: z.string() }));

async function seesProjects(context: FlagsmithContext): Promise<void> {
  const headers = { authorization: `Api-Key ${context.settings.apiKey}` };
  const answer = await context.http.send({ method: 'GET', url: `${context.settings.apiUrl}/api/v1/projects/`, headers });
  if (answer.status !== 200) {
    const notFound = 'There is no Flagsmith API at this address.';
    throw problemFrom(answer, { doing: 'listing projects', advice: { notFound }, now: context.now() });
  }
  if (parseAnswer(Projects, answer, 'Flagsmith').length > 0) return;
  throw new AdapterError('permission', 'The key sees no project. Give it VIEW_PROJECT on the project of the flag.');
}

/** A key that cannot exist is refused by the evaluation API and by nothing else. */
async function evaluates(context: FlagsmithContext): Promise<void> {
  const headers = { 'x-environment-key': 'tidegate-connection-test' };
  const answer = await context.http.send({ method: 'GET', url: `${context.settings.edgeUrl}/api/v1/flags/`, headers });
  if ([200, 401, 403].includes(answer.status)) return;
  throw problemFrom(answer, {
    doing: 'asking the evaluation API',
    advice: { notFound: 'Check the evaluation address.' },
    now: context.now(),
  });
}

/** Tries what can be tried without a flag; the rights on an environment show only on a flag of it. */
export async function probe(context: FlagsmithContext): Promise<TestLine[]> {
  return [
    ...(await testLines([
      ['API key', () => seesProjects(context), 'Flagsmith accepts the key.'],
      ['Evaluation address', () => evaluates(context), 'The evaluation API answers.'],
    ])),
    {
      what: 'Rights',
      ok: null,
      detail:
        'On the environment of each flag the key needs VIEW_ENVIRONMENT, UPDATE_FEATURE_STATE and MANAGE_SEGMENT_OVERRIDES, and MANAGE_SEGMENTS for shares.',
    },
  ];
}
