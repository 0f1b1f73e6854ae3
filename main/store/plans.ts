import type { Plan } from '../core/model/plan.ts';
import { textHash } from '../core/hash.ts';
import type { Reader, Writer } from './handles.ts';
import { readKeptPlan, readPlan } from '../core/plan/index.ts';
import { damagedValue } from './errors.ts';
import { text, toJson } from './row.ts';

/** A plan as a rollout keeps it: its text, and what it was read as. */
export interface KeptPlan {
  readonly name: string;
  readonly text: string;
  readonly plan: Plan;
}

const parsed = new WeakMap<Reader, Map<string, KeptPlan>>();

/** Keeps a plan under its content hash; the same plan again changes nothing. */
export function keepPlan(writer: Writer, plan: KeptPlan & { readonly hash: string; readonly at: number }): void {
  writer.run(
    'INSERT INTO plan (hash, name, text, plan, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (hash) DO NOTHING',
    plan.hash,
    plan.name,
    plan.text,
    toJson(plan.plan),
    plan.at,
  );
}

/**
 * A kept plan, read from its text again so that a newer Tidegate fills in what it has learned since. Once per handle: plans never
 * change under their hash, and every sweep asks.
 */
export function planOf(reader: Reader, hash: string): KeptPlan | null {
  const cache = parsed.get(reader) ?? new Map<string, KeptPlan>();
  parsed.set(reader, cache);
  const known = cache.get(hash);
  if (known !== undefined) return known;
  const row = reader.one('SELECT name, text FROM plan WHERE hash = ?', hash);
  if (row === null) return null;
  // A text that is still the one its hash was taken of was in order when the rollout started.
  const whole = textHash(text(row, 'text')) === hash;
  const read = (whole ? readKeptPlan : readPlan)(text(row, 'text'), text(row, 'name'));
  if (!read.ok) throw damagedValue(`the plan kept under ${hash} cannot be read: ${read.problems[0]?.message ?? 'unknown'}`);
  const kept = { name: text(row, 'name'), text: text(row, 'text'), plan: read.plan };
  cache.set(hash, kept);
  return kept;
}
