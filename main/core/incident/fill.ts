/** What stands where a value is not known. */
export const notKnown = 'not known';

/** Values by name; null and the empty text are not known. */
export type FillValues = Readonly<Record<string, string | null>>;

export interface Filled {
  readonly text: string;
  /** Names that had no value, each once, in the order of the text. */
  readonly unknown: readonly string[];
}

const pattern = /\{\{\s*([A-Za-z][\w.]*)\s*\}\}/g;

/** Puts values in for `{{name}}`, once: what a value holds is never filled in again. A name without a value reads `not known`. */
export function fill(text: string, values: FillValues): Filled {
  const unknown = new Set<string>();
  const filled = text.replace(pattern, (_whole, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : null;
    if (value !== null && value !== undefined && value !== '') return value;
    unknown.add(name);
    return notKnown;
  });
  return { text: filled, unknown: [...unknown] };
}

/** Names that a text asks for, each once, in its order. */
export function namesIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(pattern)].flatMap(([, name]) => (name === undefined ? [] : [name])))];
}
