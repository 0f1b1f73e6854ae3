import { durationMs, QueryProblem, syntaxProblem, tokenise, unquote, type Token } from './tokens.ts';

export type MatchKind = '=' | '!=' | '=~' | '!~';
export interface Matcher {
  readonly label: string;
  readonly kind: MatchKind;
  readonly value: string;
}

export type RangeFunction = 'rate' | 'increase';
export type Operator = '+' | '-' | '*' | '/' | 'or';

export type Expression =
  | { readonly node: 'number'; readonly value: number }
  | { readonly node: 'select'; readonly name: string; readonly matchers: readonly Matcher[]; readonly rangeMs: number | null }
  | { readonly node: 'range'; readonly function: RangeFunction; readonly of: Expression }
  | { readonly node: 'vector'; readonly of: Expression }
  | { readonly node: 'quantile'; readonly quantile: Expression; readonly of: Expression }
  | { readonly node: 'sum'; readonly by: readonly string[]; readonly of: Expression }
  | { readonly node: 'binary'; readonly operator: Operator; readonly left: Expression; readonly right: Expression };

/** What the practice fleet can answer, for people whose query it cannot. */
export const answerable =
  'the practice fleet answers selectors, rate(), increase(), sum by (), histogram_quantile(), vector(), numbers, + - * / and "or"';

/** Reads a query. Throws `QueryProblem` with the place of what it cannot read. */
export function parseQuery(query: string): Expression {
  const reader = new Reader(tokenise(query));
  if (reader.peek().kind === 'end') throw syntaxProblem(1, 'no expression found in input');
  const expression = readOr(reader);
  const rest = reader.peek();
  if (rest.kind !== 'end') throw syntaxProblem(rest.at, `unexpected "${rest.text}"; ${answerable}`);
  return expression;
}

class Reader {
  readonly tokens: readonly Token[];
  position = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  peek(): Token {
    const token = this.tokens[this.position] ?? this.tokens.at(-1);
    if (token === undefined) throw new QueryProblem('empty query');
    return token;
  }

  next(): Token {
    const token = this.peek();
    this.position += 1;
    return token;
  }

  takes(text: string): boolean {
    if (this.peek().text !== text || this.peek().kind === 'string') return false;
    this.position += 1;
    return true;
  }

  expect(text: string): void {
    const token = this.peek();
    if (!this.takes(text)) throw syntaxProblem(token.at, `unexpected "${token.text}", expected "${text}"`);
  }
}

function readOr(reader: Reader): Expression {
  let left = readSum(reader);
  while (reader.takes('or')) left = { node: 'binary', operator: 'or', left, right: readSum(reader) };
  return left;
}

function readSum(reader: Reader): Expression {
  let left = readProduct(reader);
  for (;;) {
    const operator = (['+', '-'] as const).find((candidate) => reader.takes(candidate));
    if (operator === undefined) return left;
    left = { node: 'binary', operator, left, right: readProduct(reader) };
  }
}

function readProduct(reader: Reader): Expression {
  let left = readUnary(reader);
  for (;;) {
    const operator = (['*', '/'] as const).find((candidate) => reader.takes(candidate));
    if (operator === undefined) return left;
    left = { node: 'binary', operator, left, right: readUnary(reader) };
  }
}

function readUnary(reader: Reader): Expression {
  if (reader.takes('-')) return { node: 'binary', operator: '*', left: { node: 'number', value: -1 }, right: readUnary(reader) };
  reader.takes('+');
  return readPrimary(reader);
}

function readPrimary(reader: Reader): Expression {
  const token = reader.next();
  if (token.kind === 'number') return { node: 'number', value: Number(token.text) };
  if (token.text === '(' && token.kind === 'symbol') {
    const inner = readOr(reader);
    reader.expect(')');
    return inner;
  }
  if (token.text === '{' && token.kind === 'symbol') return readSelector(reader, '', true);
  if (token.kind !== 'word') throw syntaxProblem(token.at, `unexpected "${token.text}"; ${answerable}`);
  return readWord(reader, token);
}

function readWord(reader: Reader, token: Token): Expression {
  if (token.text === 'sum' && (isNext(reader, '(') || isNext(reader, 'by'))) return readAggregate(reader);
  if (!isNext(reader, '(')) return readSelector(reader, token.text, reader.takes('{'));
  if (token.text === 'rate' || token.text === 'increase') {
    reader.expect('(');
    const of = readOr(reader);
    reader.expect(')');
    if (of.node !== 'select' || of.rangeMs === null) {
      throw syntaxProblem(token.at, `expected type range vector in call to function "${token.text}", got instant vector`);
    }
    return { node: 'range', function: token.text, of };
  }
  if (token.text === 'vector') {
    reader.expect('(');
    const of = readOr(reader);
    reader.expect(')');
    return { node: 'vector', of };
  }
  if (token.text === 'histogram_quantile') {
    reader.expect('(');
    const quantile = readOr(reader);
    reader.expect(',');
    const of = readOr(reader);
    reader.expect(')');
    return { node: 'quantile', quantile, of };
  }
  throw syntaxProblem(token.at, `"${token.text}" is not known here; ${answerable}`);
}

function isNext(reader: Reader, text: string): boolean {
  return reader.peek().text === text && reader.peek().kind !== 'string';
}

function readAggregate(reader: Reader): Expression {
  const before = readBy(reader);
  reader.expect('(');
  const of = readOr(reader);
  reader.expect(')');
  return { node: 'sum', by: before ?? readBy(reader) ?? [], of };
}

function readBy(reader: Reader): readonly string[] | null {
  if (!reader.takes('by')) return null;
  reader.expect('(');
  const labels: string[] = [];
  while (!reader.takes(')')) {
    const label = reader.next();
    if (label.kind !== 'word') throw syntaxProblem(label.at, `unexpected "${label.text}" in grouping, expected a label`);
    labels.push(label.text);
    if (!isNext(reader, ')')) reader.expect(',');
  }
  return labels;
}

function readSelector(reader: Reader, name: string, braces: boolean): Expression {
  const matchers: Matcher[] = [];
  if (braces) {
    while (!reader.takes('}')) {
      matchers.push(readMatcher(reader));
      if (!isNext(reader, '}')) reader.expect(',');
    }
  }
  let rangeMs: number | null = null;
  if (reader.takes('[')) {
    const length = reader.next();
    if (length.kind !== 'duration') throw syntaxProblem(length.at, `unexpected "${length.text}", expected a duration such as 5m`);
    rangeMs = durationMs(length.text);
    reader.expect(']');
  }
  return { node: 'select', name, matchers, rangeMs };
}

function readMatcher(reader: Reader): Matcher {
  const label = reader.next();
  if (label.kind !== 'word') throw syntaxProblem(label.at, `unexpected "${label.text}" in label matching, expected a label`);
  const kind = (['=', '!=', '=~', '!~'] as const).find((candidate) => reader.takes(candidate));
  if (kind === undefined) throw syntaxProblem(reader.peek().at, `unexpected "${reader.peek().text}" in label matching`);
  const value = reader.next();
  if (value.kind !== 'string') throw syntaxProblem(value.at, `unexpected "${value.text}" in label matching, expected string`);
  return { label: label.text, kind, value: unquote(value) };
}
