import { type BlockPath, blockAt, dashesIn, insideText, siblingsOf } from './yaml-lines.ts';

/** What may be written at the cursor. */
export type CursorPlace =
  | {
      readonly kind: 'key';
      readonly path: BlockPath;
      readonly typed: string;
      /** Other keys of the block with their values. */
      readonly siblings: ReadonlyMap<string, string>;
      /** Column at which the block's keys stand. */
      readonly column: number;
    }
  | { readonly kind: 'value'; readonly path: BlockPath; readonly typed: string };

/** The part of a value before the cursor: the item being typed of `[a, b`, else all of it. */
function typedPart(value: string): { readonly typed: string; readonly item: boolean } {
  if (!value.startsWith('[')) return { typed: value, item: false };
  return { typed: (value.split(/[[,]/).at(-1) ?? '').trimStart(), item: true };
}

/**
 * Where the cursor stands, in terms of the grammar. Reads only lines and their indentation, so that it also works while the text
 * around is not valid yet. Null inside comments, quotes and long texts.
 */
export function placeAt(text: string, offset: number): CursorPlace | null {
  const lines = text.split('\n');
  const row = text.slice(0, offset).split('\n').length - 1;
  const before = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  if (/(^|\s)#/.test(before) || insideText(lines, row)) return null;
  const head = /^\s*(?:-\s+)*/.exec(before)?.[0] ?? '';
  const at = { column: head.length, dashes: dashesIn(head) };
  const path = blockAt(lines, row, at);
  if (path === null) return null;
  const content = before.slice(head.length);
  if (/^[\w.-]*$/.test(content)) return { kind: 'key', path, typed: content, siblings: siblingsOf(lines, row, at), column: head.length };
  const pair = /^([\w.-]+)\s*:\s+(.*)$/.exec(content);
  if (pair === null) return null;
  const [, key = '', value = ''] = pair;
  const { typed, item } = typedPart(value);
  if (/^['"{|>&*]/.test(typed)) return null;
  return { kind: 'value', path: item ? [...path, key, '[]'] : [...path, key], typed };
}
