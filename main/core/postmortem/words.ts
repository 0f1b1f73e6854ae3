import type { Actor } from '../model/actor.ts';
import { metricUnits } from '../model/plan.ts';
import { formatValue } from '../gates/index.ts';

/** `2026-11-21 16:03:12`, UTC. */
export function moment(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}

/** `16:03:12`, UTC. */
export function clock(at: number): string {
  return new Date(at).toISOString().slice(11, 19);
}

export function usersInWords(users: number): string {
  const whole = Math.round(users);
  return `${whole.toLocaleString('en-GB')} ${whole === 1 ? 'user' : 'users'}`;
}

/** A frozen value; an unknown unit is left out rather than guessed. */
export function inUnit(value: number | null, unit: string): string {
  const known = metricUnits.find((one) => one === unit);
  if (value === null || known !== undefined) return formatValue(value, known ?? 'count');
  return value.toLocaleString('en-GB', { maximumFractionDigits: 2 });
}

/** Who did it, by role: `Tidegate`, `an operator`, `a program`. */
export function roleOf(actor: Actor): string {
  if (actor.kind === 'system') return 'Tidegate';
  if (actor.kind === 'program') return 'a program';
  return actor.role === 'viewer' ? 'a viewer' : `an ${actor.role}`;
}

const special = /[.*+?^${}()|[\]\\]/g;

/**
 * Text in which the people of the record stand as their roles. Only what looks like a name is replaced: an account called `root` or
 * `web` would take the words `root cause` and `web` with it.
 */
export function withoutNames(text: string, people: readonly Actor[]): string {
  let plain = text;
  for (const person of people) {
    if (person.kind !== 'person' || person.name.length < 3 || !/[\p{Lu}\s@]/u.test(person.name)) continue;
    const name = new RegExp(`(?<![\\p{L}\\p{N}])${person.name.replaceAll(special, String.raw`\$&`)}(?![\\p{L}\\p{N}])`, 'gu');
    plain = plain.replace(name, () => roleOf(person));
  }
  return plain;
}

/** One line without the signs that Markdown would take for its own. */
export function plainLine(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll(/[\\`*_[\]<>|#]/g, (sign) => `\\${sign}`);
}
