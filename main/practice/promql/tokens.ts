export interface Token {
  readonly kind: 'number' | 'string' | 'duration' | 'word' | 'symbol' | 'end';
  readonly text: string;
  /** Place in the query, from 1, as Prometheus counts. */
  readonly at: number;
}

/** A query the practice fleet cannot read or answer. */
export class QueryProblem extends Error {
  readonly errorType: 'bad_data' | 'execution';

  constructor(message: string, errorType: 'bad_data' | 'execution' = 'bad_data') {
    super(message);
    this.errorType = errorType;
  }
}

/** A syntax error worded as Prometheus words its own. */
export function syntaxProblem(at: number, what: string): QueryProblem {
  return new QueryProblem(`invalid parameter "query": 1:${at}: parse error: ${what}`);
}

const patterns: readonly { readonly kind: Token['kind']; readonly pattern: RegExp }[] = [
  { kind: 'duration', pattern: /^(?:\d+(?:ms|[smhdwy]))+/ },
  { kind: 'number', pattern: /^(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/ },
  { kind: 'word', pattern: /^[A-Za-z_:][\w:]*/ },
  { kind: 'string', pattern: /^(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`)/ },
  { kind: 'symbol', pattern: /^(?:=~|!~|!=|==|>=|<=|[-+*/%^(){}[\],=<>:@])/ },
];

/** Cuts a query into tokens. Spaces and comments are left out. */
export function tokenise(query: string): readonly Token[] {
  const tokens: Token[] = [];
  let position = 0;
  while (position < query.length) {
    const rest = query.slice(position);
    const blank = /^(?:\s+|#[^\n]*)/.exec(rest)?.[0];
    if (blank !== undefined) {
      position += blank.length;
      continue;
    }
    const token = nextToken(rest, position + 1);
    tokens.push(token);
    position += token.text.length;
  }
  return [...tokens, { kind: 'end', text: 'end of input', at: query.length + 1 }];
}

function nextToken(rest: string, at: number): Token {
  for (const { kind, pattern } of patterns) {
    const text = pattern.exec(rest)?.[0];
    if (text !== undefined) return { kind, text, at };
  }
  throw syntaxProblem(at, `unexpected character: '${rest[0] ?? ''}'`);
}

/** The text inside a quoted token. */
export function unquote(token: Token): string {
  const inner = token.text.slice(1, -1);
  if (token.text.startsWith('`')) return inner;
  return inner.replaceAll(/\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)/g, (_all, code: string) => escapes[code] ?? unescapeCode(code));
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', '"': '"', "'": "'" };

function unescapeCode(code: string): string {
  return code.length > 1 ? String.fromCodePoint(Number.parseInt(code.slice(1), 16)) : code;
}

const unitMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  y: 31_536_000_000,
};

/** Length of `1h30m` and the like, ms. */
export function durationMs(text: string): number {
  let total = 0;
  for (const [, count = '0', unit = 's'] of text.matchAll(/(\d+)(ms|[smhdwy])/g)) total += Number(count) * (unitMs[unit] ?? 0);
  return total;
}
