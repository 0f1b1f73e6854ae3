import { z } from 'zod';
import type { ProblemKind } from '../../../core/model/connection.ts';
import type { AdapterContext } from '../../context.ts';
import { AdapterError } from '../../errors.ts';
import type { HttpAnswer } from '../../http/client.ts';
import { kindOfStatus, problemFrom } from '../../http/problem-from.ts';
import { authorization, type SignIn } from '../shared/sign-in.ts';

export interface PrometheusSettings extends SignIn {
  readonly url: string;
}

export type PrometheusContext = AdapterContext<PrometheusSettings>;

const Success = z.object({ status: z.literal('success'), data: z.unknown(), warnings: z.array(z.string()).optional() });
const Failure = z.object({ status: z.literal('error'), errorType: z.string(), error: z.string() });
export type Success = z.infer<typeof Success>;

const maxBytes = 16 * 1024 * 1024;

const kinds: Readonly<Record<string, ProblemKind>> = {
  bad_data: 'invalid',
  execution: 'invalid',
  not_acceptable: 'invalid',
  not_found: 'notFound',
  timeout: 'unavailable',
  canceled: 'unavailable',
  internal: 'unavailable',
  unavailable: 'unavailable',
};

export type Path = 'query' | 'query_range' | 'format_query' | 'status/buildinfo';

/** Asks the API. A form when there are parameters: the server does not look at a JSON body. Throws `AdapterError`. */
export async function ask(context: PrometheusContext, path: Path, form: Readonly<Record<string, string>> | null): Promise<Success> {
  const url = `${context.settings.url}/api/v1/${path}`;
  const signIn = authorization(context.settings);
  const answer = await context.http.send(
    form === null
      ? { method: 'GET', url, headers: signIn }
      : {
          method: 'POST',
          url,
          headers: { ...signIn, 'content-type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams(form).toString(),
          reads: true,
          maxBytes,
        },
  );
  const body = jsonOf(context, answer);
  const success = Success.safeParse(body);
  if (success.success && answer.status < 300) return success.data;
  throw refusal(context, answer, body);
}

/** The server answers in JSON, always: anything else comes from a proxy or an auth layer, which a 401 of its own is too. */
function jsonOf(context: PrometheusContext, answer: HttpAnswer): unknown {
  try {
    return answer.json();
  } catch {
    throw problemFrom(answer, {
      doing: 'asking Prometheus',
      kind: answer.status < 300 ? 'invalid' : kindOfStatus(answer.status),
      said: answer.text.slice(0, 200),
      advice: {
        invalid: 'That is not an answer of Prometheus: check the address, and the proxy in front of it.',
        notFound: 'Check the address: it is the one before /api/v1.',
      },
      now: context.now(),
    });
  }
}

function refusal(context: PrometheusContext, answer: HttpAnswer, body: unknown): AdapterError {
  const failure = Failure.safeParse(body);
  if (failure.success) {
    const { errorType, error } = failure.data;
    return problemFrom(answer, {
      doing: 'asking Prometheus',
      kind: kinds[errorType] ?? kindOfStatus(answer.status),
      said: `${errorType}: ${error}`,
      advice: { invalid: 'Correct the query in the plan.' },
      now: context.now(),
    });
  }
  if (answer.status >= 300) return problemFrom(answer, { doing: 'asking Prometheus', said: answer.text.slice(0, 200), now: context.now() });
  return new AdapterError('invalid', 'The source answered with JSON that is not an answer of Prometheus. Check its address.', {
    detail: (answer.conceal?.(answer.text) ?? answer.text).slice(0, 200),
  });
}
