import { z } from 'zod';
import { BacktestProgress } from './backtests.ts';
import { NeedRow } from './fleet.ts';
import { ActionRow, AuditRow, ConnectionRow, DecisionRow, IncidentRow, RolloutRow, StatusRow } from './shapes.ts';

const rows = [
  z.object({ table: z.literal('rollouts'), row: RolloutRow }),
  z.object({ table: z.literal('actions'), row: ActionRow }),
  z.object({ table: z.literal('decisions'), row: DecisionRow }),
  z.object({ table: z.literal('incidents'), row: IncidentRow }),
  z.object({ table: z.literal('connections'), row: ConnectionRow }),
  z.object({ table: z.literal('audit'), row: AuditRow }),
  z.object({ table: z.literal('status'), row: StatusRow }),
  z.object({ table: z.literal('backtests'), row: BacktestProgress }),
  /** The whole list: it is short, and rows leave it. */
  z.object({ table: z.literal('needs'), rows: z.array(NeedRow) }),
  /** Something a row cannot say (settings, plans, restore): ask again. */
  z.object({ table: z.literal('reload'), what: z.string() }),
] as const;

/** A push of the console of a fire drill; nothing in it is about the real fleet. */
export const PlainPush = z.object({ seq: z.number(), changes: z.array(z.discriminatedUnion('table', rows)) });
export type PlainPush = z.infer<typeof PlainPush>;

/** A changed row: the renderer replaces it by id. */
export const Change = z.discriminatedUnion('table', [...rows, z.object({ table: z.literal('drill'), push: PlainPush })]);
export type Change = z.infer<typeof Change>;

/** One push. `seq` runs without holes per connection; a hole means: ask again. */
export const Push = z.object({ seq: z.number(), changes: z.array(Change) });
export type Push = z.infer<typeof Push>;
