import type { JsonObject } from '../../core/model/json.ts';
import type { Reading } from '../../core/model/reading.ts';
import type { z } from 'zod';
import type { AdapterContext, TestLine } from '../context.ts';
import type { SettingsOf } from '../settings.ts';

/** Values put into `{{application}}`, `{{release}}`, `{{channel}}` and `{{platform}}` of a query. */
export interface QueryScope {
  readonly application: string;
  readonly release: string;
  readonly channel: string;
  readonly platform: string;
}

/** A source of numbers. Returns readings, never verdicts. No series is an empty list, never a zero. */
export interface MetricAdapter<S, Q> {
  readonly id: string;
  readonly label: string;
  readonly settings: SettingsOf<S>;
  readonly query: z.ZodType<Q>;
  hosts(settings: S): readonly string[];
  test(context: AdapterContext<S>): Promise<readonly TestLine[]>;
  /** The query with the scope's values put in, escaped for its language. Two scopes that resolve alike are asked once. */
  resolve(query: Q, scope: QueryScope): JsonObject;
  /** Current values, one reading per series the source knows. */
  read(context: AdapterContext<S>, resolved: JsonObject): Promise<readonly Reading[]>;
  /** Past values between two times (ms), `stepMs` apart; null where the source keeps no history. */
  history(context: AdapterContext<S>, resolved: JsonObject, from: number, to: number, stepMs: number): Promise<readonly Reading[] | null>;
}
