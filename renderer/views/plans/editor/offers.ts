import type { CursorPlace } from './cursor-place.ts';
import { type Grammar, grammarAt, sortOf } from './plan-grammar.ts';
import { type ConnectionNames, namesFor, namesIn, queryKeysAt } from './plan-names.ts';

/** One thing that may be written at the cursor. */
export interface Offer {
  readonly label: string;
  readonly kind: 'key' | 'value' | 'name' | 'item';
  /** What is inserted. */
  readonly text: string;
  /** One word beside the label. */
  readonly sort: string;
  readonly description: string;
  /** Asked for by the grammar; offered first. */
  readonly required: boolean;
  /** Whether something can be offered right behind it. */
  readonly goesOn: boolean;
}

const plain = { sort: '', description: '', required: false, goesOn: false };

/** What follows a key: a space, or the next line one step further in. */
function afterKey(grammar: Grammar, column: number): string {
  const sort = sortOf(grammar);
  const inner = `\n${' '.repeat(column + 2)}`;
  if (sort === 'block') return `:${inner}`;
  if (sort !== 'list') return ': ';
  return sortOf(grammar.items ?? {}) === 'block' ? `:${inner}- ` : ': [';
}

function keyOffer(name: string, grammar: Grammar, place: { readonly column: number }, required: boolean): Offer {
  return {
    label: name,
    kind: 'key',
    text: `${name}${afterKey(grammar, place.column)}`,
    sort: required ? 'needed' : sortOf(grammar),
    description: grammar.description ?? '',
    required,
    goesOn: true,
  };
}

function valueOffers(grammar: Grammar | null, names: readonly string[]): Offer[] {
  const words = grammar?.type === 'boolean' ? ['true', 'false'] : (grammar?.enum ?? grammar?.examples ?? []).map(String);
  const description = grammar?.description ?? '';
  return [
    ...names.map(
      (name): Offer => ({ ...plain, label: name, kind: 'name', text: /^[\w.-]+$/.test(name) ? name : `"${name}"`, description }),
    ),
    ...words.map((word): Offer => ({ ...plain, label: word, kind: 'value', text: word, description })),
  ];
}

function keyOffers(place: Extract<CursorPlace, { kind: 'key' }>, grammar: Grammar, fits: (key: string, kind: string) => boolean): Offer[] {
  const kind = place.siblings.get('kind') ?? 'absolute';
  const gate = /(^|\/)gates\/\[\]$/.test(place.path.join('/'));
  return Object.entries(grammar.properties ?? {})
    .filter(([name]) => !place.siblings.has(name) && (!gate || fits(name, kind)))
    .map(([name, inner]) => keyOffer(name, inner, place, grammar.required?.includes(name) ?? false))
    .toSorted((a, b) => Number(b.required) - Number(a.required));
}

/** What may be written at a place: keys the block still lacks, allowed words, names of what the plan or the console knows. */
export function offersAt(
  place: CursorPlace,
  known: {
    readonly grammar: Grammar;
    readonly text: string;
    readonly connections: ConnectionNames;
    /** Whether a key means something for a gate of this kind. */
    readonly fits: (key: string, kind: string) => boolean;
  },
): Offer[] {
  const { connections, text } = known;
  const grammar = grammarAt(known.grammar, place.path);
  if (place.kind === 'value' || (grammar !== null && !['block', 'list'].includes(sortOf(grammar))))
    return valueOffers(grammar, namesFor(place.path, text, connections));
  const asked = place.kind === 'key' ? queryKeysAt(place.path, text, connections) : null;
  if (asked !== null) {
    const free = asked.filter((one) => !place.siblings.has(one.key));
    return free.map((one) => ({
      ...plain,
      label: one.key,
      kind: 'key',
      text: `${one.key}: `,
      sort: one.required ? 'needed' : one.kind,
      required: one.required,
    }));
  }
  if (grammar === null) return [];
  if (place.path.at(-1) === 'weights') {
    const free = namesIn(text).metrics.filter((name) => !place.siblings.has(name));
    return free.map((name): Offer => ({ ...plain, label: name, kind: 'name', text: `${name}: `, sort: 'metric' }));
  }
  if (sortOf(grammar) === 'list') {
    const inner = grammar.items?.required?.[0];
    return [
      {
        ...plain,
        label: inner === undefined ? '-' : `- ${inner}:`,
        kind: 'item',
        text: inner === undefined ? '- ' : `- ${inner}: `,
        sort: 'next item',
        description: grammar.items?.description ?? '',
        goesOn: true,
      },
    ];
  }
  return keyOffers(place, grammar, known.fits);
}
