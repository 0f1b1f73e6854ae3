import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { namesIn } from '../incident/fill.ts';
import { severities } from '../model/incident.ts';
import { surfaces } from '../model/surface.ts';
import { blocksOf } from './blocks.ts';
import { placeNames, type Playbook, type PlaybookProblem } from './playbook.ts';
import { playbookNames } from './values.ts';

export type PlaybookRead =
  | { readonly ok: true; readonly playbook: Playbook }
  | { readonly ok: false; readonly problems: readonly PlaybookProblem[] };

// A list such as [403, login] holds a number for YAML and a word for people.
const words = z.array(z.union([z.string().trim().min(1), z.number().transform(String)])).default([]);
const Head = z.strictObject({
  title: z.string().trim().min(1).max(120),
  about: z.string().trim().default(''),
  applications: words,
  fits: z
    .strictObject({
      words,
      units: words,
      surfaces: z.array(z.enum(surfaces)).default([]),
      severities: z.array(z.enum(severities)).default([]),
    })
    .prefault({}),
});

const headKeys = 'title, about, applications, fits';
const fitKeys = 'words, units, surfaces, severities';
const link = /\]\(tidegate:([^)\s]*)\)/g;

/** Reads a playbook: a head between two lines of `---`, then Markdown whose task list items are its steps. */
export function readPlaybook(text: string): PlaybookRead {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const end = lines[0]?.trimEnd() === '---' ? lines.findIndex((line, index) => index > 0 && line.trimEnd() === '---') : -1;
  if (end < 0) return bad([{ line: 1, message: 'It must begin with a head between two lines of ---, with at least a title' }]);
  const head = readHead(lines.slice(1, end).join('\n'));
  const body = lines.slice(end + 1);
  const problems = [...(head.ok ? [] : head.problems), ...bodyProblems(body, end + 2)];
  const blocks = blocksOf(body, end + 2);
  if (!blocks.some((block) => block.kind === 'step'))
    problems.push({ line: end + 2, message: 'It has no step. Write one as "- [ ] what to do"' });
  if (!head.ok || problems.length > 0) return bad(problems);
  const { fits, ...rest } = head.head;
  return { ok: true, playbook: { ...rest, fits: { ...fits, words: fits.words.map((word) => word.toLowerCase()) }, blocks } };
}

function bad(problems: readonly PlaybookProblem[]): PlaybookRead {
  return { ok: false, problems: problems.toSorted((a, b) => a.line - b.line) };
}

type HeadRead =
  | { readonly ok: true; readonly head: z.infer<typeof Head> }
  | { readonly ok: false; readonly problems: readonly PlaybookProblem[] };

function readHead(text: string): HeadRead {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const [error] = document.errors;
  // The head begins on the second line of the file.
  if (error !== undefined) {
    const message = 'The head is not readable as YAML here: check indentation, colons and quotes';
    return { ok: false, problems: [{ line: lines.linePos(error.pos[0]).line + 1, message }] };
  }
  const shape = Head.safeParse(document.toJS({ maxAliasCount: 10 }) ?? {});
  if (shape.success) return { ok: true, head: shape.data };
  return { ok: false, problems: shape.error.issues.map((issue) => ({ line: lineOf(text, issue), message: wordsOf(issue) })) };
}

/** The line whose key is named last in the path, else the first of the head. */
function lineOf(text: string, issue: z.core.$ZodIssue): number {
  const key = issue.code === 'unrecognized_keys' ? issue.keys[0] : issue.path.findLast((part) => typeof part === 'string');
  const index = text.split('\n').findIndex((line) => typeof key === 'string' && line.trimStart().startsWith(`${key}:`));
  return index < 0 ? 2 : index + 2;
}

function wordsOf(issue: z.core.$ZodIssue): string {
  const path = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    const known = path === 'fits' ? fitKeys : headKeys;
    return `${issue.keys.join(', ')} is not known here. Known keys: ${known}`;
  }
  if (issue.code === 'invalid_value') return `${path} must be one of ${issue.values.join(', ')}`;
  return path === 'title' ? 'It needs a title of at most 120 characters' : `${path} is not as it should be: ${issue.message}`;
}

function bodyProblems(lines: readonly string[], first: number): PlaybookProblem[] {
  return lines.flatMap((line, index) => {
    const at = first + index;
    const unknown = namesIn(line).filter((name) => !playbookNames.includes(name));
    const places = [...line.matchAll(link)].flatMap(([, name]) => (placeNames.some((one) => one === name) ? [] : [name ?? '']));
    return [
      ...unknown.map((name) => ({ line: at, message: `{{${name}}} is not known. Known names: ${playbookNames.join(', ')}` })),
      ...places.map((name) => ({ line: at, message: `tidegate:${name} is no place of Tidegate. Known places: ${placeNames.join(', ')}` })),
    ];
  });
}
