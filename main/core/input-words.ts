/** What a schema says about one field; `path` leads to it. */
export interface InputIssue {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

function at(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const key of path) value = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  return value;
}

/** A field as people call it: `rolloutId` is the rollout, `to.0.name` stays a path in quotes. */
function fieldName(path: readonly PropertyKey[]): string {
  const name = path.map(String).join('.');
  if (name === '') return 'input';
  if (path.length > 1) return `field "${name}"`;
  const words = name.replaceAll(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.replace(/ ids?$/, (end) => (end === ' ids' ? 's' : ''));
}

/** What a schema found, without its own idiom: `expected string, received undefined` is `it must be a text`. */
function complaint(message: string): string {
  const kind = /^Invalid input: expected (\w+)/.exec(message)?.[1];
  if (kind !== undefined) return `it must be ${kindWords[kind] ?? kind}`;
  const options = /^Invalid (?:option|input): expected (?:one of )?(.+)$/.exec(message)?.[1];
  if (options !== undefined) return `it must be one of ${options.replaceAll('"', '').replaceAll('|', ', ')}`;
  const least = /^Too small: expected \w+ to (?:be|have) (>=?)(\d+)( \w+)?/.exec(message);
  if (least !== null)
    return `it must ${least[3] === undefined ? 'be' : 'have'} ${least[1] === '>' ? 'more than' : 'at least'} ${least[2]}${least[3] ?? ''}`;
  const most = /^Too big: expected \w+ to (?:be|have) (<=?)(\d+)( \w+)?/.exec(message);
  if (most !== null)
    return `it must ${most[3] === undefined ? 'be' : 'have'} ${most[1] === '<' ? 'less than' : 'at most'} ${most[2]}${most[3] ?? ''}`;
  const unknown = /^Unrecognized keys?: (.+)$/.exec(message)?.[1];
  return unknown === undefined ? message : `there is no field ${unknown}; check the spelling`;
}

const kindWords: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object {…}',
  array: 'a list […]',
};

/** One finding about an input, in people's words: `The reason is missing`. Without a full stop. */
export function issueWords(input: unknown, issue: InputIssue): string {
  const name = fieldName(issue.path);
  if (issue.path.length > 0 && at(input, issue.path) === undefined) return `The ${name} is missing`;
  return `The ${name} does not fit: ${complaint(issue.message)}`;
}
