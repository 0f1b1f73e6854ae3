import { AdapterError } from '../../main/adapters/errors.ts';
import type { HttpClient } from '../../main/adapters/http/client.ts';
import { createHttpClient, type HttpClientOptions } from '../../main/adapters/http/create-client.ts';

/** One scripted exchange: an answer, a failure, or what to make of the request. */
export type Step = Response | Error | ((request: Request) => Response | Promise<Response>);

/** A client on a scripted wire. The last step repeats. */
export interface Wire {
  readonly client: HttpClient;
  readonly requests: Request[];
  /** Waits between tries, ms. */
  readonly waits: number[];
}

export const wireNow = Date.parse('2026-11-20T10:00:00Z');

export function openWire(steps: readonly Step[], more: Partial<HttpClientOptions> = {}): Wire {
  const requests: Request[] = [];
  const waits: number[] = [];
  const client = createHttpClient({
    hosts: ['api.example.com'],
    now: () => wireNow,
    random: () => 0.5,
    async sleep(ms) {
      waits.push(ms);
      await Promise.resolve();
    },
    async transport(request) {
      const step = steps[Math.min(requests.length, steps.length - 1)];
      requests.push(request.clone());
      if (step instanceof Error) throw step;
      if (step === undefined) throw new Error('The wire has no step.');
      return typeof step === 'function' ? await step(request) : step.clone();
    },
    ...more,
  });
  return { client, requests, waits };
}

/** A failure as `fetch` throws it. */
export function broken(code: string): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
}

/** What is in a thrown `AdapterError`; anything else that is thrown, or nothing, fails the test. */
export async function thrownBy(work: Promise<unknown>): Promise<AdapterError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof AdapterError) return error;
    throw error;
  }
  throw new Error('Nothing was thrown.');
}
