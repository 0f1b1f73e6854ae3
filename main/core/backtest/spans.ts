/** Stretches of time, ms, both ends included; oldest first and apart. */
export type Spans = readonly Span[];

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Spans in order, those that touch as one. */
export function united(spans: Spans): Spans {
  const joined: { from: number; to: number }[] = [];
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last !== undefined && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else joined.push({ ...span });
  }
  return joined;
}

/** Time that lies in both. */
export function shared(one: Spans, other: Spans): Spans {
  const both: Span[] = [];
  let next = 0;
  for (const a of one) {
    while ((other[next]?.to ?? Number.POSITIVE_INFINITY) < a.from) next += 1;
    for (let index = next; index < other.length; index += 1) {
      const b = other[index];
      if (b === undefined || b.from > a.to) break;
      both.push({ from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) });
    }
  }
  return both;
}

/** Whether a time lies in one of them. */
export function covers(spans: Spans, time: number): boolean {
  let low = 0;
  let high = spans.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const span = spans[middle];
    if (span === undefined || time < span.from) high = middle - 1;
    else if (time > span.to) low = middle + 1;
    else return true;
  }
  return false;
}
