import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** Colours come from theme.css, so that one theme serves light and dark. */
const surface = EditorView.theme({
  '&': { height: '100%', color: 'var(--tg-text)', backgroundColor: 'transparent', fontSize: '12.5px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mantine-font-family-monospace)', lineHeight: '20px', overflow: 'auto' },
  '.cm-content': { padding: '10px 0', caretColor: 'var(--tg-accent)' },
  '.cm-line': { padding: '0 16px 0 8px' },
  '.cm-cursor': { borderLeftColor: 'var(--tg-accent)', borderLeftWidth: '2px' },
  '.cm-gutters': { backgroundColor: 'var(--tg-card)', color: 'var(--tg-faint)', border: 'none', paddingLeft: '8px' },
  '.cm-lineNumbers .cm-gutterElement': { minWidth: '32px', padding: '0 8px 0 0' },
  '.cm-activeLine': { backgroundColor: 'var(--tg-hover)' },
  '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--tg-text)' },
  '.cm-selectionMatch': { backgroundColor: 'var(--tg-accent-soft)' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--tg-accent-soft)', outline: '1px solid var(--tg-line-strong)' },
  '.cm-gutter-lint': { width: '14px' },
  '.cm-gutter-lint .cm-gutterElement': { padding: '0' },
  '.cm-lint-marker': { width: '14px', height: '20px' },
  '.cm-lint-marker-error': { content: 'none' },
  '.cm-lint-marker-error::before': { content: '"▲"', color: 'var(--tg-red)', fontSize: '10px', lineHeight: '20px', paddingLeft: '2px' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--tg-red)',
    textDecorationThickness: '1.5px',
    textUnderlineOffset: '3px',
    textDecorationSkipInk: 'none',
    paddingBottom: '0',
  },
  '.cm-lintPoint::after': { borderBottomColor: 'var(--tg-red)' },
});

const overlays = EditorView.theme({
  '.cm-tooltip': {
    backgroundColor: 'var(--tg-card)',
    color: 'var(--tg-text)',
    border: '1px solid var(--tg-line-strong)',
    borderRadius: 'var(--tg-radius-small)',
    fontFamily: 'var(--mantine-font-family)',
  },
  '.cm-tooltip-lint': { padding: '0' },
  '.cm-diagnostic': { padding: '8px 12px', maxWidth: '460px', fontSize: '12.5px', lineHeight: '1.45' },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--tg-red)' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mantine-font-family-monospace)', minWidth: '260px', maxHeight: '228px' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { display: 'flex', alignItems: 'center', padding: '3px 10px', lineHeight: '20px' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--tg-accent-soft)', color: 'var(--tg-text)' },
  '.cm-completionMatchedText': { textDecoration: 'none', color: 'var(--tg-accent)', fontWeight: '650' },
  '.cm-completionDetail': {
    marginLeft: 'auto',
    paddingLeft: '20px',
    color: 'var(--tg-muted)',
    fontStyle: 'normal',
    fontFamily: 'var(--mantine-font-family)',
    fontSize: '11px',
  },
  '.cm-tooltip.cm-completionInfo': { width: '260px', padding: '8px 12px', fontSize: '12px', lineHeight: '1.45', color: 'var(--tg-muted)' },
  '.cm-panels': { backgroundColor: 'var(--tg-raised)', color: 'var(--tg-text)' },
  '.cm-panels.cm-panels-bottom': { borderTop: '1px solid var(--tg-line)' },
  '.cm-panel.cm-search': { padding: '8px 12px', fontFamily: 'var(--mantine-font-family)' },
  '.cm-textfield': { backgroundColor: 'var(--tg-card)', border: '1px solid var(--tg-line-strong)', borderRadius: '4px', fontSize: '12px' },
  '.cm-button': {
    backgroundColor: 'var(--tg-card)',
    backgroundImage: 'none',
    border: '1px solid var(--tg-line-strong)',
    borderRadius: '4px',
    fontSize: '12px',
  },
  '.cm-searchMatch': { backgroundColor: 'var(--tg-yellow-soft)', outline: '1px solid var(--tg-yellow)' },
});

const differences = EditorView.theme({
  '&.cm-merge-b .cm-changedLine': { backgroundColor: 'var(--tg-green-soft)' },
  '&.cm-merge-a .cm-changedLine': { backgroundColor: 'var(--tg-red-soft)' },
  '&.cm-merge-a .cm-changedText': { background: 'color-mix(in srgb, var(--tg-red) 26%, transparent)' },
  '&.cm-merge-a .cm-changedLineGutter': { background: 'var(--tg-red)' },
  '&.cm-merge-b .cm-changedText': { background: 'color-mix(in srgb, var(--tg-green) 26%, transparent)', borderRadius: '2px' },
  '.cm-deletedChunk': { backgroundColor: 'var(--tg-red-soft)', padding: '0 16px 0 8px' },
  '.cm-deletedChunk .cm-deletedText, .cm-deletedText': {
    background: 'color-mix(in srgb, var(--tg-red) 26%, transparent)',
    textDecoration: 'none',
    borderRadius: '2px',
  },
  '.cm-changeGutter': { width: '3px', paddingLeft: '0' },
  '&.cm-merge-b .cm-changedLineGutter': { background: 'var(--tg-green)' },
  '&.cm-merge-b .cm-deletedLineGutter': { background: 'var(--tg-red)' },
  '.cm-collapsedLines': {
    background: 'var(--tg-raised)',
    color: 'var(--tg-muted)',
    padding: '3px 12px',
    fontFamily: 'var(--mantine-font-family)',
    fontSize: '12px',
  },
});

const words = HighlightStyle.define([
  { tag: tags.comment, color: 'var(--tg-faint)' },
  { tag: [tags.definition(tags.propertyName), tags.propertyName], color: 'var(--tg-accent)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--tg-yellow)' },
  { tag: tags.content, color: 'var(--tg-text)' },
  { tag: [tags.separator, tags.punctuation, tags.squareBracket, tags.brace], color: 'var(--tg-muted)' },
  { tag: [tags.keyword, tags.labelName, tags.typeName], color: 'var(--tg-drift)' },
]);

/** How plan text looks, in the editor and in differences. */
export const look: Extension = [surface, overlays, syntaxHighlighting(words)];

/** Added to `look` where two texts are compared. */
export const differenceLook: Extension = [look, differences];
