import type { CheckAdapter, CheckAnswer, CheckRequest } from '../../../main/adapters/checks/port.ts';
import type { JsonObject } from '../../../main/core/model/json.ts';
import { contextOf, type Bench } from '../../support/bench.ts';

/** The release that is about to get 2.4.0 after 2.3.0. */
export const request: CheckRequest = {
  application: 'pryde',
  release: '2.4.0',
  previousRelease: '2.3.0',
  channel: 'stable',
  target: 'desktop',
  surface: 'desktop',
  moment: 'beforeStart',
  stage: null,
};

/** Asks a check about a release on the practice fleet, with what a plan says under `with`. */
export async function askFleet<S, O>(
  bench: Bench,
  adapter: CheckAdapter<S, O>,
  options: JsonObject = {},
  about: Partial<CheckRequest> = {},
): Promise<CheckAnswer> {
  return await adapter.ask(contextOf(bench, adapter), { ...request, ...about }, adapter.options.parse(options));
}

/** What is wrong with the words of a plan, as `place: message`. */
export function optionFaults<S, O>(adapter: CheckAdapter<S, O>, options: JsonObject): string[] {
  const parsed = adapter.options.safeParse(options);
  return parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
}
