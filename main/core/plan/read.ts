import { type Document, LineCounter, parseDocument, visit, type YAMLError } from 'yaml';
import type { z } from 'zod';
import { textHash } from '../hash.ts';
import type { Plan } from '../model/plan.ts';
import { compilePlan } from './compile.ts';
import { idWords } from './fields.ts';
import { placed } from './place.ts';
import { type PlanIssue, type PlanProblem, pathInWords } from './problem.ts';
import { issuesBeside } from './salvage.ts';
import { planSchema } from './schema.ts';

export type PlanRead =
  | { readonly ok: true; readonly plan: Plan; readonly hash: string }
  | { readonly ok: false; readonly problems: PlanProblem[] };

/**
 * Reads a plan file. Good: the plan with every default filled in, and the SHA-256 of its text. Bad: every problem found,
 * in the order of the file, each with its place, what is wrong, what is allowed and what to do. `file` names it in messages.
 */
export function readPlan(text: string, file: string): PlanRead {
  return read(text, file, true);
}

/**
 * Reads a plan that a rollout was started with. What only a newer Tidegate finds wrong with it is no reason to lose sight of users
 * who have the release already: such rules hold for plans that are saved or started.
 */
export function readKeptPlan(text: string, file: string): PlanRead {
  return read(text, file, false);
}

function read(text: string, file: string, strict: boolean): PlanRead {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  if (document.errors.length > 0) return broken(causes(document.errors).map((error) => yamlProblem(error, lines)));
  if (document.contents === null)
    return broken([{ line: 1, column: 1, path: '', message: `${file} is empty. Start with name, metrics, gates and stages` }]);
  const unknown = unknownReferences(document, lines);
  if (unknown.length > 0) return broken(unknown);
  const value = plainValue(document);
  if (value === undefined) {
    const message = `The references (*) of ${file} unfold to far too much. Write the parts out instead`;
    return broken([{ line: null, column: null, path: '', message }]);
  }
  const shape = planSchema.safeParse(value);
  if (!shape.success) {
    const found = [...shape.error.issues.flatMap(issuesOf), ...issuesBeside(value)];
    return broken(found.map((issue) => placed(document, lines, issue)));
  }
  const { plan, issues } = compilePlan(shape.data);
  if (strict && issues.length > 0) return broken(issues.map((issue) => placed(document, lines, issue)));
  return { ok: true, plan, hash: textHash(text) };
}

function broken(problems: readonly PlanProblem[]): PlanRead {
  return { ok: false, problems: problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0)) };
}

/** The commonest slips in our words; the parser's own speak of its functions. */
const yamlSlips: Partial<Record<YAMLError['code'], string>> = {
  DUPLICATE_KEY: 'This key is written twice in one block. Keep one of them',
  MULTIPLE_DOCS: 'A plan file holds one plan. Remove the part after ---',
  TAB_AS_INDENT: 'A tab stands where YAML wants spaces. Indent with spaces',
};

/** A tab sends the parser astray on the lines after it, so that only the tabs are told until they are gone. */
function causes(errors: readonly YAMLError[]): readonly YAMLError[] {
  const tabs = errors.filter((error) => error.code === 'TAB_AS_INDENT');
  return tabs.length > 0 ? tabs : errors;
}

function yamlProblem(error: YAMLError, lines: LineCounter): PlanProblem {
  const { line, col } = lines.linePos(error.pos[0]);
  const message = yamlSlips[error.code] ?? `This is not valid YAML: ${error.message}. Check indentation, brackets and quotes`;
  return { line, column: col, path: '', message };
}

function unknownReferences(document: Document.Parsed, lines: LineCounter): PlanProblem[] {
  const problems: PlanProblem[] = [];
  visit(document, {
    Alias(_key, node) {
      if (node.resolve(document) !== undefined) return;
      const { line, col } = lines.linePos(node.range?.[0] ?? 0);
      problems.push({
        line,
        column: col,
        path: '',
        message: `*${node.source} refers to nothing. Define it before with &${node.source}, or put the text in quotes`,
      });
    },
  });
  return problems;
}

/** The document as plain values; undefined when its references blow up, which is the one thing that can still fail here. */
function plainValue(document: Document.Parsed): unknown {
  try {
    return document.toJS();
  } catch {
    return undefined;
  }
}

/** One issue of the schema as ours; unknown keys come together and become one each. */
function issuesOf(issue: z.core.$ZodIssue): PlanIssue[] {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  if (issue.code === 'unrecognized_keys') {
    const messages = issue.message.split('\n');
    return issue.keys.map((key, index) => ({ path: [...path, key], message: `${key} ${messages[index] ?? issue.message}`, atKey: true }));
  }
  const name = path.length === 0 ? 'The plan' : pathInWords(path.slice(-1)).replace(/^\[(\d+)\]$/, 'item $1');
  if (issue.code === 'invalid_key') return [{ path, message: `${name} must be ${idWords}`, atKey: true }];
  return [{ path, message: `${name} ${issue.message}` }];
}
