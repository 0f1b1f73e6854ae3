import type { z } from 'zod';
import { compilePlan } from './compile.ts';
import type { PlanIssue, PlanPath } from './problem.ts';
import { planSchema } from './schema.ts';

/** Taking out one broken part can lay bare that its block cannot do without it; deeper than this no plan is nested. */
const rounds = 8;

/** Keys nothing else in their block depends on: without one of them the rest means the same. */
const harmless: readonly (string | number)[] = [
  'title',
  'description',
  'shadow',
  'minSamples',
  'minEvents',
  'whenNoData',
  'confidence',
  'for',
];

/**
 * What does not fit together in a plan whose shape is broken elsewhere: the broken parts are taken out and the rest is compiled, so that
 * one round tells everything. Left out is whatever could be a mere consequence of a part taken out.
 */
export function issuesBeside(value: unknown): PlanIssue[] {
  let removed: readonly PlanPath[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const taken = removed;
    const shape = planSchema.safeParse(named(without(value, [], taken)));
    if (shape.success) return believable(compilePlan(shape.data).issues, value, taken);
    const more = shape.error.issues.flatMap((issue) => culprits(issue, value, taken));
    // Without metrics, gates or stages there is nothing left to compile.
    if (more.some((path) => path.length === 0)) return [];
    removed = [...taken, ...more];
  }
  return [];
}

/** A plan without a usable name is told about it already. */
function named(value: unknown): unknown {
  return isBlock(value) && !('name' in value) ? { ...value, name: 'plan' } : value;
}

function isBlock(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSame(a: PlanPath, b: PlanPath): boolean {
  return a.length === b.length && startsWith(a, b);
}

function startsWith(path: PlanPath, start: PlanPath): boolean {
  return start.length <= path.length && start.every((part, index) => part === path[index]);
}

function isIn(removed: readonly PlanPath[], path: PlanPath): boolean {
  return removed.some((one) => isSame(one, path));
}

function without(value: unknown, path: PlanPath, removed: readonly PlanPath[]): unknown {
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, index) => (isIn(removed, [...path, index]) ? [] : [without(item, [...path, index], removed)]));
  }
  if (!isBlock(value)) return value;
  const kept = Object.entries(value).filter(([key]) => !isIn(removed, [...path, key]));
  return Object.fromEntries(kept.map(([key, inner]) => [key, without(inner, [...path, key], removed)]));
}

function childOf(node: unknown, part: string | number): unknown {
  if (Array.isArray(node)) return typeof part === 'number' ? node[part] : undefined;
  return isBlock(node) && Object.hasOwn(node, part) ? node[String(part)] : undefined;
}

/** A path of what was left as a path of the whole: items taken out of a list make the others move up. */
function inWhole(path: PlanPath, value: unknown, removed: readonly PlanPath[]): PlanPath {
  let node = value;
  const whole: (string | number)[] = [];
  for (const part of path) {
    const kept = Array.isArray(node) ? [...node.keys()].filter((index) => !isIn(removed, [...whole, index])) : [];
    const there = typeof part === 'number' ? (kept[part] ?? part) : part;
    whole.push(there);
    node = childOf(node, there);
  }
  return whole;
}

/** What to take out for an issue: the key itself, or the block that cannot be without it. */
function culprits(issue: z.core.$ZodIssue, value: unknown, removed: readonly PlanPath[]): PlanPath[] {
  const parts = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  const path = inWhole(parts, value, removed);
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => [...path, key]);
  const missing = isIn(removed, path) || path.reduce<unknown>(childOf, value) === undefined;
  return [missing ? path.slice(0, -1) : path];
}

/** Names that gates, signoffs and checks may refer to and that went with their block. */
function lostNames(value: unknown, removed: readonly PlanPath[]): string[] {
  return removed.flatMap((path) => {
    const block = path.reduce<unknown>(childOf, value);
    const [list, key] = path;
    if (list === 'metrics') return [String(key)];
    if (!isBlock(block)) return [];
    return [block['id'], block['name'], `${String(block['percent'])} %`].filter((name) => typeof name === 'string');
  });
}

function believable(issues: readonly PlanIssue[], value: unknown, removed: readonly PlanPath[]): PlanIssue[] {
  const lost = lostNames(value, removed);
  const isReference = (message: string): boolean =>
    / is not a (metric|gate|stage) of /.test(message) &&
    lost.some((name) => message.startsWith(name) || message.includes(`names ${name},`));
  const isConsequence = (path: PlanPath): boolean =>
    removed.some((gone) => {
      const block = gone.slice(0, -1);
      const near = block.length > 0 && startsWith(path, block) && path.length <= block.length + 1;
      return startsWith(gone, path) || (near && !harmless.includes(gone.at(-1) ?? ''));
    });
  const pollsUnknown = isIn(removed, ['every']);
  return issues
    .map((issue) => ({ ...issue, path: inWhole(issue.path, value, removed) }))
    .filter(
      ({ path, message }) => !isReference(message) && !isConsequence(path) && !(pollsUnknown && message.includes('readings come every')),
    );
}
