/** Longest stretch of a message that is looked at, and longest text that is kept, characters. */
const looked = 600;
const kept = 200;

/** HTTP statuses that mean something of their own; the others of a class are one. */
const telling = new Set(['401', '403', '404', '408', '409', '413', '429']);

function statusWord(status: string): string {
  return `‹${telling.has(status) ? status : `${status.charAt(0)}xx`}›`;
}

/** A token that holds a digit: what stands before its number stays, so that `p95` and `order_17` still say what they are. */
function numberWord(token: string): string {
  const named = /^([A-Za-z_-]*[A-Za-z][_-]?)\d+$/.exec(token)?.[1];
  return `${named ?? ''}#`;
}

type Rule = readonly [RegExp, string | ((found: string, ...parts: string[]) => string)];

/*
 * In this order: what may hold a secret first, then what differs from one occurrence to the next. Each pattern takes time in
 * proportion to the text: its repeats are bounded, or cannot overlap with what follows them.
 */
const rules: readonly Rule[] = [
  [/\b(authorization|(?:set-)?cookie)(["']?\s?[:=]).*/gi, '$1$2 ‹secret›'],
  [/\b(bearer|basic)\s+[\w.~+/=-]{6,}/gi, '$1 ‹secret›'],
  [/\beyJ[\w-]+(?:\.[\w-]+)*/g, '‹secret›'],
  [/([\w-]{0,20}(?:token|key|secret|password|passwd|pwd|session|sid))(["']?\s?[:=]\s?)["']?[^\s"',;&]+["']?/gi, '$1$2‹secret›'],
  [/[\w.+%-]{1,64}@[\w.-]{1,100}/g, '‹e-mail›'],
  [/\b[a-z][a-z\d+.-]{0,20}:\/\/[^\s'"`<>)]+/gi, '‹url›'],
  [/(?<![\w‹])(?:"[^"]*"|'[^']*'|`[^`]*`)(?!\w)/g, "'…'"],
  [/(?:\b[A-Za-z]:)?(?:[\\/][\w.@~%:+-]+){2,}[\\/]?/g, '‹path›'],
  [/\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/gi, '#'],
  [/\b(?:0x)?[\da-f]{8,}\b/gi, '#'],
  [/(?<![\w-])(?=[A-Za-z_-]*\d)[\w-]{20,}/g, '#'],
  [/\b((?:status|code|http(?:\/[\d.]{1,3})?|response)\b\W{1,3})([45]\d\d)\b/gi, (_all, before, status) => `${before}${statusWord(status)}`],
  [/\b([45]\d\d)(?= (?:bad|conflict|forbidden|gateway|internal|not|service|too|unauthori))/gi, (status) => statusWord(status)],
  [/(?<![\w‹])[A-Za-z_-]*\d(?:[\w.,:-]*\w)?/g, numberWord],
  [/\s+/g, ' '],
];

/** A long text ends at a gap, so that no half of an address or a token escapes the patterns. */
function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const gap = text.lastIndexOf(' ', length);
  return text.slice(0, gap > length / 2 ? gap : length);
}

/**
 * The first line of an error message without what must not be kept (addresses, tokens, passwords, anything quoted) and without
 * what differs each time (numbers, ids, URLs, paths). Two messages of the same fault come out equal. HTTP statuses keep their class.
 */
export function scrub(message: string): string {
  const line = message.split('\n').find((one) => one.trim() !== '') ?? '';
  const text = rules.reduce(
    (done, [pattern, by]) => (typeof by === 'string' ? done.replace(pattern, by) : done.replace(pattern, by)),
    cut(line.trim(), looked),
  );
  return cut(text.trim(), kept);
}
